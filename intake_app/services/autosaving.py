"""When to save: within a second of every change, one save at a time, and the truth about each.

No thread and no timer of its own: whoever drives it calls `tick` when `due_in` has passed. What
is saved is read at the moment of saving, so that the newest words win.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from intake_app.errors import IntakeError

PAUSE_S = 0.3  # after the last change
LONGEST_S = 0.6  # after the first change that is not saved yet; the save itself comes on top
RETRY_S = 3.0  # after a save that failed

SavingState = Literal["kept", "saving", "failed"]
Keep = Callable[[frozenset[str], Callable[[], None], Callable[[IntakeError], None]], None]


class Autosaver:
    """Keeps named parts of a page; `keep(parts, done, failed)` starts one save of them.

    `clock` counts seconds and never jumps. A part whose save failed stays changed, and is tried
    again with the next change or after `RETRY_S`.
    """

    def __init__(self, keep: Keep, *, clock: Callable[[], float]) -> None:
        self._keep = keep
        self._clock = clock
        self._changed: set[str] = set()
        self._under_way: frozenset[str] = frozenset()
        self._number = 0  # of the newest save: what an older one reports is ignored
        self._first_at = 0.0
        self._last_at = 0.0
        self._failed_at = 0.0
        self.error: IntakeError | None = None

    @property
    def state(self) -> SavingState:
        """`kept` only where everything was saved; `failed` until a save succeeds again."""
        if self.error is not None:
            return "failed"
        return "saving" if self._changed or self._under_way else "kept"

    @property
    def is_saving(self) -> bool:
        """True while a save is under way."""
        return bool(self._under_way)

    @property
    def waiting(self) -> frozenset[str]:
        """The parts that no save has taken yet, those of a save under way too."""
        return self._under_way | self._changed

    @property
    def due_in(self) -> float | None:
        """Seconds until the next save is due; None where nothing waits or one is under way."""
        if not self._changed or self._under_way:
            return None
        due = min(self._last_at + PAUSE_S, self._first_at + LONGEST_S)
        if self.error is not None:
            due = self._failed_at + RETRY_S
        return max(0.0, due - self._clock())

    def touch(self, part: str = "") -> None:
        """Note that a part changed."""
        now = self._clock()
        if not self._changed:
            self._first_at = now
        self._changed.add(part)
        self._last_at = now

    def tick(self) -> None:
        """Save where a save is due."""
        if self.due_in == 0.0:
            self._start()

    def flush(self) -> None:
        """Save now what is not saved, unless a save is under way."""
        if self._changed and not self._under_way:
            self._start()

    def _start(self) -> None:
        self._under_way = frozenset(self._changed)
        self._changed = set()
        self._number += 1
        number = self._number
        self._keep(
            self._under_way,
            lambda: self._done(number),
            lambda error: self._failed(number, error),
        )

    def _done(self, number: int) -> None:
        if number == self._number and self._under_way:
            self._under_way = frozenset()
            self.error = None

    def _failed(self, number: int, error: IntakeError) -> None:
        if number == self._number and self._under_way:
            now = self._clock()
            if not self._changed:
                self._first_at = self._last_at = now
            self._changed |= self._under_way
            self._under_way = frozenset()
            self._failed_at = now
            self.error = error

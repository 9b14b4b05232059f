"""Saves a screen's parts as they change, and shows the truth about it in the saved mark."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer

from intake_app.errors import IntakeError
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.saved_mark import SaveState
from intake_app.localization.catalogs import gettext as _
from intake_app.services.autosaving import Autosaver

Work = Callable[[], object]
Collect = Callable[[frozenset[str]], Work]
_PATIENCE_S = 5.0  # how long leaving a screen waits for its last save


class Saving(QObject):
    """Drives an `Autosaver` for one screen.

    `collect(parts)` reads these parts from the screen, on the window's thread, and returns the
    work that keeps them, which runs on the vault's thread.
    """

    def __init__(self, screen: Screen, collect: Collect) -> None:
        super().__init__(screen)
        self._screen = screen
        self._collect = collect
        self._clock = screen.context.clock
        self._saver = Autosaver(self._keep, clock=lambda: self._clock.mono_ms() / 1000)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tick)
        self._kept_at: datetime | None = None
        self._settled: Callable[[], None] | None = None
        self._over = threading.Event()

    @property
    def is_kept(self) -> bool:
        """True where everything on the screen is in the vault."""
        return self._saver.state == "kept"

    @property
    def waiting(self) -> frozenset[str]:
        """The parts that are not in the vault, as far as is known."""
        return self._saver.waiting

    @property
    def error(self) -> IntakeError | None:
        """Why the last save failed, until one succeeds."""
        return self._saver.error

    def touch(self, part: str = "") -> None:
        """Note that a part changed."""
        self._saver.touch(part)
        self._show()

    def show_kept(self) -> None:
        """Say that what is shown is what the vault holds."""
        self._kept_at = self._clock.local_now()
        self._show()

    def settle(self) -> bool:
        """Save what is not saved and wait for it; False where it could not be saved.

        The wait is that of one save, a few milliseconds, and bounded.
        """
        for _attempt in range(2):  # the save under way, then what changed since
            self._saver.flush()
            if not self._saver.is_saving:
                break
            self._over.wait(_PATIENCE_S)
            if self._settled is not None:
                self._settled()
        self._show()
        return self.is_kept

    def _wake_in(self, wait_ms: int) -> None:
        # Never later than was said before: fast typing would put the save off for ever.
        if not self._timer.isActive() or self._timer.remainingTime() > wait_ms:
            self._timer.start(wait_ms)

    def _tick(self) -> None:
        self._saver.tick()
        self._show()

    def _keep(
        self,
        parts: frozenset[str],
        done: Callable[[], None],
        failed: Callable[[IntakeError], None],
    ) -> None:
        work = self._collect(parts)
        over = self._over = threading.Event()
        outcome: list[IntakeError | None] = []

        def job() -> None:
            try:
                work()
                outcome.append(None)
            except IntakeError as error:
                outcome.append(error)
            finally:
                over.set()

        def settle() -> None:
            if outcome and self._settled is settle:
                self._settled = None
                before, error = self._saver.error, outcome[0]
                if error is None:
                    self._kept_at = self._clock.local_now()
                    done()
                else:
                    failed(error)
                self._tell(before, error)

        self._settled = settle
        self._screen.context.jobs.run(
            job, partial(self._finish, settle), failed=self._screen.tell_error, owner=self
        )

    def _finish(self, settle: Callable[[], None], _none: None) -> None:
        settle()
        self._show()

    def _tell(self, before: IntakeError | None, now: IntakeError | None) -> None:
        # Said once, not at every try: a screen reader would read nothing else.
        if now is not None and (before is None or before.code != now.code):
            self._screen.tell_error(now)
        elif now is None and before is not None:
            self._screen.tell("success", _("Everything is saved again."))

    def _show(self) -> None:
        due = self._saver.due_in
        if due is None:
            self._timer.stop()
        else:
            self._wake_in(max(20, round(due * 1000)))
        state = self._saver.state
        if state == "failed":
            shown = SaveState("not_saved", reason=reason(self._saver.error))
        elif state == "saving":
            shown = SaveState("saving")
        else:
            shown = SaveState("saved", at=self._kept_at)
        self._screen.set_saved(shown)


def reason(error: IntakeError | None) -> str:
    """Return why something was not saved, in two or three words for the saved mark."""
    return {
        "VAULT_DISK_FULL": _("disk full"),
        "VAULT_READ_ONLY": _("disk does not allow writing"),
        "VAULT_IO": _("disk cannot be reached"),
        "VAULT_LOCKED": _("vault locked"),
        "STATEMENT_TOO_LARGE": _("text too long"),
        "STATEMENT_MISSING": _("statement no longer here"),
    }.get(error.code if error is not None else "", _("see the message"))

"""A reader that is pushed: it says how many bytes it wants next and gets exactly those.

A generator yields a `Want` for every piece of the stream; `Feed` cuts what is written to it
accordingly. So the reader is written as if it read, and its verdict cannot depend on how the
stream was chopped.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from intake_app.crypto.digests import Bytes
from intake_app.errors import BundleRefused

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Want:
    """The next `size` bytes: sent into the generator as one, or given to `each` as they come.

    `each` must be done with a view when it returns; b"" is sent in then. `short` is the code of
    the refusal when the stream ends before.
    """

    size: int
    each: Callable[[memoryview], object] | None = None
    short: str = "TRUNCATED"


Steps: TypeAlias = Generator[Want, bytes, T]


class Feed(Generic[T]):
    """Drives a reader by `write`; what it found is told by `finish`."""

    def __init__(self, steps: Steps[T], *, surplus: str) -> None:
        """Start the reader; bytes after its end are refused with the code `surplus`."""
        self._steps = steps
        self._surplus = surplus
        self._want: Want | None = None
        self._missing = 0
        self._held = bytearray()
        self._found: list[T] = []
        self._fault: Exception | None = None
        self._send(None)

    def write(self, data: Bytes) -> int:
        """Take more of the stream; return the size of `data` in bytes.

        Raises:
            BundleRefused: as soon as it is certain, and again at every later call.
        """
        view = memoryview(data).cast("B")
        self._raise()
        try:
            self._take(view)
        except Exception as fault:
            self._fault = fault
            self._steps.close()
            raise
        return view.nbytes

    def finish(self) -> T:
        """Return what the reader found.

        Raises:
            BundleRefused: it was refused before, or the stream is too short.
        """
        self._raise()
        if self._want is not None:
            self._fault = BundleRefused(self._want.short)
            self._steps.close()
            raise self._fault
        return self._found[0]

    def _raise(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _take(self, view: memoryview) -> None:
        at = 0
        while self._want is not None:
            piece = view[at : at + self._missing]
            if self._want.each is None:
                self._held += piece
            elif piece.nbytes:
                self._want.each(piece)
            at += piece.nbytes
            self._missing -= piece.nbytes
            if self._missing:
                return
            whole = bytes(self._held)
            self._held.clear()
            self._send(whole)
        if at < view.nbytes:
            raise BundleRefused(self._surplus)

    def _send(self, data: bytes | None) -> None:
        try:
            self._want = next(self._steps) if data is None else self._steps.send(data)
            self._missing = self._want.size
        except StopIteration as end:
            self._want = None
            self._found.append(end.value)

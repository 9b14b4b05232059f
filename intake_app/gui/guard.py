"""What happens when the program makes a mistake of its own: no values shown, nothing written."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal


class Guard(QObject):
    """Catches every exception that nobody expected, from any thread, and calls `on_crash` once.

    The exception is dropped on purpose: its text and its frames may hold testimony.
    """

    _crashed = Signal()

    def __init__(self, on_crash: Callable[[], None]) -> None:
        super().__init__()
        self._on_crash = on_crash
        self._done = False
        # Queued: the window is only touched on its own thread and after the broken call returned.
        self._crashed.connect(self._handle, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the handler of unexpected exceptions."""
        sys.excepthook = self._from_main
        threading.excepthook = self._from_thread
        sys.unraisablehook = lambda _unraisable: None

    def report(self, _error: object = None) -> None:
        """Take note of an unexpected exception that a job ended with."""
        self._crashed.emit()

    def _from_main(
        self, kind: type[BaseException], _value: BaseException, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        self._crashed.emit()

    def _from_thread(self, _args: threading.ExceptHookArgs) -> None:
        self._crashed.emit()

    def _handle(self) -> None:
        if not self._done:
            self._done = True
            self._on_crash()

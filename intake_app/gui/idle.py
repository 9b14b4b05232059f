"""Locks after a time without keys, mouse or touch."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleLock(QObject):
    """Watches an application; `busy` says that a recording or a copy must not be cut off."""

    def __init__(self, on_idle: Callable[[], None], *, busy: Callable[[], bool]) -> None:
        super().__init__()
        self._on_idle = on_idle
        self._busy = busy
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._fire)

    def start(self, seconds: float) -> None:
        """Begin to count; 0 turns it off."""
        self._timer.stop()
        if seconds > 0:
            self._timer.start(int(seconds * 1000))

    def stop(self) -> None:
        """Count no longer: the vault is locked."""
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin anew at every sign of life."""
        if event.type() in _SIGNS and self._timer.isActive():
            self._timer.start()
        return False

    def _fire(self) -> None:
        if self._busy():
            self._timer.start()
        else:
            self._on_idle()

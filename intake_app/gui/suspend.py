"""Hears from the system that the computer goes to sleep or its screen is locked (Linux, logind).

QtDBus talks to the message bus of this computer only. Where there is none, nothing happens: the
idle lock still stands. A delay lock is held, so that the vault is shut before the computer sleeps.
Source: org.freedesktop.login1(5), signals PrepareForSleep and Session.Lock, method Inhibit.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

_SERVICE = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SESSION = "org.freedesktop.login1.Session"


class SuspendWatch(QObject):
    """Calls `on_sleep` before the computer sleeps and whenever its screen is locked."""

    def __init__(self, on_sleep: Callable[[], None]) -> None:
        super().__init__()
        self._on_sleep = on_sleep
        self._bus: Any = None
        self._delay: Any = None

    def start(self) -> bool:
        """Begin to listen; False where this system has nothing to listen to."""
        if not sys.platform.startswith("linux"):
            return False
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        bus: Any = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        self._bus = bus
        # A leading 1 marks a slot (Qt's SLOT macro); the binding takes it as text only.
        sleeps = bus.connect(_SERVICE, _PATH, _MANAGER, "PrepareForSleep", self, "1sleep(bool)")
        locks = bus.connect(_SERVICE, "", _SESSION, "Lock", self, "1screen_locked()")
        self._hold()
        return bool(sleeps or locks)

    @Slot(bool)
    def sleep(self, begins: bool) -> None:
        """Lock before the sleep and let it come; ask for the next delay after it."""
        if begins:
            self._on_sleep()
            self._delay = None
        else:
            self._hold()

    @Slot()
    def screen_locked(self) -> None:
        """Lock together with the screen."""
        self._on_sleep()

    def _hold(self) -> None:
        """Ask for a moment's delay before the next sleep; going without it is no fault."""
        from PySide6.QtDBus import QDBus, QDBusMessage

        call = QDBusMessage.createMethodCall(_SERVICE, _PATH, _MANAGER, "Inhibit")
        call.setArguments(["sleep", "Intake", "Locks first", "delay"])
        answer = self._bus.call(call, QDBus.CallMode.Block, 500)
        found = answer.arguments()
        self._delay = found[0] if answer.type() == QDBusMessage.MessageType.ReplyMessage else None

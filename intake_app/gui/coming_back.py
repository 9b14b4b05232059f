"""A window that went out of sight with words that no save took: the next start brings it back.

The two starts meet in a few bytes of shared memory, named after the home folder; they hold a state
and nothing else, no file is written, and the memory goes with the program.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSharedMemory, QTimer, Signal

_HIDDEN, _CALLED, _COMING = b"\x01", b"\x02", b"\x03"
_LOOK_MS = 300
_PATIENCE_S = 2.0  # a program that was killed leaves its memory behind, and nobody answers


class Hidden(QObject):
    """The side of the window that waits out of sight; `called` asks it to come back."""

    called = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._memory = _memory()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def waits(self) -> bool:
        """True while the next start is waited for."""
        return self._timer.isActive()

    def wait(self) -> None:
        """Wait for the next start."""
        if self._memory.isAttached() or self._memory.create(1) or self._memory.attach():
            _put(self._memory, _HIDDEN)
            self._timer.start()

    def end(self) -> None:
        """Wait no longer."""
        self._timer.stop()
        if self._memory.isAttached():
            self._memory.detach()
            _forget(self._memory)

    def _look(self) -> None:
        if _state(self._memory) == _CALLED:
            _put(self._memory, _COMING)
            self._timer.stop()
            self.called.emit()


def call() -> bool:
    """Ask a window that waits out of sight to come back; False where there is none."""
    memory = _memory()
    if not memory.attach():
        return False
    _put(memory, _CALLED)
    until = time.monotonic() + _PATIENCE_S
    answered = False
    while not answered and time.monotonic() < until:
        time.sleep(0.02)
        answered = _state(memory) == _COMING
    memory.detach()
    if not answered:
        _forget(memory)
    return answered


def _memory() -> QSharedMemory:
    home = hashlib.sha256(str(Path.home()).encode()).hexdigest()[:16]
    return QSharedMemory(QSharedMemory.platformSafeKey(f"intake-{home}"))


def _forget(memory: QSharedMemory) -> None:
    # Qt leaves the name behind where shared memory has one of its own (POSIX).
    with suppress(ImportError, OSError):
        from _posixshmem import shm_unlink  # type: ignore[import-not-found]

        shm_unlink(memory.nativeIpcKey().nativeKey())


def _state(memory: QSharedMemory) -> bytes:
    seen: Any = memory.constData()  # a memoryview; PySide's stubs say an address
    return bytes(seen[:1])


def _put(memory: QSharedMemory, state: bytes) -> None:
    bytes_of: Any = memory.data()
    bytes_of[:1] = state

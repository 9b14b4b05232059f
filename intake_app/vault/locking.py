"""One process at a time: a lock that the operating system itself drops when a program dies.

POSIX `flock`: two openings exclude each other even within one process, and nothing is left behind
after a crash. Network file systems may not honour it: a vault belongs on the device's own disk.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from intake_app.errors import VaultInUse
from intake_app.vault import layout
from intake_app.vault.faults import translated


class FolderLock:
    """The exclusive right to use one vault folder, from making it until `release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            VaultInUse: somebody else holds it. VaultReadOnly, VaultIo: the file cannot be opened.
        """
        with translated():
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            self._handle = os.open(folder / layout.LOCK, flags, layout.OWNER_FILE)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise VaultInUse from None

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def is_in_use(folder: Path) -> bool:
    """Return whether a program has this vault open at the moment."""
    if not (folder / layout.LOCK).exists():
        return False
    try:
        lock = FolderLock(folder)
    except VaultInUse:
        return True
    lock.release()
    return False

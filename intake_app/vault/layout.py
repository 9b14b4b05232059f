"""The vault's folder: what lies where, for the owner alone, and safe against a crash.

Nothing here is encrypted or decrypted. Faults come as `OSError`; callers use `faults.translated`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

HEADER = "vault.hdr"
HEADER_COPY = "vault.hdr.bak"
DATABASE = "vault.db"
LOCK = "vault.lock"
TRIES = "vault.tries"
ANCHOR = "vault.anchor"
CREATING = "vault.creating"

MEDIA = "media"
OUTBOX = "outbox"
ARCHIVE = "archive"
QUARANTINE = "quarantine"
FOLDERS = (MEDIA, OUTBOX, ARCHIVE, QUARANTINE)

PART = ".part"
AGE = ".age"
NEW = ".new"

OWNER_FOLDER = 0o700
OWNER_FILE = 0o600

SEND_BYTES = 32 * 1024 * 1024

HEX32 = re.compile(r"[0-9a-f]{32}")


def make_folder(path: Path) -> None:
    """Make a folder that only its owner may enter; a folder that is there is closed to others."""
    path.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    path.chmod(OWNER_FOLDER)


def sync_folder(path: Path) -> None:
    """Make renames and deletions in a folder last through a power cut (POSIX fsync of a folder)."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def create_file(path: Path) -> int:
    """Return a handle to a new file of the owner; the name must be free."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWNER_FILE)


class NewFile:
    """A new file of the owner, written without a buffer: what `write` took is with the system."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = create_file(path)
        self._unsent = 0

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Write all of `data`; return its size in bytes."""
        view = memoryview(data).cast("B")
        size = len(view)
        while view:
            view = view[os.write(self._handle, view) :]
        self._unsent += size
        if self._unsent >= SEND_BYTES:
            self._unsent = 0
            _send(self._handle)
        return size

    def keep(self) -> int:
        """Make the bytes last and close; return the file's size in bytes."""
        os.fsync(self._handle)
        size = os.fstat(self._handle).st_size
        self.close()
        return size

    def close(self) -> None:
        """Close; a second call does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def discard(self) -> None:
        """Close and delete."""
        try:
            self.close()
        finally:
            self._path.unlink(missing_ok=True)


def _send(handle: int) -> None:
    """Let the system begin to write a file out, so that the disk works while the rest is made."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def write_whole(path: Path, data: bytes, *, last: bool = True) -> None:
    """Put `data` in the place of a small file: afterwards it is the old one or the new one.

    `last` asks for surviving a power cut; without it only a killed program is survived.
    """
    fresh = path.with_name(path.name + NEW)
    fresh.unlink(missing_ok=True)
    file = NewFile(fresh)
    try:
        file.write(data)
        if last:
            file.keep()
        file.close()
        fresh.replace(path)
    except BaseException:
        file.discard()
        raise
    if last:
        sync_folder(path.parent)


def read_small(path: Path, max_bytes: int) -> bytes | None:
    """Return a small file's bytes, at most one more than `max_bytes`; None where there is none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read(max_bytes + 1)


def is_vault(folder: Path) -> bool:
    """Return whether a header or its copy lies in `folder`."""
    return (folder / HEADER).exists() or (folder / HEADER_COPY).exists()

"""Copy one sealed file to a drive so that it is whole there, checked, or not there at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from intake_app import errors
from intake_app.clock import Clock
from intake_app.services.drive_faults import as_drive_errors
from intake_app.vault.faults import translated

CHUNK_BYTES = 1024 * 1024
PIECE_BYTES = 4 * CHUNK_BYTES  # brought to the drive at once
SLOW_MS = 60_000  # one piece in a minute: the drive is failing, not slow
PARTIAL = ".part"

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def never() -> bool:
    """Answer «was this cancelled?» where nobody can cancel."""
    return False


def silent(_done: int, _total: int) -> None:
    """Take progress where nobody watches."""


class FolderOnDrive:
    """The file operations that a hand-over needs; tests put faults in their place."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open_new(self, name: str) -> int:
        """Open a new file for writing; fails where the name exists."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        return os.open(self.path / name, flags, 0o600)

    def write(self, handle: int, data: memoryview) -> int:
        """Write some of `data`, return how many bytes."""
        return os.write(handle, data)

    def flush(self, handle: int) -> None:
        """Bring what was written so far to the drive."""
        os.fdatasync(handle)

    def sync(self, handle: int) -> None:
        """Bring the file to the drive and forget the cached copy, so that reading is real."""
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)

    def read(self, name: str) -> Iterator[bytes]:
        """Read a file back in pieces."""
        with (self.path / name).open("rb", buffering=0) as file:
            while piece := file.read(CHUNK_BYTES):
                yield piece

    def publish(self, partial: str, name: str) -> None:
        """Give the checked file its name and make the name last."""
        (self.path / partial).rename(self.path / name)
        # Some file systems (FAT through FUSE) cannot sync a folder; the file itself is synced.
        with suppress(OSError):
            folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        (self.path / name).unlink(missing_ok=True)


def copy_checked(
    source: Path,
    folder: FolderOnDrive,
    name: str,
    *,
    sha256: str,
    clock: Clock,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> bool:
    """Copy `source` under `name`, read it back and compare; True where it was newly written.

    `progress` counts every byte twice: once written, once read back. A file of that name with the
    same content counts as already handed over (False). On any fault the partial file is removed
    where the drive still lets us; only a killed program leaves one, which the next copy removes.

    Raises:
        DriveNameTaken, DriveFull, DriveReadOnly, DrivePulled, DriveSlow, DriveFileTooLarge,
        DriveReadBack: as named. MediaDamaged: `source` is not what `sha256` says. VaultIo: it
        cannot be read. Cancelled: the person stopped it.
    """
    with translated():
        size = source.stat().st_size
    with as_drive_errors(folder.path):
        present = _hash_of(folder, name)
        if present == sha256:
            progress(2 * size, 2 * size)
            return False
        if present is not None:
            raise errors.DriveNameTaken
    partial = name + PARTIAL
    try:
        with as_drive_errors(folder.path):
            folder.remove(partial)
            written = _write(source, folder, partial, size, clock, progress, cancelled)
        if written != sha256:
            raise errors.MediaDamaged(media=name)
        with as_drive_errors(folder.path):
            found = _hash_of(folder, partial, progress=progress, size=size, cancelled=cancelled)
            if found != sha256:
                raise errors.DriveReadBack
            folder.publish(partial, name)
    except BaseException:
        with suppress(OSError):
            folder.remove(partial)
        raise
    return True


def _write(
    source: Path,
    folder: FolderOnDrive,
    partial: str,
    size: int,
    clock: Clock,
    progress: Progress,
    cancelled: Cancelled,
) -> str:
    """Write all of `source` and return its hash as it was read."""
    digest, done = hashlib.sha256(), 0
    handle = folder.open_new(partial)
    try:
        for piece in _pieces(source):
            started = clock.mono_ms()
            rest = memoryview(piece)
            while rest:
                written = folder.write(handle, rest)
                if written == 0:
                    raise errors.DriveSlow
                rest = rest[written:]
            # Brought to the drive piece by piece: otherwise the system takes everything at once,
            # and a drive that fails looks like one that is done.
            folder.flush(handle)
            if clock.mono_ms() - started > SLOW_MS:
                raise errors.DriveSlow
            digest.update(piece)
            done += len(piece)
            progress(done, 2 * size)
            if cancelled():
                raise errors.Cancelled
        folder.sync(handle)
    finally:
        with suppress(OSError):
            os.close(handle)
    return digest.hexdigest()


def _pieces(source: Path) -> Iterator[bytes]:
    """Yield a file of the vault; its faults are the vault's, not the drive's."""
    with translated():
        file = source.open("rb", buffering=0)
    with file:
        while True:
            with translated():
                piece = file.read(PIECE_BYTES)
            if not piece:
                return
            yield piece


def _hash_of(
    folder: FolderOnDrive,
    name: str,
    *,
    progress: Progress = silent,
    size: int = 0,
    cancelled: Cancelled = never,
) -> str | None:
    digest, done = hashlib.sha256(), 0
    try:
        for piece in folder.read(name):
            digest.update(piece)
            done += len(piece)
            progress(size + done, 2 * size)
            if cancelled():
                raise errors.Cancelled
    except FileNotFoundError:
        if name.endswith(PARTIAL):
            raise
        return None
    return digest.hexdigest()

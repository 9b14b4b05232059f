"""Where a hand-over is written: a plain folder, or one age file. Whole at the end, or not there.

Files come one after another and are hashed on their way. Nothing has its final name before all of
it is on the disk and was read back.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from intake_app import errors
from intake_app.bundle import ustar
from intake_app.crypto import age
from intake_app.crypto.recipients import HybridRecipient
from intake_app.services.copying import PARTIAL
from intake_app.services.drive_faults import as_drive_errors

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_PIECE = 1024 * 1024
_OWNER_ALONE = 0o700
Entry = tuple[str, str, int]
Watch = Callable[[int], None]


class Output(Protocol):
    """Takes files by path below one root; `entries` are path, SHA-256 and size, as they came."""

    entries: list[Entry]

    def add(self, path: str, size: int, pieces: Iterable[bytes]) -> None:
        """Take a file of `size` bytes. Raises: DriveError; whatever `pieces` raises."""

    def publish(self, watch: Watch) -> Path:
        """Read everything back, give it its name and return where it lies; once and last.

        Raises:
            DriveReadBack and the other DriveErrors: nothing is left.
        """

    def close(self) -> None:
        """Remove what was not published."""


class PlainFolder:
    """A folder `root` inside of `to`, readable for everybody who has the drive."""

    def __init__(self, to: Path, root: str) -> None:
        """Begin under a name that says that it is not finished. Raises: DriveError."""
        self.entries: list[Entry] = []
        self._final = to / root
        self._part = to / f"{root}{PARTIAL}"
        with as_drive_errors(to):
            if self._final.exists():
                raise errors.DriveNameTaken
            self._part.mkdir(mode=_OWNER_ALONE)

    def add(self, path: str, size: int, pieces: Iterable[bytes]) -> None:
        """Write a file and bring it to the disk."""
        target = self._part / path
        with as_drive_errors(self._final.parent):
            target.parent.mkdir(mode=_OWNER_ALONE, parents=True, exist_ok=True)
            handle = os.open(target, _NEW, 0o600)
        digest, done = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                done += len(piece)
                with as_drive_errors(self._final.parent):
                    file.write(piece)
            with as_drive_errors(self._final.parent):
                _settle(file.fileno(), file.flush)
        if done != size:
            raise errors.MediaDamaged
        self.entries.append((path, digest.hexdigest(), size))

    def publish(self, watch: Watch) -> Path:
        """Read each file back, then rename the folder."""
        with as_drive_errors(self._final.parent):
            for path, sha256, _ in self.entries:
                if _hash_of(self._part / path, watch) != sha256:
                    raise errors.DriveReadBack
            for folder in sorted({self._part, *self._part.rglob("*")}):
                if folder.is_dir():
                    _sync_folder(folder)
            if self._final.exists():
                raise errors.DriveNameTaken
            self._part.rename(self._final)
            _sync_folder(self._final.parent)
        return self._final

    def close(self) -> None:
        """Remove the unfinished folder."""
        shutil.rmtree(self._part, ignore_errors=True)


class AgeFile:
    """One file `<name>.age` in `to`: the same files as a tar, for the recipients alone.

    Nothing of it is ever on the disk in the open.
    """

    def __init__(
        self, to: Path, root: str, name: str, recipients: Sequence[HybridRecipient]
    ) -> None:
        """Begin. Raises: DriveError. TrustMalformed: no recipients, or more than 32."""
        self.entries: list[Entry] = []
        self._root = root
        self._final = to / f"{name}.age"
        self._part = self._final.with_name(self._final.name + PARTIAL)
        everybody = age.seal_recipients(recipients)
        with as_drive_errors(to):
            self._file = os.fdopen(os.open(self._part, _NEW, 0o600), "wb")
        self._digest, self._size = hashlib.sha256(), 0
        try:
            self._age = age.Encryptor(self, everybody)
        except BaseException:
            self.close()
            raise

    def write(self, data: bytes) -> None:
        """Take sealed bytes."""
        with as_drive_errors(self._final.parent):
            self._file.write(data)
        self._digest.update(data)

    def add(self, path: str, size: int, pieces: Iterable[bytes]) -> None:
        """Seal one more file of the tar."""
        self._put(ustar.header(f"{self._root}/{path}", size))
        digest, done = hashlib.sha256(), 0
        for piece in pieces:
            digest.update(piece)
            done += len(piece)
            self._put(piece)
        if done != size:
            raise errors.MediaDamaged
        self._put(bytes(ustar.padding(size)))
        self.entries.append((path, digest.hexdigest(), size))

    def publish(self, watch: Watch) -> Path:
        """End the tar, pad it, read the sealed file back, then give it its name."""
        self._put(ustar.END)
        missing = ustar.padded_length(self._size) - self._size
        for at in range(0, missing, _PIECE):
            self._put(bytes(min(_PIECE, missing - at)))
        self._age.close()
        with as_drive_errors(self._final.parent):
            _settle(self._file.fileno(), self._file.flush)
            self._file.close()
            if _hash_of(self._part, watch) != self._digest.hexdigest():
                raise errors.DriveReadBack
            self._part.rename(self._final)
            _sync_folder(self._final.parent)
        return self._final

    def close(self) -> None:
        """Remove the unfinished file."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _put(self, data: bytes) -> None:
        self._age.write(data)
        self._size += len(data)


def check_place(to: Path, vault: Path, size: int) -> None:
    """Pass a folder that can take `size` bytes and is no vault.

    Raises:
        DriveMissing, DriveIsVault, DriveFull.
    """
    if not to.is_dir():
        raise errors.DriveMissing
    if to.resolve().is_relative_to(vault.resolve()):
        raise errors.DriveIsVault
    with as_drive_errors(to):
        if shutil.disk_usage(to).free < size:
            raise errors.DriveFull


def _settle(handle: int, flush: Callable[[], None]) -> None:
    """Bring a file to the disk and forget the cached copy, so that reading back is real."""
    flush()
    os.fsync(handle)
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _hash_of(path: Path, watch: Watch) -> str:
    digest = hashlib.sha256()
    for piece in _read(path):
        digest.update(piece)
        watch(len(piece))
    return digest.hexdigest()


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            yield piece


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot sync a folder; the files are synced
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

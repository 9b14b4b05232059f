"""Foreign files on their way in: opened as plain files only, read once, copied while being read.

What is copied lies in the vault's quarantine, sealed as it came; its name there is ours.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import stat
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from intake_app import errors
from intake_app.errors import BundleRefused
from intake_app.vault import layout
from intake_app.vault.files import FileStore, Kept

if TYPE_CHECKING:
    from intake_app.services.session import Session

LEAST_BYTES = 1024 * 1024
MOST_BYTES = 2_362_232_012  # 2.2 GiB
SPARE_BYTES = 64 * 1024 * 1024  # room that must stay free for the database
PIECE_BYTES = 1024 * 1024
PIECES_AHEAD = 3

Watcher = Callable[[int], None]


@contextmanager
def foreign(path: Path) -> Iterator[BinaryIO]:
    """Open a plain file for reading; a link, pipe, folder or device is not opened.

    Raises:
        BundleRefused: OUTER_NOT_FILE. FileMissing: it is not there or may not be read.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        handle = os.open(path, flags)
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.ENXIO):
            raise BundleRefused("OUTER_NOT_FILE") from None
        raise errors.FileMissing from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BundleRefused("OUTER_NOT_FILE")
        with os.fdopen(handle, "rb", buffering=0, closefd=False) as file:
            yield file
    finally:
        os.close(handle)


def size_of(file: BinaryIO) -> int:
    """Return the size in bytes of an open file."""
    return os.fstat(file.fileno()).st_size


def check_size(size: int) -> None:
    """Pass a size that a bundle can have.

    Raises:
        BundleRefused: OUTER_SIZE.
    """
    if not LEAST_BYTES <= size <= MOST_BYTES:
        raise BundleRefused("OUTER_SIZE")


def check_room(folder: Path, size: int) -> None:
    """Pass where a file of `size` bytes fits beside the vault in `folder`.

    Raises:
        BundleRefused: NO_SPACE.
    """
    if shutil.disk_usage(folder).free < size + SPARE_BYTES:
        raise BundleRefused("NO_SPACE")


def hash_of(file: BinaryIO, watch: Watcher) -> str:
    """Return SHA-256 in hex of what is left of a file; `watch` is told of each piece's size.

    Raises:
        FileMissing: reading failed. BundleRefused: OUTER_SIZE for a file without an end.
    """
    digest, size = hashlib.sha256(), 0
    while piece := read_piece(file, PIECE_BYTES):
        digest.update(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise BundleRefused("OUTER_SIZE")
        watch(len(piece))
    return digest.hexdigest()


def read_piece(file: BinaryIO, size: int) -> bytes:
    """Return the next bytes of a file. Raises: FileMissing where the drive fails."""
    try:
        return file.read(size)
    except OSError:
        raise errors.FileMissing from None


class HashedReading(io.RawIOBase):
    """A file that is hashed while it is read, once and from its start."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self._digest = hashlib.sha256()
        self._size = 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move, as long as nothing was read: that tells the size. Raises: ValueError afterwards."""
        if self._size:
            raise ValueError
        return self._source.seek(offset, whence)

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes.

        Raises:
            FileMissing: reading failed. BundleRefused: OUTER_SIZE for a file that grew too large.
        """
        piece = read_piece(self._source, PIECE_BYTES if size < 0 else size)
        self._digest.update(piece)
        self._size += len(piece)
        if self._size > MOST_BYTES:
            raise BundleRefused("OUTER_SIZE")
        return piece

    def finish(self) -> str:
        """Read what is left and return SHA-256 of the whole in hex. Raises: as `read`."""
        while self.read(PIECE_BYTES):
            pass
        return self._digest.hexdigest()


class QuarantineCopy(io.RawIOBase):
    """A foreign file that is copied into the quarantine and hashed while somebody reads it here.

    Reading, hashing, copying and making the copy last run beside whoever reads, a few pieces
    ahead. Leaving the block removes the copy, unless `settle` was called: then a committed row
    speaks of it.
    """

    def __init__(self, session: Session, source: BinaryIO, watch: Watcher) -> None:
        """Begin a file in the quarantine; `watch` is told of each piece's size when it is read.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo.
        """
        super().__init__()
        self._source = source
        self._watch = watch
        self._part = FileStore(session.vault, layout.QUARANTINE).new()
        self._lane = ThreadPoolExecutor(1)
        self._coming: deque[Future[bytes]] = deque()
        self._size = 0
        self._kept: Kept | None = None
        self.is_settled = False

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move, as long as nothing was read: that tells the size. Raises: ValueError afterwards."""
        if self._coming:
            raise ValueError
        return self._source.seek(offset, whence)

    def read(self, _size: int = -1, /) -> bytes:
        """Return the next piece of the file, of the size that suits copying; b"" at its end.

        Raises:
            FileMissing: the drive fails. VaultDiskFull, VaultReadOnly, VaultIo: the vault's does.
            BundleRefused: OUTER_SIZE for a file that grew. Whatever the watcher raises.
        """
        while len(self._coming) < PIECES_AHEAD:
            self._coming.append(self._lane.submit(self._copy_piece))
        piece = self._coming.popleft().result()
        if piece:
            self._watch(len(piece))
        return piece

    def finish(self) -> Kept:
        """Copy what was not read yet; return the name, hash and size of the copy, which now lasts.

        Raises:
            As `read`.
        """
        while self.read() or self._kept is None:
            pass
        return self._kept

    def settle(self) -> None:
        """Say that a committed row speaks of the copy."""
        self.is_settled = True

    def close(self) -> None:
        """End copying, and remove a copy that nothing speaks of."""
        if self.closed:
            return
        try:
            self._lane.shutdown(cancel_futures=True)
            if not self.is_settled:
                self._part.abort()
        finally:
            super().close()

    def _copy_piece(self) -> bytes:
        if self._kept is not None:
            return b""
        piece = read_piece(self._source, PIECE_BYTES)
        self._size += len(piece)
        if self._size > MOST_BYTES:
            raise BundleRefused("OUTER_SIZE")
        if piece:
            self._part.write(piece)
        else:
            self._kept = self._part.finish()
        return piece

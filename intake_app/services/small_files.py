"""Small files from and for the outside: cards, requests, trust lists, receipts."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from intake_app import errors

_PIECE_BYTES = 256 * 1024


def read(path: Path, limit_bytes: int) -> bytes:
    """Return the content of a file.

    Raises:
        FileMissing: it cannot be read. FileMalformed: it is larger than `limit_bytes`.
    """
    try:
        # Without waiting: a pipe of that name on a stick would never end.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise errors.FileMissing
            if found.st_size > limit_bytes:
                raise errors.FileMalformed
            # By pieces: one reading makes room for all that it is asked for.
            pieces, room = [], limit_bytes + 1
            while room and (piece := file.read(min(room, _PIECE_BYTES))):
                pieces.append(piece)
                room -= len(piece)
    except OSError:
        raise errors.FileMissing from None
    if not room:
        raise errors.FileMalformed
    return b"".join(pieces)


def write(folder: Path, name: str, data: bytes, *, replace: bool = True) -> Path:
    """Write a file whole or not at all, on the disk when this returns; return its path.

    With `replace` an older file of that name gives way, otherwise that is a fault.

    Raises:
        OutputFailed: it could not be written.
    """
    path = folder / name
    partial = folder / f"{secrets.token_hex(8)}.part"
    try:
        _write_new(partial, data)
        if replace:
            partial.replace(path)
        else:
            _name_new(partial, path)
        with suppress(OSError):  # some file systems cannot sync a folder; the file itself is
            _sync(folder)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise errors.OutputFailed from None
    return path


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name_new(partial: Path, path: Path) -> None:
    # The name is taken first: renaming alone would silently replace, and FAT has no hard links.
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    partial.replace(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

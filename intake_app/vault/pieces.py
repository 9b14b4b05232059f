"""Small pieces on their way into the vault: sealed, and on the disk before the next one is taken.

A file is a row of cells of 4096 bytes, each AES-256-GCM under the file's key: a random nonce, then
flags (1: begins a piece, 2: ends it), the length of what follows, and data filled up with zeros.
The file's name and the cell's number are bound to it, so that none can be moved, doubled or left
out unseen. All cells look alike: where a piece ends, and so how loud somebody spoke, does not show.
A cell that went bad takes its own piece with it and no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from intake_app.crypto import aead
from intake_app.vault import layout
from intake_app.vault.faults import translated

CELL_BYTES = 4096
KEY_BYTES = 32
_HEAD_BYTES = 3
_ROOM = CELL_BYTES - aead.NONCE_BYTES - aead.TAG_BYTES - _HEAD_BYTES
_BEGINS, _ENDS = 1, 2


class PieceWriter:
    """Adds pieces to a new file. Touches no database: any thread, and while the vault is locked."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Begin the file; its name lasts.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo: nothing is left behind.
        """
        self._key = key
        self._name = path.name.encode()
        self._cells = 0
        with translated():
            self._handle = layout.create_file(path)
            try:
                layout.sync_folder(path.parent)
            except BaseException:
                self.close()
                path.unlink(missing_ok=True)
                raise

    @property
    def size(self) -> int:
        """Bytes that lie on the disk for good."""
        return self._cells * CELL_BYTES

    def add(self, piece: bytes) -> None:
        """Seal a piece and make it last (fdatasync). One that failed can be added again.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo: the piece is not kept, all before it are.
        """
        sealed = b"".join(self._sealed(piece))
        with translated():
            try:
                view = memoryview(sealed)
                at = self.size
                while view:
                    done = os.pwrite(self._handle, view, at)
                    view, at = view[done:], at + done
                os.fdatasync(self._handle)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(self._handle, self.size)
                raise
        self._cells += len(sealed) // CELL_BYTES

    def close(self) -> None:
        """Close; a second call does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _sealed(self, piece: bytes) -> Iterator[bytes]:
        for number, at in enumerate(range(0, max(len(piece), 1), _ROOM), self._cells):
            part = piece[at : at + _ROOM]
            flags = _BEGINS * (at == 0) | _ENDS * (at + _ROOM >= len(piece))
            head = bytes([flags]) + len(part).to_bytes(2)
            plain = (head + part).ljust(_HEAD_BYTES + _ROOM, b"\0")
            yield aead.seal_record(self._key, plain, _place(self._name, number))


def read_pieces(path: Path, key: bytes) -> Iterator[bytes]:
    """Yield the whole pieces, in order; what a crash or damage left incomplete is passed over.

    Raises:
        VaultIo: the file is missing or cannot be read.
    """
    name = path.name.encode()
    piece: bytearray | None = None
    number = 0
    with translated(), path.open("rb") as file:
        while len(cell := file.read(CELL_BYTES)) == CELL_BYTES:
            flags, data = _opened(key, cell, _place(name, number))
            number += 1
            if flags & _BEGINS:
                piece = bytearray()
            if piece is None or (not data and not flags):
                piece = None
                continue
            piece += data
            if flags & _ENDS:
                yield bytes(piece)
                piece = None


def _opened(key: bytes, cell: bytes, place: bytes) -> tuple[int, bytes]:
    """Return flags and data of a cell; 0 and nothing for one that went bad."""
    try:
        plain = aead.open_record(key, cell, place)
    except aead.NotAuthentic:
        return 0, b""
    length = int.from_bytes(plain[1:_HEAD_BYTES])
    return plain[0], bytes(plain[_HEAD_BYTES : _HEAD_BYTES + length])


def _place(name: bytes, number: int) -> bytes:
    return b"piece %s %d" % (name, number)

"""Reading at any place of an age file, without opening the rest of it.

Every chunk is authenticated with its number, so a piece that is read is the piece that was sealed
there; that the file is whole is known from its last chunk, which is opened first.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from intake_app.crypto import age_header
from intake_app.crypto.age_stream import CHUNK, NONCE_BYTES, SEALED_CHUNK, TAG_BYTES, ChunkCipher
from intake_app.errors import BundleRefused


class RandomAccess:
    """An open age file that can be read at any place; one thread at a time.

    `size` is the plaintext's size in bytes. The file must stay open and unchanged.
    """

    def __init__(
        self,
        file: BinaryIO,
        identities: Sequence[age_header.Opener],
        allow: frozenset[str] = age_header.HYBRID_ONLY,
    ) -> None:
        """Read the header and open the last chunk.

        Raises:
            BundleRefused: as `age.Decryptor`. OSError: the file cannot be read.
        """
        self._file = file
        file.seek(0)
        start = file.read(age_header.MAX_HEADER_BYTES)
        end = age_header.find_end(start)
        if end is None:
            whole = len(start) >= len(age_header.VERSION_LINE)
            raise BundleRefused("OUTER_HEADER" if whole else "OUTER_NOT_AGE")
        header = age_header.read(start[:end], allow)
        file_key = age_header.unwrap(header, identities)
        file.seek(end)
        nonce = file.read(NONCE_BYTES)
        self._first = end + NONCE_BYTES
        sealed_size = file.seek(0, io.SEEK_END) - self._first
        self._chunks = -(-sealed_size // SEALED_CHUNK)
        self.size = sealed_size - self._chunks * TAG_BYTES
        if self._chunks < 1 or self.size < (self._chunks - 1) * CHUNK:
            raise BundleRefused("TRUNCATED")
        self._cipher = ChunkCipher(file_key, nonce)
        self._held_number = -1
        self._held = b""
        self._chunk(self._chunks - 1)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`, fewer only at the end.

        Raises:
            ValueError: a negative offset or length.
            BundleRefused: OUTER_AUTH for a changed chunk. OSError: the file cannot be read.
        """
        if offset < 0 or length < 0:
            raise ValueError
        end = min(offset + length, self.size)
        pieces = []
        while offset < end:
            number, within = divmod(offset, CHUNK)
            piece = self._chunk(number)[within : within + end - offset]
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces)

    def _chunk(self, number: int) -> bytes:
        if number != self._held_number:
            self._file.seek(self._first + number * SEALED_CHUNK)
            sealed = self._file.read(SEALED_CHUNK)
            last = number == self._chunks - 1
            if last and self._cipher.is_cut(number, sealed):
                raise BundleRefused("TRUNCATED")
            self._held = self._cipher.open(number, sealed, last=last)
            self._held_number = number
        return self._held

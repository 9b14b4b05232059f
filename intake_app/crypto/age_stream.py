"""The payload of an age file (C2SP age v1, «Payload»): chunks of 64 KiB, numbered, the last marked.

Bytes come in pieces of any size and are cut without copying, but for the piece that must wait
until it is known whether it is the last.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake_app.crypto.digests import Bytes
from intake_app.crypto.kdf import hkdf
from intake_app.errors import BundleRefused

NONCE_BYTES = 16
TAG_BYTES = 16
CHUNK = 64 * 1024
SEALED_CHUNK = CHUNK + TAG_BYTES


class ChunkCipher:
    """The payload key, and what it does to the chunk of a given number."""

    def __init__(self, file_key: bytes | bytearray, nonce: bytes) -> None:
        self._aead = ChaCha20Poly1305(hkdf(file_key, nonce, b"payload"))

    def seal(self, number: int, chunk: Bytes, *, last: bool) -> bytes:
        """Return the sealed chunk, 16 bytes longer."""
        return self._aead.encrypt(_nonce(number, last=last), chunk, None)

    def open(self, number: int, sealed: Bytes, *, last: bool) -> bytes:
        """Return the chunk.

        Raises:
            BundleRefused: OUTER_AUTH for changed bytes, and for an empty last chunk that follows
                others.
        """
        try:
            chunk = self._aead.decrypt(_nonce(number, last=last), sealed, None)
        except InvalidTag as error:
            raise BundleRefused("OUTER_AUTH") from error
        if not chunk and number:
            raise BundleRefused("OUTER_AUTH")
        return chunk

    def is_cut(self, number: int, sealed: Bytes) -> bool:
        """Return whether `sealed` is a sound chunk with others missing after it."""
        try:
            self._aead.decrypt(_nonce(number, last=False), sealed, None)
        except InvalidTag:
            return False
        return True


class Cutter:
    """Cuts a stream into pieces of one size and holds the last one back until the end.

    `each` gets every piece that is certain not to be the last, as a view into what was given; it
    must be done with it when it returns.
    """

    def __init__(self, size: int, each: Callable[[memoryview], None]) -> None:
        self._size = size
        self._each = each
        self._held = bytearray()

    def write(self, data: Bytes) -> None:
        """Take more of the stream."""
        view = memoryview(data).cast("B")
        at = 0
        if self._held:
            at = min(self._size - len(self._held), len(view))
            self._held += view[:at]
            if at == len(view):
                return
            with memoryview(self._held) as held:
                self._each(held)
            self._held.clear()
        while len(view) - at > self._size:
            self._each(view[at : at + self._size])
            at += self._size
        self._held += view[at:]

    def rest(self) -> bytearray:
        """Return the last piece, of 0 to `size` bytes."""
        return self._held


class OpeningStream:
    """Opens a payload that arrives in pieces and passes on every authenticated chunk."""

    def __init__(self, file_key: bytes | bytearray, out: Callable[[bytes], object]) -> None:
        self._file_key = file_key
        self._out = out
        self._start = bytearray()
        self._cipher: ChunkCipher | None = None
        self._number = 0
        self._cutter = Cutter(SEALED_CHUNK, self._open)

    def write(self, data: Bytes) -> None:
        """Take more of the payload, its 16-byte nonce first.

        Raises:
            BundleRefused: OUTER_AUTH.
        """
        if self._cipher is None:
            view = memoryview(data).cast("B")
            missing = NONCE_BYTES - len(self._start)
            self._start += view[:missing]
            if len(self._start) < NONCE_BYTES:
                return
            self._cipher = ChunkCipher(self._file_key, bytes(self._start))
            data = view[missing:]
        self._cutter.write(data)

    def finish(self) -> None:
        """Open the last chunk.

        Raises:
            BundleRefused: TRUNCATED where the end is plainly missing; OUTER_AUTH where the last
                chunk was changed or cut in the middle, which cannot be told apart.
        """
        sealed = self._cutter.rest()
        if self._cipher is None or len(sealed) < TAG_BYTES:
            raise BundleRefused("TRUNCATED")
        try:
            chunk = self._cipher.open(self._number, sealed, last=True)
        except BundleRefused as error:
            if self._cipher.is_cut(self._number, sealed):
                raise BundleRefused("TRUNCATED") from error
            raise
        self._out(chunk)

    def _open(self, sealed: memoryview) -> None:
        assert self._cipher is not None  # noqa: S101 - the cutter is fed after the nonce alone
        self._out(self._cipher.open(self._number, sealed, last=False))
        self._number += 1


def _nonce(number: int, *, last: bool) -> bytes:
    return (number << 8 | last).to_bytes(12)

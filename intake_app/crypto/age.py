"""age files (C2SP age v1), sealed and opened as streams.

Policy: an allow-list of recipient types, at most 32 stanzas and 64 KiB of header; armor,
passphrases, SSH keys and plugins are not taken.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Protocol

from intake_app.crypto import age_header
from intake_app.crypto.age_header import HYBRID_ONLY
from intake_app.crypto.age_random import RandomAccess
from intake_app.crypto.age_stream import CHUNK, NONCE_BYTES, ChunkCipher, Cutter, OpeningStream
from intake_app.crypto.digests import Bytes
from intake_app.crypto.recipients import (
    FILE_KEY_BYTES,
    HybridIdentity,
    HybridRecipient,
    Identity,
    Recipient,
)
from intake_app.errors import BundleRefused, TrustMalformed

__all__ = [
    "HYBRID_ONLY",
    "Decryptor",
    "Encryptor",
    "RandomAccess",
    "Sink",
    "decrypt_bytes",
    "encrypt_bytes",
    "iter_decrypt",
    "seal_recipients",
]

_READ_BYTES = 1024 * 1024


class Sink(Protocol):
    """Where sealed bytes go: a binary file or anything with its `write`."""

    def write(self, data: bytes, /) -> object:
        """Take all of `data`."""


class Encryptor:
    """Seals what is written to it; the file is whole only after `close`."""

    def __init__(self, sink: Sink, recipients: Sequence[Recipient]) -> None:
        """Write the header to `sink` at once.

        Raises:
            ValueError: no recipients, or more than 32.
        """
        if not 1 <= len(recipients) <= age_header.MAX_STANZAS:
            raise ValueError(len(recipients))
        file_key = bytearray(os.urandom(FILE_KEY_BYTES))
        nonce = os.urandom(NONCE_BYTES)
        stanzas = [recipient.wrap(file_key) for recipient in recipients]
        sink.write(age_header.write(stanzas, file_key) + nonce)
        self._sink = sink
        self._cipher = ChunkCipher(file_key, nonce)
        self._number = 0
        self._cutter = Cutter(CHUNK, self._seal)
        self._closed = False
        file_key[:] = bytes(FILE_KEY_BYTES)

    def write(self, data: Bytes) -> int:
        """Seal `data`, keeping back at most 64 KiB until more comes; return its size in bytes.

        Raises:
            ValueError: already closed.
        """
        if self._closed:
            raise ValueError
        self._cutter.write(data)
        return memoryview(data).nbytes

    def close(self) -> None:
        """Write the final chunk; the sink stays open. A second call does nothing."""
        if not self._closed:
            self._closed = True
            self._sink.write(self._cipher.seal(self._number, self._cutter.rest(), last=True))

    def _seal(self, chunk: memoryview) -> None:
        self._sink.write(self._cipher.seal(self._number, chunk, last=False))
        self._number += 1


class Decryptor:
    """Opens an age file that is fed to it in pieces of any size.

    `out` gets every chunk once it is authenticated. That the file is whole is known only when
    `finish` returns: until then nothing that came out may be shown or kept.
    """

    def __init__(
        self,
        identities: Sequence[Identity],
        out: Callable[[bytes], object],
        allow: frozenset[str] = HYBRID_ONLY,
    ) -> None:
        self._identities = identities
        self._out = out
        self._allow = allow
        self._start = bytearray()
        self._payload: OpeningStream | None = None

    def feed(self, data: Bytes) -> None:
        """Take more of the file.

        Raises:
            BundleRefused: OUTER_NOT_AGE, OUTER_HEADER, OUTER_STANZA, NOT_FOR_US, OUTER_AUTH.
        """
        if self._payload is not None:
            self._payload.write(data)
            return
        view = memoryview(data).cast("B")
        taken = age_header.MAX_HEADER_BYTES - len(self._start)
        self._start += view[:taken]
        end = age_header.find_end(self._start)
        if end is None:
            return
        header = age_header.read(bytes(self._start[:end]), self._allow)
        self._payload = OpeningStream(age_header.unwrap(header, self._identities), self._out)
        self._payload.write(self._start[end:])
        self._payload.write(view[taken:])
        self._start.clear()

    def finish(self) -> None:
        """Say that nothing follows.

        Raises:
            BundleRefused: OUTER_NOT_AGE or OUTER_HEADER when the header was not whole; TRUNCATED;
                OUTER_AUTH.
        """
        if self._payload is None:
            whole = len(self._start) >= len(age_header.VERSION_LINE)
            raise BundleRefused("OUTER_HEADER" if whole else "OUTER_NOT_AGE")
        self._payload.finish()


def encrypt_bytes(data: Bytes, recipients: Sequence[Recipient]) -> bytes:
    """Return `data` as an age file."""
    sink = io.BytesIO()
    encryptor = Encryptor(sink, recipients)
    encryptor.write(data)
    encryptor.close()
    return sink.getvalue()


def decrypt_bytes(
    data: Bytes,
    identities: Sequence[Identity],
    allow: frozenset[str] = HYBRID_ONLY,
    *,
    max_bytes: int | None = None,
) -> bytes:
    """Return what an age file holds.

    Raises:
        BundleRefused: as `Decryptor`; TOO_BIG when the content would exceed `max_bytes`.
    """
    held = io.BytesIO()

    def take(chunk: bytes) -> None:
        if max_bytes is not None and held.tell() + len(chunk) > max_bytes:
            raise BundleRefused("TOO_BIG")
        held.write(chunk)

    decryptor = Decryptor(identities, take, allow)
    decryptor.feed(data)
    decryptor.finish()
    return held.getvalue()


def iter_decrypt(
    file: BinaryIO,
    identities: Sequence[Identity],
    allow: frozenset[str] = HYBRID_ONLY,
    *,
    chunk: int = _READ_BYTES,
) -> Iterator[bytes]:
    """Yield what an age file holds, in authenticated chunks; whole only when the end is reached.

    `chunk` is how many bytes are read at once.

    Raises:
        BundleRefused: as `Decryptor`. OSError: the file cannot be read.
    """
    ready: list[bytes] = []
    decryptor = Decryptor(identities, ready.append, allow)
    while data := file.read(chunk):
        decryptor.feed(data)
        yield from ready
        ready.clear()
    decryptor.finish()
    yield from ready


def seal_recipients(
    real: Sequence[HybridRecipient], *, pad_to: Sequence[int] = (4, 8, 16, 32)
) -> list[HybridRecipient]:
    """Return `real` with throw-away keys up to the next of `pad_to`, in random order.

    A finder of the file learns neither how many people can open it nor which stanza is whose.

    Raises:
        TrustMalformed: there are no recipients, or more than `pad_to` allows.
    """
    size = next((size for size in sorted(pad_to) if len(real) <= size), None)
    if not real or size is None:
        raise TrustMalformed(recipients=len(real))
    spare = [HybridIdentity.generate().recipient for _ in range(size - len(real))]
    everybody = [*real, *spare]
    random.SystemRandom().shuffle(everybody)
    return everybody

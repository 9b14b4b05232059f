"""The textual header of an age file (C2SP age v1, «Header»): written in one way, read strictly."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from intake_app.crypto.digests import hmac_sha256, same
from intake_app.crypto.kdf import hkdf
from intake_app.errors import BundleRefused

VERSION_LINE = b"age-encryption.org/v1\n"
MAX_HEADER_BYTES = 64 * 1024
MAX_STANZAS = 32
HYBRID_ONLY = frozenset({"mlkem768x25519"})
_COLUMNS = 64
_END_MARK = b"\n--- "
_MAC_BYTES = 32
_ARGUMENT = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file key, wrapped for one recipient: a type, further arguments and a body."""

    kind: str
    args: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was read: its stanzas, its MAC, and the bytes that the MAC covers."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    covered: bytes

    def check(self, file_key: bytes | bytearray) -> None:
        """Return quietly if the MAC is the one that `file_key` makes.

        Raises:
            BundleRefused: OUTER_AUTH.
        """
        if not same(_mac(file_key, self.covered), self.mac):
            raise BundleRefused("OUTER_AUTH")


class Opener(Protocol):
    """Somebody who may find the file key in a stanza."""

    def unwrap(self, stanza: Stanza) -> bytearray | None:
        """Return the file key, or None if the stanza is for somebody else."""


def write(stanzas: Sequence[Stanza], file_key: bytes | bytearray) -> bytes:
    """Return the whole header, MAC line included."""
    covered = VERSION_LINE + b"".join(map(_stanza_text, stanzas)) + b"---"
    return covered + b" " + raw_base64(_mac(file_key, covered)) + b"\n"


def find_end(data: bytes | bytearray) -> int | None:
    """Return where the header at the start of `data` ends, or None while more is needed.

    Raises:
        BundleRefused: OUTER_NOT_AGE as soon as the version line differs; OUTER_HEADER when 64 KiB
            hold no end.
    """
    if not VERSION_LINE.startswith(bytes(data[: len(VERSION_LINE)])):
        raise BundleRefused("OUTER_NOT_AGE")
    mark = data.find(_END_MARK, 0, MAX_HEADER_BYTES)
    end = data.find(b"\n", mark + 1, MAX_HEADER_BYTES) if mark >= 0 else -1
    if end >= 0:
        return end + 1
    if len(data) >= MAX_HEADER_BYTES:
        raise BundleRefused("OUTER_HEADER")
    return None


def read(data: bytes, allow: frozenset[str]) -> Header:
    """Return the header whose exact bytes are `data`.

    Raises:
        BundleRefused: OUTER_HEADER for any departure from the grammar, for base64 that is not
            canonical and for more than 32 stanzas; OUTER_STANZA for a type not in `allow`.
    """
    mark = data.rfind(_END_MARK)
    if not data.startswith(VERSION_LINE) or mark < 0:
        raise BundleRefused("OUTER_HEADER")
    mac = from_raw_base64(data[mark + len(_END_MARK) : -1], _MAC_BYTES)
    if mac is None or not data.endswith(b"\n"):
        raise BundleRefused("OUTER_HEADER")
    stanzas = _read_stanzas(data[len(VERSION_LINE) : mark + 1].split(b"\n")[:-1])
    if any(stanza.kind not in allow for stanza in stanzas):
        raise BundleRefused("OUTER_STANZA")
    return Header(stanzas, mac, data[: mark + len(_END_MARK) - 1])


def unwrap(header: Header, identities: Sequence[Opener]) -> bytearray:
    """Return the file key of a header, its MAC checked.

    Raises:
        BundleRefused: NOT_FOR_US, OUTER_HEADER (a malformed stanza), OUTER_AUTH (the MAC).
    """
    for identity in identities:
        for stanza in header.stanzas:
            file_key = identity.unwrap(stanza)
            if file_key is not None:
                header.check(file_key)
                return file_key
    raise BundleRefused("NOT_FOR_US")


def raw_base64(data: bytes) -> bytes:
    """Return base64 without padding (RFC 4648 §4 as age uses it)."""
    return base64.b64encode(data).rstrip(b"=")


def from_raw_base64(text: bytes, size: int | None = None) -> bytes | None:
    """Return what unpadded base64 `text` holds, or None if it is not canonical or not `size`."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    if raw_base64(data) != text or (size is not None and len(data) != size):
        return None
    return data


def _mac(file_key: bytes | bytearray, covered: bytes) -> bytes:
    return hmac_sha256(hkdf(file_key, None, b"header"), covered)


def _stanza_text(stanza: Stanza) -> bytes:
    body = raw_base64(stanza.body)
    # The last line is always shorter than the others, and empty if need be.
    lines = [body[i : i + _COLUMNS] for i in range(0, len(body) + 1, _COLUMNS)]
    first = " ".join(("->", stanza.kind, *stanza.args)).encode()
    return b"\n".join((first, *lines, b""))


def _read_stanzas(lines: list[bytes]) -> tuple[Stanza, ...]:
    stanzas: list[Stanza] = []
    rest = iter(lines)
    for line in rest:
        if len(stanzas) == MAX_STANZAS:
            raise BundleRefused("OUTER_HEADER")
        mark, *arguments = line.decode("latin-1").split(" ")
        if mark != "->" or not arguments or not all(map(_ARGUMENT.fullmatch, arguments)):
            raise BundleRefused("OUTER_HEADER")
        body = from_raw_base64(_read_body(rest))
        if body is None:
            raise BundleRefused("OUTER_HEADER")
        stanzas.append(Stanza(arguments[0], tuple(arguments[1:]), body))
    if not stanzas:
        raise BundleRefused("OUTER_HEADER")
    return tuple(stanzas)


def _read_body(lines: Iterator[bytes]) -> bytes:
    body = []
    for line in lines:
        body.append(line)
        if len(line) < _COLUMNS:
            return b"".join(body)
        if len(line) > _COLUMNS:
            break
    raise BundleRefused("OUTER_HEADER")

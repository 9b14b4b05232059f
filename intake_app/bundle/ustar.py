"""The one form of tar that travels: a header is a function of path and size (POSIX ustar).

Readers compute the header they expect and compare all of its 512 bytes, so that no archive
library meets foreign bytes and GNU tar rebuilds every file byte for byte. There are no folders,
links, owners or times in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake_app.errors import BundleRefused

BLOCK = 512
END = bytes(2 * BLOCK)
SMALLEST = 1024 * 1024
MAX_PATH = 100
MAX_SIZE = 8**11 - 1

_SIZE = re.compile(rb"[0-7]{11}\0")
_STEP = "[A-Za-z0-9_-][A-Za-z0-9._-]*"
_PATH = re.compile(f"{_STEP}(/{_STEP})*")
_SIZE_AT = slice(124, 136)
_SUM_AT = slice(148, 156)
_FORM = (
    b"0000644\0" + b"0000000\0" * 2,  # mode, owner, group
    b"00000000000\0" + b" " * 8 + b"0" + bytes(100),  # time, room for the sum, type, link
    b"ustar\x0000" + bytes(64) + b"0000000\0" * 2 + bytes(167),  # names, device, prefix, filler
)


def header(path: str, size: int) -> bytes:
    """Return the 512 bytes that stand before a file.

    Raises:
        ValueError: a path that is not 1 to 100 ASCII characters, or 8 GiB and more.
    """
    name = path.encode("ascii")
    if not 1 <= len(name) <= MAX_PATH or not 0 <= size <= MAX_SIZE:
        raise ValueError(path)
    start, middle, end = _FORM
    block = bytearray(name.ljust(MAX_PATH, b"\0") + start + b"%011o\0" % size + middle + end)
    block[_SUM_AT] = b"%06o\0 " % sum(block)
    return bytes(block)


def claimed_path(block: bytes) -> str:
    """Return the path that a header claims, as Latin-1; it is to be compared before use."""
    return block[:MAX_PATH].split(b"\0", 1)[0].decode("latin-1")


def claimed_size(block: bytes) -> int:
    """Return the size that a header claims.

    Raises:
        BundleRefused: TAR_HEADER when the field is not 11 octal digits.
    """
    field = block[_SIZE_AT]
    if not _SIZE.fullmatch(field):
        raise BundleRefused("TAR_HEADER")
    return int(field[:-1], 8)


def padding(size: int) -> int:
    """Return how many zero bytes follow a file of `size` bytes, up to the next 512."""
    return -size % BLOCK


def entry_size(size: int) -> int:
    """Return what a file of `size` bytes takes in all: header, content and zeros."""
    return BLOCK + size + padding(size)


def padme(n: int) -> int:
    """Return `n` rounded up so that it gives away O(log log n) bits, at most 12 % larger.

    Source: Nikitin et al., «Reducing Metadata Leakage from Encrypted Files», PETS 2019, §4.
    """
    if n < 2:  # noqa: PLR2004
        return n
    exponent = n.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (n + mask) & ~mask


def padded_length(n: int) -> int:
    """Return the length of a bundle whose entries and end take `n` bytes; at least 1 MiB."""
    length = max(SMALLEST, padme(n))
    return length + padding(length)


def write_simple(entries: Sequence[tuple[str, bytes]], *, pad_to: int = BLOCK) -> bytes:
    """Return small files as one tar, with zeros after its end up to a multiple of `pad_to`.

    Raises:
        ValueError: a path that `read_simple` would refuse, or twice the same, or a `pad_to` that
            is no multiple of 512.
    """
    paths = [path for path, _ in entries]
    if pad_to % BLOCK or len(set(paths)) != len(paths) or not all(map(_PATH.fullmatch, paths)):
        raise ValueError
    parts = [b"".join((header(p, len(c)), c, bytes(padding(len(c))))) for p, c in entries]
    whole = b"".join((*parts, END))
    return whole + bytes(-len(whole) % pad_to)


def read_simple(
    data: bytes,
    *,
    max_entries: int = 64,
    max_bytes: int = 4 * 1024 * 1024,
    pad_to: int = BLOCK,
) -> list[tuple[str, bytes]]:
    """Return the files of a tar that `write_simple` could have made, and of no other.

    Raises:
        BundleRefused: TOO_BIG (more than `max_bytes` in all), TOO_MANY (more than `max_entries`),
            TRUNCATED, TAR_HEADER (another header than path and size give, or another kind of
            path), TAR_PAD, EXTRA_ENTRY (twice the same path), PADDING_NONZERO, PADDING_LENGTH.
    """
    if len(data) > max_bytes:
        raise BundleRefused("TOO_BIG")
    found: dict[str, bytes] = {}
    at = 0
    for path, size in _headers(data):
        if len(found) == max_entries:
            raise BundleRefused("TOO_MANY")
        if path in found:
            raise BundleRefused("EXTRA_ENTRY")
        start = at + BLOCK
        at += entry_size(size)
        if at > len(data):
            raise BundleRefused("TRUNCATED")
        found[path] = data[start : start + size]
        if data[start + size : at].strip(b"\0"):
            raise BundleRefused("TAR_PAD")
    rest = data[at:]
    if rest.strip(b"\0"):
        raise BundleRefused("PADDING_NONZERO")
    end = at + len(END)
    if len(data) != end + -end % pad_to:
        raise BundleRefused("PADDING_LENGTH")
    return list(found.items())


def _headers(data: bytes) -> Iterator[tuple[str, int]]:
    at = 0
    while True:
        block = data[at : at + BLOCK]
        if len(block) < BLOCK:
            raise BundleRefused("TRUNCATED")
        if not block.strip(b"\0"):
            return
        path, size = claimed_path(block), claimed_size(block)
        if not _PATH.fullmatch(path) or block != header(path, size):
            raise BundleRefused("TAR_HEADER")
        yield path, size
        at += entry_size(size)

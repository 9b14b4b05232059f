"""SHA-256 in the few forms that the program needs, and a short code that people can read aloud."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import TypeAlias

Bytes: TypeAlias = bytes | bytearray | memoryview

SHORT_CODE_BITS = 132
_GROUPS = 8
_GROUP_DIGITS = 5


def sha256_hex(data: Bytes) -> str:
    """Return SHA-256 of `data` as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> tuple[str, int]:
    """Return SHA-256 in hex and the size in bytes of what was read from `path`.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return digest.hexdigest(), file.tell()


def short_code(digest_hex: str) -> str:
    """Return 8 groups of 5 decimal digits that stand for a SHA-256, for comparing in person.

    The code is the digest's first 132 bits as one decimal number of 40 digits (10^40 > 2^132), so
    that two different digests give the same code with a chance of 2^-132. Digits are ASCII;
    the screen writes them in the reader's script.

    Raises:
        ValueError: `digest_hex` is not 64 hex digits.
    """
    digest = bytes.fromhex(digest_hex)
    if len(digest) != hashlib.sha256().digest_size:
        raise ValueError
    number = int.from_bytes(digest) >> (256 - SHORT_CODE_BITS)
    digits = str(number).zfill(_GROUPS * _GROUP_DIGITS)
    return " ".join(digits[i : i + _GROUP_DIGITS] for i in range(0, len(digits), _GROUP_DIGITS))


def hmac_sha256(key: bytes | bytearray, data: Bytes) -> bytes:
    """Return HMAC-SHA-256 (RFC 2104), 32 bytes."""
    return hmac.digest(key, data, "sha256")


def same(a: Bytes, b: Bytes) -> bool:
    """Return whether two byte strings are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(a, b)

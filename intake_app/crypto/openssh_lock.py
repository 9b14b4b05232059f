"""What an OpenSSH private key file asks for before it opens (OpenSSH `PROTOCOL.key`).

The file itself says how long the derivation takes. A planted one would keep the program busy for
hours, so this is read, strictly, before anything is derived.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct

from intake_app.errors import KeyMalformed

_FILE = re.compile(
    rb"-----BEGIN OPENSSH PRIVATE KEY-----\r?\n((?:[A-Za-z0-9+/=]{1,76}\r?\n)+)"
    rb"-----END OPENSSH PRIVATE KEY-----\s*"
)
_MAGIC = b"openssh-key-v1\0"
_NONE = (b"none", b"none", b"")
_SALT_BYTES = range(8, 65)
_COLUMNS = 70


def rounds(data: bytes) -> tuple[int, bytes]:
    """Return the rounds of bcrypt_pbkdf, 0 for an unlocked file, and the file in its one form.

    Only that form may be handed on: another reader could find another blob in these bytes.

    Raises:
        KeyMalformed: no such file, or another kind of lock.
    """
    match = _FILE.fullmatch(data)
    if match is None:
        raise KeyMalformed
    try:
        blob = base64.b64decode(b"".join(match[1].split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyMalformed from error
    if not blob.startswith(_MAGIC):
        raise KeyMalformed
    cipher, rest = _string(blob[len(_MAGIC) :])
    kdf, rest = _string(rest)
    options, _ = _string(rest)
    return (0 if (cipher, kdf, options) == _NONE else _bcrypt(cipher, kdf, options)), _form(blob)


def _bcrypt(cipher: bytes, kdf: bytes, options: bytes) -> int:
    if kdf != b"bcrypt" or cipher == b"none":
        raise KeyMalformed
    salt, rest = _string(options)
    if len(salt) not in _SALT_BYTES or len(rest) != struct.calcsize(">I"):
        raise KeyMalformed
    (count,) = struct.unpack(">I", rest)
    if not count:
        raise KeyMalformed
    return int(count)


def _string(data: bytes) -> tuple[bytes, bytes]:
    """Return a string with its length before it, and what follows."""
    start = struct.calcsize(">I")
    if len(data) < start:
        raise KeyMalformed
    end = start + int.from_bytes(data[:start], "big")
    if len(data) < end:
        raise KeyMalformed
    return data[start:end], data[end:]


def _form(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = [text[at : at + _COLUMNS] for at in range(0, len(text), _COLUMNS)]
    ends = (b"-----BEGIN OPENSSH PRIVATE KEY-----", b"-----END OPENSSH PRIVATE KEY-----", b"")
    return b"\n".join((ends[0], *lines, *ends[1:]))

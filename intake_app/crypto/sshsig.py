"""SSH signatures (OpenSSH PROTOCOL.sshsig, version 1), Ed25519 over SHA-512 only.

What `sign` makes is byte for byte what `ssh-keygen -Y sign` makes, and every expert has
`ssh-keygen` to check it. The reader takes that one form and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass

from intake_app.crypto.keys import ALGORITHM, SigningKey, VerifyKey
from intake_app.errors import BundleRefused, KeyMalformed, KeyWeak

BUNDLE = "bundle.v1@testimony-intake"
LOG = "log.v1@testimony-intake"
TRUST = "trust.v1@testimony-intake"
RECEIPT = "receipt.v1@testimony-intake"
ENROL = "enroll.v1@testimony-intake"
HANDOVER = "handover.v1@testimony-intake"
NAMESPACES = frozenset({BUNDLE, LOG, TRUST, RECEIPT, ENROL, HANDOVER})

MAX_BYTES = 2048
_MAGIC = b"SSHSIG"
_VERSION = 1
_HASH = b"sha512"
_BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
_END = b"-----END SSH SIGNATURE-----\n"
_COLUMNS = 70
_RAW_BYTES = 64


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was read but not yet checked: who claims to have signed, and what for."""

    key: VerifyKey
    namespace: str
    raw: bytes


def sign(key: SigningKey, namespace: str, message: bytes) -> bytes:
    """Return the armored signature of `message` in `namespace`, deterministic."""
    raw = key.sign(_to_be_signed(namespace, message))
    blob = b"".join(
        (
            _MAGIC,
            struct.pack(">I", _VERSION),
            _string(key.public.blob),
            _string(namespace.encode()),
            _string(b""),
            _string(_HASH),
            _string(_string(ALGORITHM.encode()) + _string(raw)),
        )
    )
    return _armor(blob)


def parse(armored: bytes) -> Signature:
    """Return what an armored signature claims, unchecked.

    Raises:
        BundleRefused: SIG_FORMAT (armor, lengths, version); SIG_NAMESPACE_OR_FORM (reserved bytes,
            or a namespace that is not plain ASCII); SIG_ALGORITHM (not ssh-ed25519 with sha512);
            SIG_INVALID (a weak key, under which any signature may hold).
    """
    rest = _Fields(_dearmor(armored))
    if rest.take(len(_MAGIC)) != _MAGIC or rest.take(4) != struct.pack(">I", _VERSION):
        raise BundleRefused("SIG_FORMAT")
    key_blob, namespace, reserved, hash_name, signature = (rest.string() for _ in range(5))
    rest.expect_end()
    if reserved or not namespace.isascii() or not namespace.decode("latin-1").isprintable():
        raise BundleRefused("SIG_NAMESPACE_OR_FORM")
    if hash_name != _HASH:
        raise BundleRefused("SIG_ALGORITHM")
    return Signature(_key(key_blob), namespace.decode(), _raw(signature))


def verify(armored: bytes, namespace: str, message: bytes) -> VerifyKey:
    """Return the key that signed `message` in `namespace`; whether to trust it is for the caller.

    Raises:
        BundleRefused: as `parse`; SIG_NAMESPACE_OR_FORM for another namespace; SIG_INVALID.
    """
    signature = parse(armored)
    check(signature, namespace, message)
    return signature.key


def check(signature: Signature, namespace: str, message: bytes) -> None:
    """Return quietly if `signature` holds for `message` in `namespace`.

    Raises:
        BundleRefused: SIG_NAMESPACE_OR_FORM for another namespace; SIG_INVALID.
    """
    if signature.namespace != namespace:
        raise BundleRefused("SIG_NAMESPACE_OR_FORM")
    signature.key.verify(signature.raw, _to_be_signed(namespace, message))


def _to_be_signed(namespace: str, message: bytes) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + b"".join(map(_string, (namespace.encode(), b"", _HASH, digest)))


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _armor(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = [text[i : i + _COLUMNS] + b"\n" for i in range(0, len(text), _COLUMNS)]
    return b"".join((_BEGIN, *lines, _END))


def _dearmor(armored: bytes) -> bytes:
    if len(armored) > MAX_BYTES:
        raise BundleRefused("SIG_FORMAT")
    if not (armored.startswith(_BEGIN) and armored.endswith(_END)):
        raise BundleRefused("SIG_FORMAT")
    body = bytes(armored[len(_BEGIN) : -len(_END)])
    try:
        blob = base64.b64decode(body.replace(b"\n", b""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BundleRefused("SIG_FORMAT") from error
    # One blob has one armor: no other line length, no other spelling of the last bits.
    if _armor(blob) != armored:
        raise BundleRefused("SIG_FORMAT")
    return blob


def _key(blob: bytes) -> VerifyKey:
    algorithm = _Fields(blob).string()
    if algorithm != ALGORITHM.encode():
        raise BundleRefused("SIG_ALGORITHM")
    try:
        return VerifyKey.from_blob(blob)
    except KeyMalformed as error:
        raise BundleRefused("SIG_FORMAT") from error
    except KeyWeak as error:
        raise BundleRefused("SIG_INVALID") from error


def _raw(signature: bytes) -> bytes:
    fields = _Fields(signature)
    if fields.string() != ALGORITHM.encode():
        raise BundleRefused("SIG_ALGORITHM")
    raw = fields.string()
    fields.expect_end()
    if len(raw) != _RAW_BYTES:
        raise BundleRefused("SIG_FORMAT")
    return raw


class _Fields:
    """Reads length-prefixed fields and refuses to read past the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise BundleRefused("SIG_FORMAT")
        self._at += count
        return taken

    def string(self) -> bytes:
        (count,) = struct.unpack(">I", self.take(4))
        return self.take(count)

    def expect_end(self) -> None:
        if self._at != len(self._data):
            raise BundleRefused("SIG_FORMAT")

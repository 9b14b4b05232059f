"""Ed25519 keys in the forms that OpenSSH and OpenSSL read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from intake_app.crypto import ed25519_points, openssh_lock
from intake_app.errors import (
    BundleRefused,
    KeyMalformed,
    KeyWeak,
    RootKeyPassphrase,
    RootKeyTooSlow,
)

ALGORITHM = "ssh-ed25519"
# Rounds of bcrypt_pbkdf for passphrase-locked key files: about half a second on a server core.
_BCRYPT_ROUNDS = 64
# What a file may ask for: some seconds. `ssh-keygen -a` makes as many rounds as it is told to.
MAX_BCRYPT_ROUNDS = 1024
_BLOB_PREFIX = struct.pack(">I11sI", 11, ALGORITHM.encode(), 32)
_MAX_LINE = 1024
_MAX_FILE = 16 * 1024


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """A public key that signatures are checked with; equal when its 32 bytes are equal."""

    raw: bytes

    @classmethod
    def from_raw(cls, raw: bytes) -> Self:
        """Return the key of 32 bytes (RFC 8032 encoding).

        Raises:
            KeyMalformed: not 32 bytes.
            KeyWeak: no canonical point of the prime-order group.
        """
        if len(raw) != 32:  # noqa: PLR2004
            raise KeyMalformed
        if not ed25519_points.is_sound(bytes(raw)):
            raise KeyWeak
        return cls(bytes(raw))

    @classmethod
    def from_blob(cls, blob: bytes) -> Self:
        """Return the key of an SSH wire blob: the name and 32 bytes, each with its length.

        Raises:
            KeyMalformed: another algorithm or length.
            KeyWeak: as in `from_raw`.
        """
        if blob[: len(_BLOB_PREFIX)] != _BLOB_PREFIX:
            raise KeyMalformed
        return cls.from_raw(blob[len(_BLOB_PREFIX) :])

    @classmethod
    def from_openssh_line(cls, line: str) -> Self:
        """Return the key of `ssh-ed25519 AAAA…`, with or without a comment after it.

        Raises:
            KeyMalformed: not that form.
            KeyWeak: as in `from_raw`.
        """
        parts = line.strip("\r\n").split(" ", 2)
        if len(line) > _MAX_LINE or len(parts) < 2 or parts[0] != ALGORITHM:  # noqa: PLR2004
            raise KeyMalformed
        try:
            blob = base64.b64decode(parts[1], validate=True)
        except (binascii.Error, ValueError) as error:
            raise KeyMalformed from error
        if base64.b64encode(blob).decode() != parts[1]:
            raise KeyMalformed
        return cls.from_blob(blob)

    @property
    def blob(self) -> bytes:
        """The SSH wire form (RFC 8709 §4), 51 bytes."""
        return _BLOB_PREFIX + self.raw

    def line(self) -> str:
        """Return `ssh-ed25519 AAAA…` without comment and line feed."""
        return f"{ALGORITHM} {base64.b64encode(self.blob).decode()}"

    def pem(self) -> bytes:
        """Return the key as a SubjectPublicKeyInfo PEM (RFC 8410), which openssl reads."""
        return self._public().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def fingerprint(self) -> str:
        """Return `SHA256:…` as `ssh-keygen -l` shows it."""
        digest = hashlib.sha256(self.blob).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return quietly if `signature` (64 bytes) is this key's on `message`.

        Raises:
            BundleRefused: SIG_INVALID.
        """
        try:
            self._public().verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise BundleRefused("SIG_INVALID") from error

    def _public(self) -> ed25519.Ed25519PublicKey:
        return ed25519.Ed25519PublicKey.from_public_bytes(self.raw)


class SigningKey:
    """A private Ed25519 key; its repr shows the public half alone."""

    __slots__ = ("_private", "public")

    def __init__(self, private: ed25519.Ed25519PrivateKey) -> None:
        self._private = private
        self.public = VerifyKey(private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"SigningKey({self.public.fingerprint()})"

    @classmethod
    def generate(cls) -> Self:
        """Return a new random key."""
        return cls(ed25519.Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes | bytearray) -> Self:
        """Return the key of a 32-byte RFC 8032 seed.

        Raises:
            KeyMalformed: not 32 bytes.
        """
        try:
            return cls(ed25519.Ed25519PrivateKey.from_private_bytes(seed))
        except ValueError as error:
            raise KeyMalformed from error

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, for wrapping in the vault."""
        return self._private.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of `message` (RFC 8032, deterministic)."""
        return self._private.sign(message)

    def to_openssh(self, passphrase: bytes | bytearray | None) -> bytes:
        """Return an OpenSSH private key file, locked with bcrypt_pbkdf if there is a passphrase."""
        lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if passphrase:
            builder = serialization.PrivateFormat.OpenSSH.encryption_builder()
            lock = builder.kdf_rounds(_BCRYPT_ROUNDS).build(bytes(passphrase))
        return self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, lock
        )

    @classmethod
    def from_openssh(cls, data: bytes, passphrase: bytes | bytearray | None) -> Self:
        """Return the key of an OpenSSH private key file.

        Raises:
            RootKeyPassphrase: the file is locked and the passphrase is missing or wrong.
            RootKeyTooSlow: it asks for more than `MAX_BCRYPT_ROUNDS`; nothing was tried.
            KeyMalformed: no OpenSSH file of one Ed25519 key.
        """
        return cls(_load(data, bytes(passphrase) if passphrase else None))


def _load(data: bytes, passphrase: bytes | None) -> ed25519.Ed25519PrivateKey:
    if len(data) > _MAX_FILE:
        raise KeyMalformed
    rounds, data = openssh_lock.rounds(data)
    if rounds > MAX_BCRYPT_ROUNDS:
        raise RootKeyTooSlow(rounds=rounds, most=MAX_BCRYPT_ROUNDS)
    try:
        private: object = serialization.load_ssh_private_key(data, None)
    except TypeError:  # the file is well-formed and locked
        private = _unlock(data, passphrase)
    except Exception as error:
        raise KeyMalformed from error
    if not isinstance(private, ed25519.Ed25519PrivateKey):
        raise KeyMalformed
    return private


def _unlock(data: bytes, passphrase: bytes | None) -> object:
    if passphrase is None:
        raise RootKeyPassphrase
    try:
        return serialization.load_ssh_private_key(data, passphrase)
    except ValueError as error:  # the check bytes inside do not agree
        raise RootKeyPassphrase from error
    except Exception as error:
        raise KeyMalformed from error

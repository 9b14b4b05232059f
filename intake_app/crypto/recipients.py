"""Whom an age file is for: post-quantum hybrid keys for everything that travels, X25519 within.

Both are the native recipient types of C2SP age v1. An identity opens, a recipient seals; keys are
written in Bech32 as every age tool reads them.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake_app.crypto import bech32
from intake_app.crypto.age_header import Stanza, from_raw_base64, raw_base64
from intake_app.crypto.kdf import hkdf
from intake_app.errors import BundleRefused, KeyMalformed, KeyWeak

HYBRID = "mlkem768x25519"
X25519 = "X25519"
FILE_KEY_BYTES = 16

_SEED_BYTES = 32
_X25519_BYTES = 32
_MLKEM_PUBLIC_BYTES = 1184
_HYBRID_PUBLIC_BYTES = _MLKEM_PUBLIC_BYTES + _X25519_BYTES
_WRAPPED_BYTES = FILE_KEY_BYTES + 16
_X25519_INFO = b"age-encryption.org/v1/X25519"
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_ENC_BYTES = hpke.KEM.MLKEM768_X25519.enc_length()


class Recipient(Protocol):
    """Somebody to seal for."""

    def wrap(self, file_key: bytes | bytearray) -> Stanza:
        """Return the stanza from which this recipient alone gets the file key."""


class Identity(Protocol):
    """Somebody who can open."""

    def unwrap(self, stanza: Stanza) -> bytearray | None:
        """Return the file key, or None if the stanza is not for this identity.

        Raises:
            BundleRefused: OUTER_HEADER for a stanza of this type that is malformed.
        """


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    """A public key `age1pq1…`: ML-KEM-768 and X25519 together, 1216 bytes."""

    raw: bytes

    @classmethod
    def from_raw(cls, raw: bytes) -> Self:
        """Return the recipient of 1216 bytes.

        Raises:
            KeyMalformed: a wrong length, or no ML-KEM key (FIPS 203 §7.2).
            KeyWeak: its X25519 half has low order.
        """
        recipient = cls(bytes(raw))
        if len(raw) != _HYBRID_PUBLIC_BYTES:
            raise KeyMalformed
        _refuse_low_order(raw[_MLKEM_PUBLIC_BYTES:])
        try:
            mlkem.MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_BYTES])
        except ValueError as error:
            raise KeyMalformed from error
        return recipient

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the recipient written `age1pq1…`.

        Raises:
            KeyMalformed: another text. KeyWeak: as `from_raw`.
        """
        return cls.from_raw(_decode(text, "age1pq", _HYBRID_PUBLIC_BYTES))

    def to_text(self) -> str:
        """Return `age1pq1…`, 1959 characters."""
        return bech32.encode("age1pq", self.raw)

    def wrap(self, file_key: bytes | bytearray) -> Stanza:
        """Return a fresh `mlkem768x25519` stanza (HPKE base mode, RFC 9180 §6.1)."""
        public = hpke.MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_PUBLIC_BYTES]),
            x25519.X25519PublicKey.from_public_bytes(self.raw[_MLKEM_PUBLIC_BYTES:]),
        )
        sealed = _SUITE.encrypt(file_key, public, info=_HYBRID_INFO)
        enc = raw_base64(sealed[:_ENC_BYTES]).decode()
        return Stanza(HYBRID, (enc,), sealed[_ENC_BYTES:])


class HybridIdentity:
    """A private key `AGE-SECRET-KEY-PQ-1…`, one 32-byte seed; its repr does not show it."""

    __slots__ = ("_private", "_seed", "recipient")

    def __init__(self, seed: bytes | bytearray) -> None:
        if len(seed) != _SEED_BYTES:
            raise KeyMalformed
        self._seed = bytearray(seed)
        # draft-ietf-hpke-pq: one seed, expanded into the seeds of the two halves.
        expanded = hashlib.shake_256(seed).digest(96)
        lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        curve = x25519.X25519PrivateKey.from_private_bytes(expanded[64:])
        self._private = hpke.MLKEM768X25519PrivateKey(lattice, curve)
        self.recipient = HybridRecipient(
            lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        )

    def __repr__(self) -> str:
        return "HybridIdentity(…)"

    @classmethod
    def generate(cls) -> Self:
        """Return a new random identity."""
        return cls(os.urandom(_SEED_BYTES))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the identity written `AGE-SECRET-KEY-PQ-1…`.

        Raises:
            KeyMalformed: another text.
        """
        return cls(_decode(text, "age-secret-key-pq-", _SEED_BYTES))

    def to_text(self) -> str:
        """Return `AGE-SECRET-KEY-PQ-1…`, a secret."""
        return bech32.encode("age-secret-key-pq-", self._seed).upper()

    def unwrap(self, stanza: Stanza) -> bytearray | None:
        """Return the file key, or None if the stanza is not for this identity.

        Raises:
            BundleRefused: OUTER_HEADER.
        """
        if stanza.kind != HYBRID:
            return None
        enc = _share(stanza, _ENC_BYTES)
        try:
            # The library reports a share of low order as a wrong key; age calls it malformed.
            _refuse_low_order(enc[-_X25519_BYTES:])
            return bytearray(_SUITE.decrypt(enc + stanza.body, self._private, info=_HYBRID_INFO))
        except InvalidTag:
            return None
        except KeyWeak as error:
            raise BundleRefused("OUTER_HEADER") from error


@dataclass(frozen=True, slots=True)
class X25519Recipient:
    """A public key `age1…`, 32 bytes."""

    raw: bytes

    @classmethod
    def from_raw(cls, raw: bytes) -> Self:
        """Return the recipient of 32 bytes.

        Raises:
            KeyMalformed: a wrong length. KeyWeak: a point of low order.
        """
        if len(raw) != _X25519_BYTES:
            raise KeyMalformed
        _refuse_low_order(raw)
        return cls(bytes(raw))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the recipient written `age1…`.

        Raises:
            KeyMalformed: another text. KeyWeak: as `from_raw`.
        """
        return cls.from_raw(_decode(text, "age", _X25519_BYTES))

    def to_text(self) -> str:
        """Return `age1…`, 62 characters."""
        return bech32.encode("age", self.raw)

    def wrap(self, file_key: bytes | bytearray) -> Stanza:
        """Return a fresh `X25519` stanza."""
        ephemeral = x25519.X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(x25519.X25519PublicKey.from_public_bytes(self.raw))
        body = _cipher(shared, share + self.raw).encrypt(bytes(12), file_key, None)
        return Stanza(X25519, (raw_base64(share).decode(),), body)


class X25519Identity:
    """A private key `AGE-SECRET-KEY-1…`, 32 bytes; its repr does not show it."""

    __slots__ = ("_private", "_secret", "recipient")

    def __init__(self, secret: bytes | bytearray) -> None:
        if len(secret) != _X25519_BYTES:
            raise KeyMalformed
        self._secret = bytearray(secret)
        self._private = x25519.X25519PrivateKey.from_private_bytes(secret)
        self.recipient = X25519Recipient(self._private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return "X25519Identity(…)"

    @classmethod
    def generate(cls) -> Self:
        """Return a new random identity."""
        return cls(os.urandom(_X25519_BYTES))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the identity written `AGE-SECRET-KEY-1…`.

        Raises:
            KeyMalformed: another text.
        """
        return cls(_decode(text, "age-secret-key-", _X25519_BYTES))

    def to_text(self) -> str:
        """Return `AGE-SECRET-KEY-1…`, a secret."""
        return bech32.encode("age-secret-key-", self._secret).upper()

    def unwrap(self, stanza: Stanza) -> bytearray | None:
        """Return the file key, or None if the stanza is not for this identity.

        Raises:
            BundleRefused: OUTER_HEADER.
        """
        if stanza.kind != X25519:
            return None
        share = _share(stanza, _X25519_BYTES)
        try:
            shared = self._private.exchange(x25519.X25519PublicKey.from_public_bytes(share))
        except ValueError as error:  # a share of low order: the secret would be all zeros
            raise BundleRefused("OUTER_HEADER") from error
        try:
            cipher = _cipher(shared, share + self.recipient.raw)
            return bytearray(cipher.decrypt(bytes(12), stanza.body, None))
        except InvalidTag:
            return None


def _share(stanza: Stanza, size: int) -> bytes:
    # The body's length is checked before any decryption, against partitioning oracles.
    share = from_raw_base64(stanza.args[0].encode(), size) if len(stanza.args) == 1 else None
    if share is None or len(stanza.body) != _WRAPPED_BYTES:
        raise BundleRefused("OUTER_HEADER")
    return share


def _cipher(shared: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hkdf(shared, salt, _X25519_INFO))


def _decode(text: str, prefix: str, size: int) -> bytes:
    found, data = bech32.decode(text)
    if found != prefix or len(data) != size:
        raise KeyMalformed
    return data


def _refuse_low_order(raw: bytes) -> None:
    try:
        public = x25519.X25519PublicKey.from_public_bytes(raw)
        x25519.X25519PrivateKey.generate().exchange(public)
    except ValueError as error:
        raise KeyWeak from error

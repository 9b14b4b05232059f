"""AES-256-GCM (NIST SP 800-38D) for keys that wrap keys, and for small records."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.crypto.digests import Bytes

NONCE_BYTES = 12
TAG_BYTES = 16


class NotAuthentic(Exception):
    """The key, the nonce or the additional data is wrong, or the bytes were changed.

    Which of these it is cannot be told. It stays inside the rooms: the caller says what it means
    there (a wrong passphrase, a damaged record).
    """


def wrap(key: bytes | bytearray, nonce: bytes, plaintext: Bytes, aad: bytes) -> bytes:
    """Return ciphertext and tag; one key must never see a nonce twice."""
    return AESGCM(key).encrypt(nonce, plaintext, aad)


def unwrap(key: bytes | bytearray, nonce: bytes, wrapped: Bytes, aad: bytes) -> bytearray:
    """Return what was wrapped, in memory that the caller can overwrite.

    Raises:
        NotAuthentic: nothing is returned in part.
    """
    if len(wrapped) < TAG_BYTES:
        raise NotAuthentic
    plaintext = bytearray(len(wrapped) - TAG_BYTES)
    try:
        AESGCM(key).decrypt_into(nonce, wrapped, aad, plaintext)
    except InvalidTag as error:
        raise NotAuthentic from error
    return plaintext


def seal_record(key: bytes | bytearray, plaintext: Bytes, aad: bytes) -> bytes:
    """Return a random nonce, then ciphertext and tag; good for 2^32 records under one key."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + wrap(key, nonce, plaintext, aad)


def open_record(key: bytes | bytearray, sealed: Bytes, aad: bytes) -> bytearray:
    """Return what `seal_record` was given.

    Raises:
        NotAuthentic: as `unwrap`.
    """
    view = memoryview(sealed)
    if len(view) < NONCE_BYTES:
        raise NotAuthentic
    return unwrap(key, bytes(view[:NONCE_BYTES]), view[NONCE_BYTES:], aad)

"""Keys from passphrases (Argon2id, RFC 9106) and keys from keys (HKDF-SHA-256, RFC 5869)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self, cast

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake_app.errors import KdfRefused

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess costs: memory in KiB, passes, lanes.

    Bounds keep a changed header from stopping the machine (above) or from being no obstacle to a
    guesser (below). `is_weak` marks a cost fit only for machines with very little memory.
    """

    m_kib: int
    t: int
    p: int

    MIN_KIB: ClassVar[int] = 64 * 1024
    GOOD_KIB: ClassVar[int] = 256 * 1024
    MAX_KIB: ClassVar[int] = 2 * 1024 * 1024
    MAX_T: ClassVar[int] = 10
    MAX_P: ClassVar[int] = 8

    @classmethod
    def quick(cls) -> Self:
        """Return the lowest allowed cost: for tests and the invented journey only."""
        return cls(cls.MIN_KIB, 1, 4)

    @property
    def is_weak(self) -> bool:
        """True below 256 MiB, which is to be used and logged only where memory is short."""
        return self.m_kib < self.GOOD_KIB

    def check(self) -> None:
        """Return quietly if the cost is within its bounds.

        Raises:
            KdfRefused: it is not; nothing was computed.
        """
        within = (
            self.MIN_KIB <= self.m_kib <= self.MAX_KIB
            and 1 <= self.t <= self.MAX_T
            and 1 <= self.p <= self.MAX_P
        )
        if not within:
            raise KdfRefused(m_kib=self.m_kib, t=self.t, p=self.p)


DEFAULT = KdfCost(512 * 1024, 3, 4)


def argon2id(passphrase: bytes | bytearray, salt: bytes, cost: KdfCost) -> bytearray:
    """Return 32 bytes derived from a passphrase, in memory that the caller can overwrite.

    Raises:
        KdfRefused: the cost or the salt is out of bounds (checked first), or the machine has not
            enough memory for it.
    """
    cost.check()
    if len(salt) < SALT_BYTES:
        raise KdfRefused(salt=len(salt))
    key = bytearray(KEY_BYTES)
    kdf = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.t, lanes=cost.p, memory_cost=cost.m_kib
    )
    try:
        kdf.derive_into(cast("bytes", passphrase), key)  # a bytearray is taken as it is
    except MemoryError as error:
        raise KdfRefused(m_kib=cost.m_kib, t=cost.t, p=cost.p) from error
    return key


def hkdf(
    key: bytes | bytearray, salt: bytes | None, info: bytes, length: int = KEY_BYTES
) -> bytearray:
    """Return `length` bytes derived from `key` for the purpose named by `info`."""
    derived = bytearray(length)
    HKDF(hashes.SHA256(), length, salt, info).derive_into(key, derived)
    return derived

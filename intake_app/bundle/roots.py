"""The root set: the few keys that may sign a trust list, and how many of them have to."""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.crypto import canonical, digests
from intake_app.crypto.keys import VerifyKey
from intake_app.errors import TrustMalformed

MAX_ROOTS = 9
_FORMAT = "testimony-roots/1"


@dataclass(frozen=True)
class RootSet:
    """One to nine different keys, kept in the order of their lines, and the threshold.

    Raises:
        TrustMalformed: no such set.
    """

    keys: tuple[VerifyKey, ...]
    threshold: int

    def __post_init__(self) -> None:
        keys = tuple(sorted(self.keys, key=VerifyKey.line))
        if len(set(keys)) != len(keys) or len(keys) > MAX_ROOTS:
            raise TrustMalformed(roots=len(keys))
        if not 1 <= self.threshold <= len(keys):
            raise TrustMalformed(threshold=self.threshold)
        object.__setattr__(self, "keys", keys)

    @property
    def fingerprint(self) -> str:
        """SHA-256 in hex of the keys and the threshold. That of the first set names the org."""
        lines = [key.line() for key in self.keys]
        value = {"format": _FORMAT, "keys": lines, "threshold": self.threshold}
        return digests.sha256_hex(canonical.encode(value))

    @property
    def digits(self) -> str:
        """The fingerprint as 8 groups of 5 digits, to be compared in person."""
        return digests.short_code(self.fingerprint)

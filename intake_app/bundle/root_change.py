"""A change of the root set on its way: the list in force, and the next version, half signed.

The holders of the old and of the new root keys may be in different countries. So the next version
travels as a file that each of them signs; it holds the version in force too, so that whoever signs
sees what changes and that nothing else does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from intake_app.bundle import trust, trust_text
from intake_app.bundle.members import Contents
from intake_app.bundle.roots import RootSet
from intake_app.bundle.trust import TrustList
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.errors import RootChangeOther, RootsUnchanged, TrustMalformed

SUFFIX = ".roots"
MAX_BYTES = 16 * 1024 * 1024
# What a change of roots may say otherwise than the version before it.
_FREE = frozenset({"roots", "retired", "version", "prev_sha256", "issued", "expires"})


@dataclass(frozen=True)
class RootChange:
    """The version in force, the next one's files so far, and who signed them."""

    before: TrustList
    after: Contents
    files: Mapping[str, bytes] = field(repr=False)
    signed: frozenset[VerifyKey]

    @property
    def added(self) -> tuple[VerifyKey, ...]:
        """The root keys that are new."""
        old = set(self.before.roots.keys)
        return tuple(key for key in self.after.roots.keys if key not in old)

    @property
    def old_missing(self) -> int:
        """How many of the roots in force still have to sign."""
        return _missing(self.before.roots, self.signed)

    @property
    def new_missing(self) -> int:
        """How many of the new root set still have to sign, those who are new among them."""
        unproven = len(set(self.added) - self.signed)
        return max(unproven, _missing(self.after.roots, self.signed))

    @property
    def is_complete(self) -> bool:
        """Whether it may be published.

        Readers ask for the threshold of both sets. We ask for every new root too: a key that nobody
        holds would be found out only when it is needed.
        """
        return not self.old_missing and not self.new_missing


def propose(before: TrustList, roots: RootSet, *, issued: str, expires: str) -> RootChange:
    """Return the next version with other roots and nothing else changed, unsigned.

    Raises:
        RootsUnchanged. TrustMalformed: a member's key may not be a root.
    """
    if roots == before.roots:
        raise RootsUnchanged
    retired = tuple(key for key in before.roots.keys if key not in set(roots.keys))
    after = trust.follow(before, roots=roots, retired=retired, issued=issued, expires=expires)
    return RootChange(before, after, trust.draft(after), frozenset())


def sign(change: RootChange, key: SigningKey) -> RootChange:
    """Return the change with one more signature. Raises: TrustOtherOrganisation."""
    files = trust.sign(change.files, key)
    return replace(change, files=files, signed=change.signed | {key.public})


def merge(one: RootChange, other: RootChange) -> RootChange:
    """Return the same change with the signatures of both.

    Raises:
        RootChangeOther: they are not the same change.
    """
    if one.files[trust.TRUST] != other.files[trust.TRUST]:
        raise RootChangeOther
    files = {**other.files, **one.files}
    return replace(one, files=files, signed=one.signed | other.signed)


def pack(change: RootChange) -> bytes:
    """Return the change as a file."""
    return trust.pack([change.before.files(), change.files])


def read(data: bytes) -> RootChange:
    """Return the change in a file; whose organisation it is must be known otherwise.

    Raises:
        TrustMalformed, TrustUnsigned, TrustGap, KeyMalformed, KeyWeak: as for a trust list; a
        signature that does not hold spoils it. RootChangeOther: more than the roots would change.
        RootsUnchanged: not even those.
    """
    chain = trust.unpack(data)
    if len(chain) != 2:  # noqa: PLR2004
        raise TrustMalformed(what="versions")
    before = trust.read(chain[0], pinned=None, held=None)
    head = trust_text.read_head(chain[1][trust.TRUST])
    trust.check_follows(head, before)
    after = trust_text.read(head, chain[1])
    if any(getattr(after, name) != getattr(before, name) for name in _fixed()):
        raise RootChangeOther
    if after.roots == before.roots:
        raise RootsUnchanged
    return RootChange(before, after, chain[1], trust.signers(chain[1]))


def _fixed() -> list[str]:
    return [each.name for each in fields(Contents) if each.name not in _FREE]


def _missing(roots: RootSet, signed: frozenset[VerifyKey]) -> int:
    return max(0, roots.threshold - len(signed & set(roots.keys)))

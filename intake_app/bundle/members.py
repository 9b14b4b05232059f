"""What a trust list says: who belongs to the organisation, with which keys and how long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from intake_app.bundle.roots import RootSet
from intake_app.clock import parse_rfc3339
from intake_app.crypto import digests
from intake_app.crypto.keys import VerifyKey
from intake_app.crypto.recipients import HybridRecipient
from intake_app.errors import TrustMalformed

Role = Literal["device", "coordinator"]
REASONS: tuple[str, ...] = ("lost", "stolen", "seized", "copied", "left", "replaced", "other")
FIRST_PREV = "0" * 64
MAX_LABEL = 80
MAX_RECIPIENTS = 32
MAX_VERSION = 999_999

_PREFIX: dict[Role, str] = {"device": "device", "coordinator": "coord"}
_PRINCIPAL = re.compile(r"(device|coord)-[0-9a-f]{8}")
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_ZWNJ = "\u200c"


@dataclass(frozen=True)
class Member:
    """One device or coordinator.

    Times are RFC 3339 in UTC; both ends of the validity count as valid, as for `ssh-keygen`. For a
    revoked member `valid_before` is the last time at which the key was trusted, `revoked_at` when
    that was said and `reason` one of `REASONS`. `identity`: may open who a witness is.
    """

    principal: str
    key: VerifyKey
    receive: str
    valid_after: str
    valid_before: str
    revoked_at: str = ""
    reason: str = ""
    identity: bool = False

    @property
    def role(self) -> Role:
        """Whether this is a device or a coordinator."""
        return "device" if self.principal.startswith("device-") else "coordinator"

    @property
    def is_revoked(self) -> bool:
        """Whether the key was taken back."""
        return bool(self.revoked_at)


@dataclass(frozen=True)
class Revocation:
    """Who was revoked, when, and why by a word of `REASONS`."""

    principal: str
    at: str
    reason: str


@dataclass(frozen=True)
class Contents:
    """Everything that one version says.

    `prev_sha256` is that of the `trust.txt` before, 64 zeros for version 1. `retired` are the
    roots of the version before that are no longer among `roots`. `first_roots` is the fingerprint
    of the root set of version 1, which names the organisation in every file of its members for
    ever; left out, `roots` are that first set.
    """

    org: str
    version: int
    prev_sha256: str
    issued: str
    expires: str
    roots: RootSet
    devices: tuple[Member, ...]
    coordinators: tuple[Member, ...]
    archive: tuple[str, ...] = ()
    retired: tuple[VerifyKey, ...] = ()
    first_roots: str = ""

    def __post_init__(self) -> None:
        if not self.first_roots:
            object.__setattr__(self, "first_roots", self.roots.fingerprint)

    @property
    def members(self) -> tuple[Member, ...]:
        """Coordinators, then devices, each by principal."""
        return (*self.coordinators, *self.devices)

    @property
    def revocations(self) -> tuple[Revocation, ...]:
        """Those whose keys were taken back."""
        return tuple(
            Revocation(each.principal, each.revoked_at, each.reason)
            for each in self.members
            if each.is_revoked
        )

    def member(self, principal: str) -> Member | None:
        """Return the member of that name, revoked or not, or None."""
        return next((each for each in self.members if each.principal == principal), None)

    def by_key(self, key: VerifyKey) -> Member | None:
        """Return the member who signs with `key`, revoked or not, or None."""
        return next((each for each in self.members if each.key == key), None)

    def statement_recipients(self) -> tuple[HybridRecipient, ...]:
        """Return whom statements are sealed for: coordinators not revoked, then the archive."""
        return tuple(map(recipient, (*_texts(self.coordinators), *self.archive)))

    def identity_recipients(self) -> tuple[HybridRecipient, ...]:
        """Return the fewer for whom the witness's identity is sealed, then the archive."""
        few = (each for each in self.coordinators if each.identity)
        return tuple(map(recipient, (*_texts(few), *self.archive)))

    def is_expired(self, now: datetime) -> bool:
        """Return whether a newer list should have come: a reason to warn, never to lock out."""
        return now.astimezone(UTC) > parse_rfc3339(self.expires)


@lru_cache(maxsize=4096)
def recipient(text: str) -> HybridRecipient:
    """Return the recipient of `age1pq1…`. Raises: as `HybridRecipient.from_text`."""
    return HybridRecipient.from_text(text)


def principal_of(role: Role, key: VerifyKey) -> str:
    """Return the name of a member: its role and the start of its key's SHA-256."""
    return f"{_PREFIX[role]}-{digests.sha256_hex(key.blob)[:8]}"


def is_principal(text: str) -> bool:
    """Return whether `text` has the form of a member's name."""
    return _PRINCIPAL.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Return whether `text` is a moment in the one form of a trust list: whole seconds, `Z`."""
    if not _TIME.fullmatch(text):
        return False
    try:
        parse_rfc3339(text)
    except ValueError:
        return False
    return True


def is_label(text: str) -> bool:
    """Return whether `text` can be a name shown to people: one line, nothing invisible in it."""
    seen = text.replace(_ZWNJ, "")
    return (
        1 <= len(text) <= MAX_LABEL
        and bool(seen)
        and seen.isprintable()
        and text == text.strip()
        and text == unicodedata.normalize("NFC", text)
    )


def check(contents: Contents) -> None:
    """Pass what a version may say.

    Raises:
        TrustMalformed: something is out of its form, said twice, or nobody could open a statement.
        KeyMalformed, KeyWeak: an `age1pq` text is none.
    """
    _require(is_label(contents.org) and 1 <= contents.version <= MAX_VERSION, "org or version")
    _require(_HASH.fullmatch(contents.prev_sha256) is not None, "prev_sha256")
    _require((contents.version == 1) == (contents.prev_sha256 == FIRST_PREV), "prev_sha256")
    founding = contents.version == 1 and contents.first_roots != contents.roots.fingerprint
    _require(_HASH.fullmatch(contents.first_roots) is not None and not founding, "first_roots")
    _require(is_time(contents.issued) and is_time(contents.expires), "times")
    _require(contents.issued < contents.expires, "times")
    for role, side in (("device", contents.devices), ("coordinator", contents.coordinators)):
        names = [each.principal for each in side]
        _require(names == sorted(names), "order")
        for each in side:
            _check_member(each, role)
    keys = [each.key for each in contents.members]
    receives = [*(each.receive for each in contents.members), *contents.archive]
    _require_once(each.principal for each in contents.members)
    _require_once([*keys, *contents.roots.keys, *contents.retired])
    _require(list(contents.retired) == sorted(contents.retired, key=VerifyKey.line), "order")
    _require(contents.version > 1 or not contents.retired, "retired")
    _require_once(receives)
    _require(list(contents.archive) == sorted(contents.archive), "order")
    for text in receives:
        recipient(text)
    _require(any(not each.is_revoked for each in contents.coordinators), "coordinators")
    _require(bool(contents.identity_recipients()), "identity")
    _require(len(contents.statement_recipients()) <= MAX_RECIPIENTS, "recipients")


def _check_member(member: Member, role: str) -> None:
    _require(member.role == role, "role")
    _require(member.principal == principal_of(member.role, member.key), "principal")
    _require(is_time(member.valid_after) and is_time(member.valid_before), "times")
    _require(member.valid_after < member.valid_before, "times")
    if member.is_revoked:
        _require(is_time(member.revoked_at) and member.reason in REASONS, "revocation")
        _require(not member.identity, "revocation")
    else:
        _require(not member.reason, "revocation")
    _require(not member.identity or member.role == "coordinator", "identity")


def _texts(members: Iterable[Member]) -> list[str]:
    return [each.receive for each in members if not each.is_revoked]


def _require(holds: bool, what: str) -> None:  # noqa: FBT001
    if not holds:
        raise TrustMalformed(what=what)


def _require_once(values: Iterable[object]) -> None:
    listed = list(values)
    _require(len(set(listed)) == len(listed), "twice")

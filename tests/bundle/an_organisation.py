"""An invented organisation with real keys: members, versions of its list, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from intake_app.bundle import trust
from intake_app.bundle.members import FIRST_PREV, Contents, Member, Role, principal_of
from intake_app.bundle.roots import RootSet
from intake_app.bundle.trust import TrustList
from intake_app.crypto.keys import SigningKey
from intake_app.crypto.recipients import HybridIdentity

ISSUED, EXPIRES = "2026-11-24T09:00:00Z", "2027-11-24T09:00:00Z"
ORG = "Archive of voices"
ROOTS = tuple(SigningKey.from_seed(bytes([0xA0 + n]) * 32) for n in range(3))
STRANGERS = tuple(SigningKey.from_seed(bytes([0xC0 + n]) * 32) for n in range(3))


@lru_cache(maxsize=64)
def signing_key(number: int) -> SigningKey:
    return SigningKey.from_seed(bytes([number]) * 32)


@lru_cache(maxsize=64)
def identity(number: int) -> HybridIdentity:
    return HybridIdentity(bytes([number]) * 32)


def member(role: Role, number: int, **more: object) -> Member:
    key = signing_key(number).public
    said: dict[str, object] = {
        "principal": principal_of(role, key),
        "key": key,
        "receive": identity(number).recipient.to_text(),
        "valid_after": ISSUED,
        "valid_before": EXPIRES,
        **more,
    }
    return Member(**said)  # type: ignore[arg-type]


def root_set(keys: Sequence[SigningKey] = ROOTS, threshold: int = 2) -> RootSet:
    return RootSet(tuple(key.public for key in keys), threshold)


def contents(**more: object) -> Contents:
    said: dict[str, object] = {
        "org": ORG,
        "version": 1,
        "prev_sha256": FIRST_PREV,
        "issued": ISSUED,
        "expires": EXPIRES,
        "roots": root_set(),
        "devices": tuple(
            sorted((member("device", n) for n in (1, 2)), key=lambda each: each.principal)
        ),
        "coordinators": (member("coordinator", 11, identity=True),),
        "archive": (identity(21).recipient.to_text(),),
        **more,
    }
    return Contents(**said)  # type: ignore[arg-type]


def signed(said: Contents, keys: Sequence[SigningKey] = ROOTS[:2]) -> dict[str, bytes]:
    files = trust.draft(said)
    for key in keys:
        files = trust.sign(files, key)
    return files


def first(**more: object) -> TrustList:
    return trust.read(signed(contents(**more)), pinned=root_set(), held=None)


def after(held: TrustList, keys: Sequence[SigningKey] = ROOTS[:2], **more: object) -> TrustList:
    return trust.read(signed(trust.follow(held, **more), keys), pinned=None, held=held)


def revoked(each: Member, at: str = "2026-12-01T00:00:00Z", reason: str = "lost") -> Member:
    return replace(each, valid_before=at, revoked_at=at, reason=reason, identity=False)


HELD_FILES = signed(contents())

"""Issuing the next version of the trust list, signed by the roots that are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from intake_app import errors
from intake_app.bundle import trust
from intake_app.bundle.members import Contents, Member
from intake_app.bundle.trust import TrustList
from intake_app.clock import rfc3339
from intake_app.crypto.keys import SigningKey
from intake_app.services import root_keys, trusting
from intake_app.services.session import Session

VALID = timedelta(days=365)


def held(session: Session) -> TrustList:
    """Return the list in force in a coordinator's vault. Raises: WrongRole, NoOrganisation."""
    session.require("coordinator")
    found = trusting.current_trust(session)
    if found is None:
        raise errors.NoOrganisation
    return found


def in_a_year(session: Session) -> str:
    """Return until when something is valid that begins now."""
    return rfc3339(session.clock.now() + VALID)


def follow(session: Session, before: TrustList, members: Sequence[Member]) -> Contents:
    """Return what the version after `before` says, with these members."""
    return trust.follow(
        before,
        issued=session.now(),
        expires=in_a_year(session),
        devices=by_name(each for each in members if each.role == "device"),
        coordinators=by_name(each for each in members if each.role == "coordinator"),
    )


def by_name(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return members in the order of a trust list."""
    return tuple(sorted(members, key=lambda each: each.principal))


def sign(contents: Contents, keys: Sequence[SigningKey], before: TrustList | None) -> TrustList:
    """Return a version signed with `keys`, read back as any device will read it.

    Raises:
        TrustMalformed and the other faults of `trust.read`.
    """
    files = trust.draft(contents)
    for key in keys:
        files = trust.sign(files, key)
    return trust.read(files, pinned=contents.roots, held=before)


def issue(
    session: Session, before: TrustList, members: Sequence[Member], given: root_keys.Given
) -> TrustList:
    """Sign and keep the version after `before`; in the caller's transaction if there is one."""
    keys = root_keys.at_hand(session, before.roots, given)
    new = sign(follow(session, before, members), keys, before)
    trusting.keep(session, [new])
    return new

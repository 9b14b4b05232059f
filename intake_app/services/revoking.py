"""Keys that are taken back, and keys that are renewed: each makes a new version of the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from intake_app import errors
from intake_app.bundle.members import REASONS, Member
from intake_app.bundle.trust import TrustList
from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.services import device_keys, issuing, root_keys
from intake_app.services.root_keys import Given
from intake_app.services.session import Session


def revoke(
    session: Session, principal: str, *, reason: str, last_trusted_at: str = "", roots: Given = ()
) -> TrustList:
    """Take back a member's key and return the next version.

    `reason` is one of `REASONS`, `last_trusted_at` RFC 3339 and now if empty. What the key signed
    later is no longer taken on its word. Where the only one goes who could open who witnesses are,
    the coordinator of this vault takes that over.

    Raises:
        MemberUnknown, LastCoordinator, ValueError (a reason or time out of form); as `approve`.
    """
    with root_keys.wiping(roots):
        held = issuing.held(session)
        found = held.member(principal)
        if found is None:
            raise errors.MemberUnknown
        if reason not in REASONS:
            raise ValueError
        gone = replace(
            found,
            valid_before=_cut_off(session, found, last_trusted_at),
            revoked_at=found.revoked_at or session.now(),
            reason=reason,
            identity=False,
        )
        members = [gone if each.principal == principal else each for each in held.members]
        active = [each for each in members if each.role == "coordinator" and not each.is_revoked]
        if not active:
            raise errors.LastCoordinator
        if not any(each.identity for each in active):
            ours = device_keys.principal(session)
            heir = next((each for each in active if each.principal == ours), active[0])
            members = [replace(each, identity=True) if each is heir else each for each in members]
        with session.vault.transaction():
            new = issuing.issue(session, held, members, roots)
            session.custody.append("enrol", principal, step="revoked", reason=reason)
        return new


def renew(session: Session, *, roots: Given = ()) -> TrustList:
    """Return the next version, in which everybody not revoked is valid for a year from now.

    Raises:
        As `approve`.
    """
    held = issuing.held(session)
    until = issuing.in_a_year(session)
    members = [
        each if each.is_revoked else replace(each, valid_before=max(each.valid_before, until))
        for each in held.members
    ]
    with root_keys.wiping(roots), session.vault.transaction():
        return issuing.issue(session, held, members, roots)


def _cut_off(session: Session, member: Member, last_trusted_at: str) -> str:
    """Return the last trusted time within the validity; a key never trusted keeps one second."""
    now = session.clock.now()
    asked = parse_rfc3339(last_trusted_at) if last_trusted_at else now
    latest = min(asked, now, parse_rfc3339(member.valid_before))
    earliest = parse_rfc3339(member.valid_after) + timedelta(seconds=1)
    return rfc3339(max(latest, earliest).astimezone(now.tzinfo))

"""Who belongs to the organisation: requests are taken in, compared and approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from intake_app import errors
from intake_app.bundle import request as requests
from intake_app.bundle.members import Member
from intake_app.bundle.request import Request
from intake_app.bundle.trust import TrustList
from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.crypto.digests import sha256_hex
from intake_app.services import (
    deliveries,
    device_keys,
    issuing,
    root_keys,
    small_files,
    trusting,
)
from intake_app.services.deliveries import Deliveries
from intake_app.services.root_keys import Given
from intake_app.services.session import Session
from intake_app.vault.requests import Requests, SeenRequest

NEW, APPROVED, DIFFERENT = "new", "approved", "different"
# A device's clock may be behind: its key counts from when the request says it was made, within
# reason, so that what it seals first is not «too early».
_CLOCK_BEHIND = timedelta(days=30)


@dataclass(frozen=True)
class PendingRequest:
    """A request as a coordinator sees it. `known`: whoever asks is in the trust list already."""

    sha256: str
    principal: str
    role: str
    label: str
    digits: str
    made_at: str
    known: bool


@dataclass(frozen=True)
class MemberRow:
    """A member in a list; `label` is from the request that brought it, often empty for founders.

    `checked`: digits were compared in this vault, or it is this vault. `received` and `last_seen`:
    how many bundles came in from it here, and when the last did, or an empty text.
    """

    principal: str
    role: str
    label: str
    valid_after: str
    valid_before: str
    revoked_at: str
    reason: str
    identity: bool
    ourselves: bool
    checked: bool = False
    received: int = 0
    last_seen: str = ""


def read_request(session: Session, path: Path) -> PendingRequest:
    """Take in a request; it is worth nothing until its digits were compared.

    Raises:
        WrongRole, NoOrganisation, FileMissing, FileMalformed, RequestMalformed, KeyWeak,
        KeyMalformed; TrustOtherOrganisation: it was made for another organisation's card.
    """
    held = issuing.held(session)
    data = small_files.read(path, requests.MAX_BYTES)
    request = requests.read(data)
    if request.audience not in trusting.names(session):
        raise errors.TrustOtherOrganisation
    seen = SeenRequest(sha256_hex(data), request.principal, data, NEW, session.now())
    with session.vault.transaction():
        if Requests(session.vault).add(seen):
            session.custody.append("enrol", request.principal, step="seen", request=seen.sha256)
    return _shown(seen, held)


def pending(session: Session) -> list[PendingRequest]:
    """Return the requests that wait for a comparison, newest first. Raises: as `read_request`."""
    held = issuing.held(session)
    shown = [_shown(seen, held) for seen in Requests(session.vault).all() if seen.state == NEW]
    return [each for each in shown if not each.known]


def approve(
    session: Session,
    sha256: str,
    *,
    digits_same: bool,
    roots: Given = (),
    identity: bool = False,
) -> TrustList:
    """Add who asked to the trust list and return its next version.

    `roots` are key files (or their folders) with passphrases, which are overwritten. `identity`:
    a coordinator who may also open who a witness is.

    Raises:
        DigitsDiffer: that is noted and the request stays refused. RequestMalformed, RequestKnown,
        RootKeyMissing, RootKeyPassphrase, TrustMalformed and others: nothing was changed.
    """
    with root_keys.wiping(roots):
        held = issuing.held(session)
        seen = Requests(session.vault).find(sha256)
        if seen is None:
            raise errors.RequestMalformed
        request = requests.read(seen.content)
        if _is_known(held, request):
            raise errors.RequestKnown
        if seen.state == DIFFERENT or not digits_same:
            _note(session, seen, DIFFERENT)
            raise errors.DigitsDiffer
        member = Member(
            principal=request.principal,
            key=request.key,
            receive=request.receive,
            valid_after=_valid_after(session, request),
            valid_before=issuing.in_a_year(session),
            identity=identity and request.role == "coordinator",
        )
        with session.vault.transaction():
            new = issuing.issue(session, held, (*held.members, member), roots)
            _note(session, seen, APPROVED)
        return new


def members(session: Session) -> list[MemberRow]:
    """Return everybody in the trust list, coordinators first. Raises: WrongRole, NoOrganisation."""
    held = issuing.held(session)
    ours = device_keys.principal(session)
    labels = {
        seen.principal: requests.read(seen.content).label
        for seen in Requests(session.vault).all()
        if seen.state == APPROVED
    }
    came = deliveries.by_device(session)
    return [
        MemberRow(
            principal=each.principal,
            role=each.role,
            label=labels.get(each.principal, ""),
            valid_after=each.valid_after,
            valid_before=each.valid_before,
            revoked_at=each.revoked_at,
            reason=each.reason,
            identity=each.identity,
            ourselves=each.principal == ours,
            checked=each.principal == ours or each.principal in labels,
            received=len(came.get(each.principal, Deliveries()).rows),
            last_seen=came.get(each.principal, Deliveries()).last_at,
        )
        for each in held.members
    ]


def _shown(seen: SeenRequest, held: TrustList) -> PendingRequest:
    request = requests.read(seen.content)
    return PendingRequest(
        sha256=seen.sha256,
        principal=request.principal,
        role=request.role,
        label=request.label,
        digits=requests.digits(seen.content),
        made_at=request.made_at,
        known=_is_known(held, request),
    )


def _is_known(held: TrustList, request: Request) -> bool:
    return held.by_key(request.key) is not None or held.member(request.principal) is not None


def _note(session: Session, seen: SeenRequest, state: str) -> None:
    with session.vault.transaction():
        Requests(session.vault).set_state(seen.sha256, state, session.now())
        session.custody.append("enrol", seen.principal, step=state, request=seen.sha256)


def _valid_after(session: Session, request: Request) -> str:
    now = session.clock.now()
    made = parse_rfc3339(request.made_at)
    return rfc3339(max(min(made, now), now - _CLOCK_BEHIND))

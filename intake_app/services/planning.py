"""What sealing would do, and whether it may: looked at before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from intake_app import errors
from intake_app.bundle.members import Member
from intake_app.bundle.trust import TrustList
from intake_app.clock import parse_rfc3339
from intake_app.domain import readiness, reading_back
from intake_app.domain.statement import Statement
from intake_app.services import device_keys, enrolling, interviewing
from intake_app.services.session import Session

ARCHIVE = "archive"
CLOCK_AHEAD = timedelta(days=3 * 365)


@dataclass(frozen=True)
class SealPlan:
    """What the person who seals must know. Sizes are in bytes, before padding.

    `missing` are codes of `readiness`; `openers` and `identity_openers` are principals, and
    `archive` where the organisation has an archive. Nobody opens anything where `enrolled` is
    False. `trust_expired` warns and stops nothing; `clock_wrong` stops until the date is right.
    """

    missing: tuple[str, ...]
    organisation: str
    openers: tuple[str, ...]
    identity_openers: tuple[str, ...]
    has_identity: bool
    exhibits: int
    total_bytes: int
    trust_expired: bool
    uses_allowed: tuple[str, ...]
    enrolled: bool = True
    clock_wrong: bool = False

    @property
    def may_seal(self) -> bool:
        """True where nothing stands in the way."""
        return self.enrolled and not self.missing and not self.clock_wrong


def plan(session: Session, statement_id: str) -> SealPlan:
    """Return what sealing this draft would do.

    Raises:
        StatementMissing: there is no such draft. WrongRole.
    """
    session.require("interviewer", "witness")
    statement = interviewing.load(session, statement_id)
    identity = interviewing.load_identity(session, statement_id)
    words = len(interviewing.pack(statement)) + len(interviewing.pack(identity))
    try:
        trust = enrolling.require_enrolled(session)
    except (errors.NoOrganisation, errors.NotEnrolled):
        trust = None
    return SealPlan(
        missing=readiness.missing(statement),
        organisation="" if trust is None else trust.org,
        openers=() if trust is None else openers(trust),
        identity_openers=() if trust is None else openers(trust, identity=True),
        has_identity=not identity.is_empty,
        exhibits=len(statement.exhibits),
        total_bytes=words + sum(exhibit.size for exhibit in statement.exhibits),
        trust_expired=trust is not None and _is_expired(session, trust),
        uses_allowed=statement.consent.allowed,
        enrolled=trust is not None,
        clock_wrong=trust is not None and _is_clock_wrong(session, own_member(session, trust)),
    )


def openers(trust: TrustList, *, identity: bool = False) -> tuple[str, ...]:
    """Return who can open a statement, or with `identity` who can open who the witness is."""
    people = (
        each.principal
        for each in trust.coordinators
        if not each.is_revoked and (each.identity or not identity)
    )
    return (*people, *([ARCHIVE] if trust.archive else []))


def own_member(session: Session, trust: TrustList) -> Member:
    """Return this vault's own row of the trust list. Raises: NotEnrolled."""
    found = trust.by_key(device_keys.signing_key(session).public)
    if found is None:
        raise errors.NotEnrolled
    return found


def require_ready(session: Session, statement: Statement) -> TrustList:
    """Return the trust list under which a draft may be sealed now.

    Raises:
        ConsentMissing, ConsentRefused, NotReadBack, StatementInvalid (nothing was said): it is not
        ready. NoOrganisation, NotEnrolled: nobody could open it. ClockWrong.
    """
    missing = readiness.missing(statement)
    if readiness.CONSENT_INCOMPLETE in missing:
        raise errors.ConsentMissing
    if readiness.CONSENT_REFUSED in missing:
        raise errors.ConsentRefused
    if readiness.NOTHING_SAID in missing:
        raise errors.StatementInvalid(where="$.narrative")
    if missing:
        unread = reading_back.unread(statement.narrative, statement.read_back)
        raise errors.NotReadBack(count=len(unread))
    trust = enrolling.require_enrolled(session)
    if _is_clock_wrong(session, own_member(session, trust)):
        raise errors.ClockWrong
    return trust


def _is_expired(session: Session, trust: TrustList) -> bool:
    now = session.clock.now()
    return trust.is_expired(now) or now > parse_rfc3339(own_member(session, trust).valid_before)


def _is_clock_wrong(session: Session, member: Member) -> bool:
    """Return whether a coordinator would refuse what is sealed now, whatever is renewed later.

    A key that ran out can be given another year; one that was not made yet cannot have sealed.
    """
    now = session.clock.now()
    first, last = parse_rfc3339(member.valid_after), parse_rfc3339(member.valid_before)
    return not first <= now <= last + CLOCK_AHEAD

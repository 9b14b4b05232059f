"""What is carried from the consent questions to the first words; only in memory until `begin`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from intake_app.clock import rfc3339
from intake_app.domain.statement import Kind, Present, Purpose, Setting, Statement
from intake_app.localization.numbers import fold_digits
from intake_app.services import interviewing, withdrawing
from intake_app.services.consenting import ConsentSheet
from intake_app.services.interviewing import Opening
from intake_app.services.session import Session

_TIME = re.compile(r"([01]?\d|2[0-3])[:.٫]([0-5]\d)")
_HALF_A_DAY = timedelta(hours=12)


@dataclass
class Beginning:
    """The answers of the first two pages.

    `spoken_as` is a code of the list given_as; `corrects` names the sealed bundle that a
    correction, addition or withdrawal is about.
    """

    sheet: ConsentSheet = field(default_factory=ConsentSheet)
    kind: Kind = "full"
    spoken_as: str = "spoken"
    interpreted: bool = False
    purpose: Purpose = "testimony"
    corrects: str = ""
    pseudonym: str = ""
    relation: str = ""
    relation_text: str = ""
    calendar: str = "persian"
    language: str = ""
    place_type: str = ""
    place: str = ""
    present: tuple[Present, ...] = ()
    started_at: str = ""  # RFC 3339, UTC

    def opening(self) -> Opening:
        """Return all of it as the opening of a statement."""
        setting = Setting(
            started_at=self.started_at,
            given_as=self.spoken_as,
            place_type=self.place_type,
            place=self.place.strip(),
            language=self.language,
            interpreted=self.interpreted,
            present=self.present,
        )
        return Opening(
            kind=self.kind,
            consent=self.sheet.consent(self.sheet.recorded_at),
            setting=setting,
            pseudonym=self.pseudonym.strip(),
            relation=self.relation,
            calendar=self.calendar,
            contact_words=self.sheet.contact_words if self.sheet.may_be_reached else "",
        )


def begin(session: Session, beginning: Beginning) -> Statement:
    """Open the draft: from here on what is said is kept.

    Raises:
        ConsentMissing, ConsentRefused, StatementInvalid, StatementMissing (the sealed bundle that
        this is about was not sealed here): nothing is stored.
    """
    with session.vault.transaction():
        statement = _begun(session, beginning)
        if beginning.relation_text.strip():
            witness = msgspec.structs.replace(
                statement.witness, relation_text=beginning.relation_text.strip()
            )
            return interviewing.revise(session, statement.statement_id, witness=witness)
    return statement


def _begun(session: Session, beginning: Beginning) -> Statement:
    opening = beginning.opening()
    if beginning.purpose == "testimony":
        return interviewing.begin(session, opening)
    if beginning.purpose == "withdrawal":
        return withdrawing.withdrawal(session, beginning.corrects, opening)
    return withdrawing.correction(session, beginning.corrects, beginning.purpose, opening)


def start_moment(typed: str, now: datetime) -> str | None:
    """Return the moment of a typed time of day as RFC 3339 in UTC; None for anything else.

    `now` is aware and local. A time later than now is of the evening before, unless that would be
    more than half a day ago: then it is still to come, and not understood.
    """
    found = _TIME.fullmatch(fold_digits(typed.strip()))
    if found is None:
        return None
    moment = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    if moment > now:
        moment -= timedelta(days=1)
        if now - moment > _HALF_A_DAY:
            return None
    return rfc3339(moment.astimezone(UTC))


def same_twice(present: Sequence[Present]) -> bool:
    """True where two people have the same role and the same pseudonym: perhaps one by mistake."""
    named = [(each.role, each.pseudonym.strip()) for each in present]
    return len(set(named)) < len(named)

"""A statement: kept in the words and language in which it was given."""

from __future__ import annotations

from typing import Literal

import msgspec

from intake_app.domain.consent import KEEP, Consent
from intake_app.domain.exhibits import Exhibit
from intake_app.domain.facts import Document, Event, Official, Place, Victim
from intake_app.domain.narrative import Paragraph
from intake_app.domain.reading_back import ReadBack
from intake_app.domain.record import Name, Record

FORMAT = "testimony-statement/1"
IDENTITY_FORMAT = "testimony-identity/1"

Kind = Literal["first_account", "full", "referral"]
Purpose = Literal["testimony", "correction", "addition", "withdrawal"]


class Present(Record, frozen=True, kw_only=True):
    """Somebody in the room, by role and pseudonym.

    Who came in or left while the witness was telling has the moment (RFC 3339); both are left out
    for those who were there throughout, as in statements from before these fields were known.
    """

    role: str  # witness | interviewer | interpreter | support_person | other
    pseudonym: str = ""
    language: str = ""
    joined_at: str | msgspec.UnsetType = msgspec.UNSET
    left_at: str | msgspec.UnsetType = msgspec.UNSET

    @property
    def came(self) -> str:
        """When this person came in, or nothing."""
        return self.joined_at or ""

    @property
    def left(self) -> str:
        """When this person left, or nothing."""
        return self.left_at or ""


class Setting(Record, frozen=True, kw_only=True):
    """How, when and with whom the statement was given; a precise place only where asked for."""

    started_at: str = ""
    ended_at: str = ""
    given_as: str = "spoken"
    place_type: str = ""
    place: str = ""
    language: str = ""
    interpreted: bool = False
    present: tuple[Present, ...] = ()


class Witness(Record, frozen=True, kw_only=True):
    """The witness as the statement names them: a pseudonym and a relation, nothing more."""

    pseudonym: str
    relation: str = ""
    relation_text: str = ""


class Safety(Record, frozen=True, kw_only=True):
    """Risks and wishes that govern every later use."""

    risk: str = ""
    wishes: str = ""
    support: str = ""
    told_before: str = ""


class Answer(Record, frozen=True, kw_only=True):
    """The answer to one question of the guide, in the witness's words."""

    question: str
    state: str = "answered"  # a code of the list answer_states
    text: str = ""
    how: str = ""
    told_by: str = ""
    note: str = ""  # the interviewer's, kept apart from the witness's words


class Link(Record, frozen=True, kw_only=True):
    """What this statement does to an earlier, sealed one."""

    rel: Literal["corrects", "adds_to", "withdraws"]
    bundle_id: str


class Statement(Record, frozen=True, kw_only=True):
    """Everything a witness gave in one statement, apart from who they are."""

    format: Literal["testimony-statement/1"] = "testimony-statement/1"
    statement_id: str
    kind: Kind
    purpose: Purpose = "testimony"
    calendar: str = "persian"
    guide: str = "builtin/1"
    created_at: str
    witness: Witness
    setting: Setting
    consent: Consent
    safety: Safety = Safety()
    narrative: tuple[Paragraph, ...] = ()
    answers: tuple[Answer, ...] = ()
    victims: tuple[Victim, ...] = ()
    officials: tuple[Official, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    documents: tuple[Document, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    read_back: ReadBack = ReadBack()
    links: tuple[Link, ...] = ()

    @property
    def may_be_kept(self) -> bool:
        """False where the witness does not agree to it; a withdrawal is kept in any case."""
        return self.purpose == "withdrawal" or self.consent.allows(KEEP)


class Identity(Record, frozen=True, kw_only=True):
    """Who the witness is: sealed apart, for fewer people."""

    format: Literal["testimony-identity/1"] = "testimony-identity/1"
    statement_id: str
    pseudonym: str
    names: tuple[Name, ...] = ()
    birth_year: str = ""
    contact: str = ""
    contact_rule: str = ""
    risk_notes: str = ""

    @property
    def is_empty(self) -> bool:
        """True where nothing was entered, so that nothing needs to be sealed."""
        named = any(name.text for name in self.names)
        told = self.birth_year or self.contact or self.contact_rule or self.risk_notes
        return not (named or told)

"""Structured facts: an index to the witness's words, never a replacement for them."""

from __future__ import annotations

from intake_app.domain.record import DateEntry, Knowledge, Name, Record


class Place(Record, frozen=True, kw_only=True):
    """A place as named, coded against the gazetteer where it is there."""

    id: str
    text: str = ""
    code: str = ""
    kind: str = ""
    ward: str = ""
    knowledge: Knowledge = Knowledge()


class Step(Record, frozen=True, kw_only=True):
    """One station of a victim's course, from arrest to reprisals against the family."""

    kind: str  # a code of the list event_kinds
    text: str = ""
    date: DateEntry = DateEntry()
    place: str = ""
    place_code: str = ""
    people: str = ""
    knowledge: Knowledge = Knowledge()


class DeathCertificate(Record, frozen=True, kw_only=True):
    """What the family was given on paper, and what is wrong with it."""

    issued: str = ""  # yes | no | unknown | ""
    date_issued: DateEntry = DateEntry()
    issued_by: str = ""
    stated_date: str = ""
    stated_place: str = ""
    stated_cause: str = ""
    wrong: str = ""
    holder: str = ""
    correction_asked: str = ""


class Victim(Record, frozen=True, kw_only=True):
    """A person the witness speaks of, with the course of what happened as told."""

    id: str
    names: tuple[Name, ...] = ()
    relation: str = ""
    sex: str = ""
    birth: DateEntry = DateEntry()
    home_town: str = ""
    occupation: str = ""
    affiliation: str = ""
    affiliation_code: str = ""
    family: str = ""
    course: tuple[Step, ...] = ()
    manner: str = ""
    burial: str = ""
    burial_text: str = ""
    death_certificate: DeathCertificate = DeathCertificate()
    knowledge: Knowledge = Knowledge()

    @property
    def shown_name(self) -> str:
        """The first name that was given, or nothing."""
        return next((name.text for name in self.names if name.text), "")


class Official(Record, frozen=True, kw_only=True):
    """A person alleged to be responsible, as told; never shown without «alleged»."""

    id: str
    names: tuple[Name, ...] = ()
    position_then: str = ""
    position_code: str = ""
    position_now: str = ""
    place: str = ""
    act: str = ""
    confidence: str = ""
    knowledge: Knowledge = Knowledge()


class Event(Record, frozen=True, kw_only=True):
    """Something that happened, with its interval and place as said."""

    id: str
    kind: str = ""
    text: str = ""
    date: DateEntry = DateEntry()
    place: str = ""
    people: str = ""
    knowledge: Knowledge = Knowledge()


class Document(Record, frozen=True, kw_only=True):
    """A paper, picture or object that the witness holds or knows of."""

    id: str
    kind: str = ""
    description: str = ""
    original: str = ""  # original | copy | unknown
    made_by: str = ""
    how_obtained: str = ""
    holder: str = ""
    exhibit: str = ""

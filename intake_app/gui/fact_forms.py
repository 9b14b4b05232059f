"""The forms for facts, as tables: a row there is a field on the page.

Labels are those under which `services.telling` says the same things back.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.gui.widgets.record_form import Entry
from intake_app.localization.marking import N_

YES_NO = (("yes", N_("Yes")), ("no", N_("No")), ("unknown", N_("Not known")))


@dataclass(frozen=True)
class FormPart:
    """A part of a form: its name, whether it starts open, and its fields.

    `inside` names a record inside the fact whose fields these are; `course` stands for the steps
    of what happened.
    """

    name: str
    heading: str
    entries: tuple[Entry, ...] = ()
    inside: str = ""
    is_course: bool = False
    starts_open: bool = True


@dataclass(frozen=True)
class FactSection:
    """A list of facts: what it is called, what its button says, and its form.

    `said` is a sentence that stands over the form; `alone` means one record and no list.
    """

    key: str
    heading: str
    add: str
    empty: str
    parts: tuple[FormPart, ...]
    said: str = ""
    alone: bool = False


_KNOWN = FormPart("known", N_("How it is known"), (Entry("knowledge", "", "knowledge"),))
_VICTIM = (
    FormPart("names", N_("Names"), (Entry("names", "", "names"),)),
    FormPart(
        "person",
        N_("Who it was"),
        (
            Entry("relation", N_("Relation to the witness"), "coded", ("relations",)),
            Entry("birth", N_("Birth"), "date"),
            Entry("home_town", N_("Home town")),
            Entry("occupation", N_("Work or studies")),
            Entry("sex", N_("Sex"), "answers", ("sexes",)),
            Entry("affiliation", N_("Affiliation, as said")),
            Entry("affiliation_code", N_("Affiliation in the list"), "coded", ("affiliations",)),
            Entry("family", N_("Family"), "words"),
        ),
    ),
    FormPart("course", N_("What happened"), is_course=True),
    FormPart(
        "death",
        N_("Death and burial"),
        (
            Entry("manner", N_("Manner of death"), "coded", ("manner_of_death",)),
            Entry("burial", N_("Burial"), "coded", ("burial_kinds",)),
            Entry("burial_text", N_("Burial, in the witness's words"), "words"),
        ),
        starts_open=False,
    ),
    FormPart(
        "certificate",
        N_("Death certificate"),
        (
            Entry("issued", N_("Was one issued?"), "answers", choices=YES_NO),
            Entry("date_issued", N_("When it was issued"), "date"),
            Entry("issued_by", N_("Issued by")),
            Entry("stated_date", N_("Date that it states")),
            Entry("stated_place", N_("Place that it states")),
            Entry("stated_cause", N_("Cause that it states")),
            Entry("holder", N_("Who holds it now")),
            Entry("wrong", N_("What is wrong with it"), "words"),
            Entry("correction_asked", N_("Correction asked for, and the answer"), "words"),
        ),
        inside="death_certificate",
        starts_open=False,
    ),
    _KNOWN,
)
_OFFICIAL = (
    FormPart("names", N_("Names"), (Entry("names", "", "names"),)),
    FormPart(
        "role",
        N_("What the witness says of this person"),
        (
            Entry("position_then", N_("Position then")),
            Entry("position_code", N_("Office"), "coded", ("positions",)),
            Entry("place", N_("Place")),
            Entry("position_now", N_("Position now")),
            Entry("act", N_("What is alleged"), "words"),
            Entry("confidence", N_("How sure the witness is")),
        ),
    ),
    _KNOWN,
)
_PLACE = (
    FormPart(
        "place",
        N_("Place"),
        (
            Entry("text", N_("Place, as the witness calls it")),
            Entry("code", N_("Which known place is it?"), "coded", ("prisons", "burial_sites")),
            Entry("kind", N_("Kind"), "coded", ("place_types",)),
            Entry("ward", N_("Ward or section")),
        ),
    ),
    _KNOWN,
)
_EVENT = (
    FormPart(
        "event",
        N_("Event"),
        (
            Entry("kind", N_("What happened"), "coded", ("event_kinds",)),
            Entry("date", N_("When"), "date"),
            Entry("text", N_("In the witness's words"), "words"),
            Entry("place", N_("Place")),
            Entry("people", N_("People")),
        ),
    ),
    _KNOWN,
)
_DOCUMENT = (
    FormPart(
        "document",
        N_("Paper or object"),
        (
            Entry("kind", N_("Kind"), "coded", ("document_kinds",)),
            Entry("made_by", N_("Made by")),
            Entry("description", N_("What it is and what stands on it"), "words"),
            Entry("original", N_("Original or copy"), "answers", ("originality",)),
            Entry("how_obtained", N_("How the witness got it")),
            Entry("holder", N_("Who holds it now")),
        ),
    ),
)
_SAFETY = (
    FormPart(
        "safety",
        N_("Safety and wishes"),
        (
            Entry("risk", N_("Who could be in danger, and through whom?"), "words"),
            Entry("wishes", N_("What does the witness wish for their protection?"), "words"),
            Entry("support", N_("What help was offered or is needed?"), "words"),
            Entry("told_before", N_("Was this told before? To whom, and where is it?"), "words"),
        ),
    ),
)

SECTIONS: tuple[FactSection, ...] = (
    FactSection(
        "victims",
        N_("People spoken of"),
        N_("Add a person"),
        N_("Nobody is noted yet. Add each person whom the witness speaks of."),
        _VICTIM,
    ),
    FactSection(
        "officials",
        N_("Named as responsible"),
        N_("Add a named person"),
        N_("Nobody is noted yet. Add only whom the witness names; never suggest a name."),
        _OFFICIAL,
        said=N_("Alleged: this is what the witness says of this person; no court has judged it."),
    ),
    FactSection(
        "places",
        N_("Places"),
        N_("Add a place"),
        N_("No place is noted yet."),
        _PLACE,
    ),
    FactSection(
        "events",
        N_("Events"),
        N_("Add an event"),
        N_("No event is noted yet. What happened to one person stands on that person's page."),
        _EVENT,
    ),
    FactSection(
        "documents",
        N_("Papers and objects"),
        N_("Add a paper or object"),
        N_("Nothing is noted yet. Files that you take in stand on the page «Files»."),
        _DOCUMENT,
    ),
    FactSection("safety", N_("Safety"), "", "", _SAFETY, alone=True),
)

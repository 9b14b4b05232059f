"""Answers and facts as plain words: for reading them to the witness and for the open record.

Labels and sentences are in the active language; what the witness said stays as it was said.
Officials are never worded without «alleged».
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intake_app.domain.facts import Document, Event, Official, Place, Victim
from intake_app.domain.statement import Answer, Statement
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import coded_list, guide
from intake_app.services import telling_parts as parts
from intake_app.services.telling_parts import Line

PassageKind = Literal["answer", "victim", "official", "place", "event", "document"]
ANSWERED = "answered"


@dataclass(frozen=True)
class Passage:
    """What is read in one breath: one answer, or everything that is told of one person or thing."""

    id: str
    kind: PassageKind
    heading: str
    lines: tuple[Line, ...]
    section: str = ""  # of the guide, for answers


def passages(statement: Statement) -> tuple[Passage, ...]:
    """Return the answers in the guide's order, then the facts in the statement's order."""
    return (*answers(statement), *facts(statement))


def answers(statement: Statement) -> tuple[Passage, ...]:
    """Return one passage for every question that was answered or left open on purpose."""
    order = {question.id: at for at, question in enumerate(guide().questions)}
    given = sorted(statement.answers, key=lambda each: order.get(each.question, len(order)))
    return tuple(_answer(each) for each in given if each.text.strip() or each.state != ANSWERED)


def facts(statement: Statement) -> tuple[Passage, ...]:
    """Return one passage for every victim, official, place, event and document."""
    told: list[Passage] = []
    told += [_victim(each) for each in statement.victims]
    told += [_official(each) for each in statement.officials]
    told += [_place(each) for each in statement.places]
    told += [_event(each) for each in statement.events]
    told += [_document(each) for each in statement.documents]
    return tuple(told)


def _answer(answer: Answer) -> Passage:
    language = active().code
    question = guide().question(answer.question)
    heading = guide().label(answer.question, language)
    if answer.state == ANSWERED:
        said = Line("", answer.text, notes=parts.knowledge(answer.how, answer.told_by), words=True)
    else:
        said = Line("", coded_list("answer_states").label(answer.state, language))
    section = question.section if question else ""
    return Passage(f"answer:{answer.question}", "answer", heading, (said,), section)


def _victim(victim: Victim) -> Passage:
    heading = victim.shown_name or _("A person whose name was not given")
    lines = [
        *parts.names(victim.names),
        *parts.worded(_("Relation to the witness"), parts.label("relations", victim.relation)),
        *parts.worded(_("Sex"), parts.label("sexes", victim.sex)),
        *parts.dated(_("Birth"), victim.birth),
        *parts.said(_("Home town"), victim.home_town),
        *parts.said(_("Work or studies"), victim.occupation),
        *parts.said(_("Affiliation, as said"), victim.affiliation),
        *parts.said(_("Family"), victim.family),
        *(parts.step(each) for each in victim.course),
        *parts.worded(_("Manner of death"), parts.label("manner_of_death", victim.manner)),
        *parts.worded(
            _("Burial"), parts.label("burial_kinds", victim.burial), detail=victim.burial_text
        ),
        *parts.certificate(victim.death_certificate),
        *parts.known(victim.knowledge),
    ]
    return Passage(f"victim:{victim.id}", "victim", heading, tuple(lines))


def _official(official: Official) -> Passage:
    name = next((each.text for each in official.names if each.text), "")
    heading = (
        _("{name}, alleged to be responsible", name=name)
        if name
        else _("An unnamed person, alleged to be responsible")
    )
    lines = [
        *parts.names(official.names),
        *parts.said(_("Position then"), official.position_then),
        *parts.worded(_("Office"), parts.label("positions", official.position_code)),
        *parts.said(_("Position now"), official.position_now),
        *parts.said(_("Place"), official.place),
        *parts.said(_("What is alleged"), official.act),
        *parts.said(_("How sure the witness is"), official.confidence),
        *parts.known(official.knowledge),
    ]
    return Passage(f"official:{official.id}", "official", heading, tuple(lines))


def _place(place: Place) -> Passage:
    heading = place.text or parts.label("prisons", place.code) or _("A place without a name")
    lines = [
        *parts.worded(_("Kind"), parts.label("place_types", place.kind)),
        *parts.said(_("Ward or section"), place.ward),
        *parts.known(place.knowledge),
    ]
    return Passage(f"place:{place.id}", "place", heading, tuple(lines))


def _event(event: Event) -> Passage:
    heading = parts.label("event_kinds", event.kind) or _("Something that happened")
    lines = [
        *parts.said("", event.text),
        *parts.dated(_("When"), event.date),
        *parts.said(_("Place"), event.place),
        *parts.said(_("People"), event.people),
        *parts.known(event.knowledge),
    ]
    return Passage(f"event:{event.id}", "event", heading, tuple(lines))


def _document(document: Document) -> Passage:
    heading = parts.label("document_kinds", document.kind) or _("A paper or object")
    lines = [
        *parts.said("", document.description),
        *parts.worded(_("Original or copy"), parts.label("originality", document.original)),
        *parts.said(_("Made by"), document.made_by),
        *parts.said(_("How the witness got it"), document.how_obtained),
        *parts.said(_("Who holds it now"), document.holder),
    ]
    return Passage(f"document:{document.id}", "document", heading, tuple(lines))

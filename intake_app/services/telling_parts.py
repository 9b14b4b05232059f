"""The lines of which `telling` is made: names, dates, steps, a death certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake_app.domain.facts import DeathCertificate, Step
from intake_app.domain.record import DateEntry, Knowledge, Name
from intake_app.localization import dates
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import coded_list

_FULL = "full"


@dataclass(frozen=True)
class Line:
    """One thing that is told: what it is, the text, and sentences that belong to it.

    `words` is true where the text is the witness's own, in their language.
    """

    label: str
    text: str
    notes: tuple[str, ...] = ()
    words: bool = False


def label(name: str, code: str) -> str:
    """Return the name of a code in the active language, nothing for no code."""
    return coded_list(name).label(code, active().code) if code else ""


def said(what: str, text: str) -> Iterator[Line]:
    """Give a line in the witness's words, where there are any."""
    if text.strip():
        yield Line(what, text, words=True)


def worded(what: str, text: str, *, detail: str = "") -> Iterator[Line]:
    """Give a line in our words, with the witness's own after it."""
    if text:
        yield Line(what, text, notes=(detail,) if detail.strip() else ())
    else:
        yield from said(what, detail)


def names(given: tuple[Name, ...]) -> Iterator[Line]:
    """Give every name but the first full one, which is the heading, and the father's name."""
    shown = next((name.text for name in given if name.text), "")
    for name in given:
        if name.text and name.text != shown:
            kind = label("name_kinds", name.kind) or label("name_kinds", _FULL)
            yield Line(kind, name.text, words=True)
        if name.father:
            yield Line(_("Father's name"), name.father, words=True)


def dated(what: str, date: DateEntry) -> Iterator[Line]:
    """Give a date as said, with the days that follow from it."""
    if date.said.strip():
        yield Line(what, date.said, notes=_days(date), words=True)


def step(each: Step) -> Line:
    """Return one station of a person's course."""
    notes = []
    if each.date.said.strip():
        notes.append(_("When, as said: {date}", date=each.date.said))
        notes += _days(each.date)
    if each.place.strip():
        notes.append(_("Where: {place}", place=each.place))
    if each.people.strip():
        notes.append(_("Who was there: {people}", people=each.people))
    notes += knowledge(each.knowledge.how, each.knowledge.told_by)
    kind = label("event_kinds", each.kind) or _("What happened")
    return Line(kind, each.text, tuple(notes), words=True)


def certificate(paper: DeathCertificate) -> Iterator[Line]:
    """Give what is told of a death certificate, nothing where none was spoken of."""
    issued = {
        "yes": _("A death certificate was issued."),
        "no": _("No death certificate was issued."),
        "unknown": _("Whether a death certificate was issued is not known."),
    }.get(paper.issued, "")
    if not issued:
        return
    notes = []
    for text, sentence in (
        (paper.date_issued.said, _("Issued: {words}", words=paper.date_issued.said)),
        (paper.issued_by, _("Issued by: {words}", words=paper.issued_by)),
        (paper.stated_date, _("Date that it states: {words}", words=paper.stated_date)),
        (paper.stated_place, _("Place that it states: {words}", words=paper.stated_place)),
        (paper.stated_cause, _("Cause that it states: {words}", words=paper.stated_cause)),
        (paper.wrong, _("What is wrong with it: {words}", words=paper.wrong)),
        (paper.holder, _("Who holds it: {words}", words=paper.holder)),
        (paper.correction_asked, _("Correction asked for: {words}", words=paper.correction_asked)),
    ):
        if text.strip():
            notes.append(sentence)
    yield Line(_("Death certificate"), issued, tuple(notes))


def known(knowledge_of: Knowledge) -> Iterator[Line]:
    """Give how the witness knows, as a line of its own."""
    for sentence in knowledge(knowledge_of.how, knowledge_of.told_by):
        yield Line("", sentence)


def knowledge(how: str, told_by: str) -> tuple[str, ...]:
    """Return the sentence that says how the witness knows, or nothing."""
    if not how:
        return ()
    way = label("how_known", how)
    if told_by.strip() and how not in {"saw", "heard"}:
        return (_("How the witness knows: {way}: {told_by}", way=way, told_by=told_by),)
    return (_("How the witness knows: {way}", way=way),)


def _days(date: DateEntry) -> tuple[str, ...]:
    days = dates.describe(date)
    return (_("That is: {days}", days=days),) if days else ()

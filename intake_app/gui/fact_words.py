"""What a fact is called in a list: by the words of the witness, never without «alleged»."""

from __future__ import annotations

from intake_app.domain.fact_lists import Fact
from intake_app.domain.facts import Document, Event, Official, Place, Victim
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import coded_list


def heading(fact: Fact) -> str:
    """Return the fact's name."""
    if isinstance(fact, Victim):
        return fact.shown_name or _("A person whose name was not given")
    if isinstance(fact, Official):
        name = next((each.text for each in fact.names if each.text), "")
        if name:
            return _("{name}, alleged to be responsible", name=name)
        return _("An unnamed person, alleged to be responsible")
    if isinstance(fact, Place):
        return fact.text or _label("prisons", fact.code) or _("A place without a name")
    if isinstance(fact, Event):
        return _label("event_kinds", fact.kind) or _("Something that happened")
    return _label("document_kinds", fact.kind) or _("A paper or object")


def detail(fact: Fact) -> str:
    """Return one quieter line that tells it from others of the same name."""
    said: tuple[str, ...]
    if isinstance(fact, Victim):
        said = (_label("relations", fact.relation), fact.home_town)
    elif isinstance(fact, Official):
        said = (_label("positions", fact.position_code) or fact.position_then, fact.place)
    elif isinstance(fact, Place):
        said = (_label("place_types", fact.kind), fact.ward)
    elif isinstance(fact, Event):
        said = (fact.date.said, fact.place)
    else:
        said = (_short(fact),)
    return " · ".join(each for each in said if each)


def _short(document: Document) -> str:
    first, _newline, _rest = document.description.partition("\n")
    return first if len(first) <= 60 else first[:57] + "…"  # noqa: PLR2004


def _label(name: str, code: str) -> str:
    return coded_list(name).label(code, active().code) if code else ""

"""Parts of the sealing page: what is missing, who can open it, what the witness allows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.domain import readiness
from intake_app.domain.consent import USES
from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.columns import Columns
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.bundle_words import member_code
from intake_app.localization.catalogs import active, ngettext
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.listing import join
from intake_app.localization.numbers import size
from intake_app.localization.reference import consent_form
from intake_app.localization.search_keys import match_key
from intake_app.services.planning import ARCHIVE
from intake_app.services.sealing import STEPS, SealPlan

__all__ = [
    "STEPS",
    "first_way",
    "is_word",
    "missing_card",
    "plan_columns",
    "step_word",
    "typed_word",
]

# Either language's word counts: not every keyboard has both scripts.
_WORDS = frozenset({"seal", "مهر"})
_SCREENS = {
    readiness.CONSENT_INCOMPLETE: "consent",
    readiness.CONSENT_REFUSED: "consent",
    readiness.NOTHING_SAID: "interview",
    readiness.UNREAD: "read_back",
    readiness.NOT_AGREED: "read_back",
}


def typed_word() -> str:
    """Return the word that confirms, in the interface's language."""
    return _("seal")


def is_word(text: str) -> bool:
    """Return whether somebody typed the word."""
    said = match_key(text)
    return said in _WORDS or said == match_key(typed_word())


def step_word(step: str) -> str:
    """Return what is done in one step of sealing."""
    return {
        "check": _("Check that everything is there"),
        "write": _("Close it for the coordinators"),
        "sign": _("Sign it in this computer's name"),
        "reread": _("Read it again and compare"),
        "keep": _("Keep it, and destroy the readable draft"),
    }[step]


def first_way(plan: SealPlan) -> tuple[str, str]:
    """Return the screen where the first missing thing is done, and what its button says."""
    if plan.missing:
        screen = _SCREENS[plan.missing[0]]
        return screen, _way_word(screen)
    return ("", "") if plan.enrolled else ("organisation", _way_word("organisation"))


def missing_card(plan: SealPlan, statement_id: str, go: Callable[..., object]) -> QWidget | None:
    """Return what still stands in the way, or None.

    The first has its way in the primary button; each of the others has its own here.
    """
    lines: list[QWidget] = []
    shown = {first_way(plan)[0]}
    for code in plan.missing:
        screen = _SCREENS[code]
        offer = "" if screen in shown else _way_word(screen)
        shown.add(screen)
        way = partial(go, screen, statement_id=statement_id)
        lines.append(_missing_line(_missing(code), offer, way, screen))
    if not plan.enrolled:
        text = _("Your organisation does not know this computer yet. Nobody could open the seal.")
        offer = "" if "organisation" in shown else _way_word("organisation")
        lines.append(_missing_line(text, offer, partial(go, "organisation"), "organisation"))
    if plan.clock_wrong:
        text = _("This computer's date is wrong: the coordinators would refuse the seal.")
        lines.append(ToneLine("fault", text, _("Set the date of the computer, then come back.")))
    if not lines:
        return None
    return Card(Label(_("Before it can be sealed"), "heading"), *lines)


def warnings_card(plan: SealPlan) -> QWidget | None:
    """Return what one should know but that stops nothing, or None."""
    if not plan.trust_expired:
        return None
    line = ToneLine(
        "warning",
        _("Your trust list has run out."),
        _("You can seal. Ask your coordinator for a newer list when you can."),
    )
    return Card(line)


def plan_columns(plan: SealPlan) -> QWidget:
    """Return in plain words what will happen, in two columns where there is room."""
    columns = Columns(shares=(1, 1))
    if plan.enrolled:
        columns.start.add(_openers(plan))
    columns.start.add(_never_again())
    columns.end.add(_uses(plan))
    return columns


def _openers(plan: SealPlan) -> Card:
    card = Card(Label(_("Who will be able to open it"), "heading"))
    if plan.organisation:
        name = Label(_("Organisation: {name}", name=plan.organisation), "body")
        mark_data(name)
        card.add(name)
    who = join(_opener(each) for each in plan.openers)
    card.add(Label(_("The statement: {who}.", who=who)))
    if plan.has_identity:
        few = join(_opener(each) for each in plan.identity_openers)
        said = _("Who the witness is, sealed apart: {who}.", who=few) if few else ""
        card.add(Label(said or _("Who the witness is: nobody could open it.")))
    else:
        card.add(Label(_("Nothing was noted about who the witness is.")))
    card.add(Label(_("This computer itself can no longer open it."), "soft"))
    return card


def _never_again() -> Card:
    return Card(
        Label(_("What cannot be changed afterwards"), "heading"),
        Label(_("The words, the answers, the facts, the files, the consent and the reading back.")),
        Label(
            _("What is wrong or was left out can be added later, in a correction of its own."),
            "soft",
        ),
    )


def _uses(plan: SealPlan) -> Card:
    form, language = consent_form(), active().code
    yes = [form.label(use, language) for use in USES if use in plan.uses_allowed]
    no = [form.label(use, language) for use in USES if use not in plan.uses_allowed]
    card = Card(Label(_("What goes in"), "heading"))
    amount = size(plan.total_bytes)
    if plan.exhibits:
        said = ngettext(
            "{n} file, {size} in all.", "{n} files, {size} in all.", plan.exhibits, size=amount
        )
    else:
        said = _("No files, {size} in all.", size=amount)
    card.add(Label(said))
    if yes:
        card.add(ToneLine("success", _("Allowed by the witness: {uses}.", uses=join(yes))))
    if no:
        card.add(ToneLine("fault", _("Not allowed by the witness: {uses}.", uses=join(no))))
    return card


def _opener(principal: str) -> str:
    """Return whoever opens it in words; the list names people by eight characters, no label."""
    if principal == ARCHIVE:
        return _("the organisation's archive")
    return _("coordinator {code}", code=member_code(principal))


def _missing(code: str) -> str:
    return {
        readiness.CONSENT_INCOMPLETE: _("Some consent questions have no answer."),
        readiness.CONSENT_REFUSED: _("The witness did not agree that it is kept."),
        readiness.NOTHING_SAID: _("Nothing was written down yet."),
        readiness.UNREAD: _("Some paragraphs were not read back."),
        readiness.NOT_AGREED: _("The witness has not yet agreed to the text."),
    }[code]


def _way_word(screen: str) -> str:
    return {
        "consent": _("Go to the consent"),
        "interview": _("Go to the interview"),
        "read_back": _("Go to reading back"),
        "organisation": _("Go to your organisation"),
    }[screen]


def _missing_line(text: str, way_word: str, way: Callable[[], object], name: str) -> QWidget:
    now = theme.current()
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(now.space(2))
    column.addWidget(ToneLine("warning", text))
    if way_word:
        row = QHBoxLayout()
        row.setContentsMargins(now.space(6), 0, 0, 0)
        row.addWidget(FlowRow(button(way_word, way, name=f"to_{name}")))
        column.addLayout(row)
    return holder

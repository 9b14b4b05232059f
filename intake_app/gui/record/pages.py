"""Facts, consent, history and what belongs together, as pages of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.domain.consent import USES, Consent
from intake_app.domain.statement import Statement
from intake_app.gui import theme
from intake_app.gui.notices import Tone
from intake_app.gui.tables.rows_model import Cell, Column, RowsModel
from intake_app.gui.tables.rows_view import RowsView
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.passage_view import PassageView
from intake_app.gui.widgets.text import Label, heading, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.consent_words import answer_word
from intake_app.localization.custody_words import LogLine, sentence
from intake_app.localization.link_words import link_sentence, open_words
from intake_app.localization.reference import coded_list, consent_form
from intake_app.localization.times import moment, moment_as_told
from intake_app.services.records import Linked, Record
from intake_app.services.telling import facts

_MOST_ROWS = 12  # that a history shows without scrolling


def facts_page(statement: Statement) -> QWidget:
    """Return everything that was structured, one card a person, place, event or paper."""
    page, column = _page()
    told = facts(statement)
    for passage in told:
        card = Card(PassageView(passage))
        column.addWidget(card)
    if not told:
        column.addWidget(ToneLine("info", _("No facts were marked in this statement.")))
    return page


def consent_page(sealed: Consent | None, now: Consent | None, *, withdrawn: bool) -> QWidget:
    """Return each use with its answer and limit, and how consent was given."""
    page, column = _page()
    if sealed is None:
        column.addWidget(ToneLine("warning", _("No consent is recorded in this bundle.")))
        return page
    if withdrawn:
        column.addWidget(
            ToneLine(
                "fault",
                _("The witness took consent back. What is said below was true before."),
                _("Use nothing of this record beyond what still holds."),
            )
        )
    how = Card()
    form = coded_list("consent_forms").label(sealed.given_as, active().code)
    how.add(Label(_("Given: {how}, {when}", how=form, when=moment_as_told(sealed.recorded_at))))
    if sealed.under_18:
        how.add(ToneLine("warning", _("The witness was under 18.")))
    if sealed.at_risk:
        how.add(ToneLine("warning", _("The witness or relatives are at risk.")))
    if sealed.allows("contact_again"):
        how.add(_contact(sealed))
    column.addWidget(how)
    uses = Card()
    for use in USES:
        uses.add(_use(use, sealed, now or sealed))
    column.addWidget(uses)
    return page


def history_page(record: Record) -> QWidget:
    """Return what was done here and on the sealing computer, and the receipts given."""
    page, column = _page()
    column.addWidget(heading(_("At our organisation")))
    column.addWidget(_history(_told(record.custody), _("What was done here"), "history_here"))
    column.addWidget(heading(_("On the sealing computer, by its own log")))
    there = _told(record.device_custody)
    column.addWidget(_history(there, _("What was done there"), "history_there"))
    if record.receipts:
        column.addWidget(heading(_("Receipts")))
        card = Card()
        for each in record.receipts:
            card.add(Label(_("A receipt was given: {when}.", when=moment(each.issued_at))))
        column.addWidget(card)
    return page


def links_card(links: Iterable[Linked], open_bundle: Callable[[str], object]) -> Card | None:
    """Return what belongs to this record, with a way there where it has arrived."""
    found = [each for each in links if each.rel != "identity-of" or each.direction == "out"]
    if not found:
        return None
    card = Card()
    card.column.setSpacing(theme.current().space(1))
    for at, link in enumerate(found):
        out = link.direction == "out"
        tone: Tone = "fault" if link.rel == "withdraws" and not out else "info"
        said = link_sentence(link.rel, out=out)
        missing = "" if link.here else _("That one has not arrived yet.")
        way = None
        if link.here:
            says = open_words(link.rel, out=out)
            name = f"linked_{at}"
            way = button(says, partial(open_bundle, link.bundle_id), kind="quiet", name=name)
        card.add(_beside(ToneLine(tone, said, missing), way))
    return card


def _beside(line: ToneLine, way: QWidget | None) -> QWidget:
    if way is None:
        return line
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(line, 1, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(way, 0, Qt.AlignmentFlag.AlignVCenter)
    return holder


def _use(use: str, sealed: Consent, now: Consent) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    allowed = now.allows(use)
    said = _(
        "{use}: {answer}",
        use=consent_form().label(use, active().code),
        answer=answer_word(sealed.answer(use)),
    )
    limit = sealed.limit(use) if allowed else ""
    hint = _("Limit, in the witness's words: {limit}", limit=limit) if limit else ""
    if sealed.allows(use) and not allowed:
        hint = _("Taken back later.")
    line = ToneLine("success" if allowed else "fault", said, hint)
    if limit:
        mark_data(line.hint)
    column.addWidget(line)
    return holder


def _told(entries: Iterable[LogLine]) -> list[tuple[str, str]]:
    return [(moment(each.wall), sentence(each.event, each.x)) for each in entries]


def _history(rows: list[tuple[str, str]], says: str, name: str) -> QWidget:
    if not rows:
        return ToneLine("info", _("Nothing is noted about this record."))
    columns = (
        Column[tuple[str, str]]("when", _("When"), lambda row: Cell(row[0])),
        Column[tuple[str, str]]("what", _("What was done"), lambda row: Cell(row[1]), wide=True),
    )
    table: RowsView[tuple[str, str]] = RowsView(RowsModel(columns, rows), says=says, name=name)
    height = table.verticalHeader().defaultSectionSize()
    table.setFixedHeight(height * (min(len(rows), _MOST_ROWS) + 1) + 24)
    return table


def _contact(sealed: Consent) -> Label:
    if not sealed.contact_rule.strip():
        return Label(_("How they may be reached was not said: ask the interviewer first."))
    rule = coded_list("contact_rules").label(sealed.contact_rule, active().code)
    made = Label(_("How they may be reached: {rule}", rule=rule))
    if not sealed.has_coded_rule:
        mark_data(made)
    return made


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().space(4))
    return page, column

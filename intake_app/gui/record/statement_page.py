"""The statement as the witness left it, with every correction beside the first words."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from intake_app.domain.narrative import Paragraph
from intake_app.domain.reading_back import ReadBack
from intake_app.domain.statement import Present, Safety, Setting, Statement
from intake_app.gui import theme
from intake_app.gui.presence_words import comings
from intake_app.gui.screens.read_back_parts import reader_word
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.correction_pair import CorrectionPair
from intake_app.gui.widgets.paragraph_view import ParagraphView
from intake_app.gui.widgets.passage_view import PassageView
from intake_app.gui.widgets.text import Label, heading, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.direction import held
from intake_app.localization.listing import join
from intake_app.localization.reference import coded_list, guide
from intake_app.localization.times import moment_as_told
from intake_app.services.telling import Passage, answers
from intake_app.services.telling_parts import Line


def statement_page(statement: Statement) -> QWidget:
    """Return safety first, then the setting, the narrative, the answers, the reading back."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().space(4))
    if statement.safety != Safety():
        column.addWidget(_safety(statement.safety))
    column.addWidget(_setting(statement))
    if any(not paragraph.is_blank for paragraph in statement.narrative):
        column.addWidget(heading(_("In the witness's words")))
        column.addWidget(_narrative(statement))
    _add_answers(column, statement)
    if statement.purpose != "withdrawal":
        column.addWidget(heading(_("Reading back")))
        column.addWidget(_reading(statement.read_back))
    return page


def _safety(safety: Safety) -> Card:
    card = Card(ToneLine("warning", _("Read this first: risks and wishes"), name="safety_first"))
    told = (
        (_("Risk"), safety.risk),
        (_("Wishes"), safety.wishes),
        (_("Support"), safety.support),
        (_("Told before"), safety.told_before),
    )
    lines = tuple(Line(label, text, words=True) for label, text in told if text.strip())
    card.add(_facts(lines))
    return card


def _setting(statement: Statement) -> Card:
    setting, language = statement.setting, active().code
    kind = coded_list("statement_types").label(statement.kind, language)
    lines = [Line(_("Kind of statement"), kind)]
    told = {
        _("Begun"): moment_as_told(setting.started_at),
        _("Ended"): moment_as_told(setting.ended_at),
        _("How it was given"): coded_list("given_as").label(setting.given_as, language),
        _("Language spoken"): _label("languages", setting.language),
        _("Kind of place"): _label("place_types", setting.place_type),
    }
    lines += [Line(label, text) for label, text in told.items() if text]
    relation = statement.witness.relation_text
    known = _label("witness_relations", statement.witness.relation)
    if known or relation:
        lines.append(
            Line(_("Witness"), known or relation, (relation,) if known and relation else ())
        )
    lines += _people(setting)
    return Card(_facts(tuple(lines)))


def _people(setting: Setting) -> list[Line]:
    people = [_person(each) for each in setting.present]
    found = [Line(_("Present"), join(people))] if people else []
    if setting.interpreted:
        found.append(Line(_("Interpreter"), _("The words went through an interpreter.")))
    return found


def _person(each: Present) -> str:
    role = _label("person_roles", each.role)
    who = role
    if each.pseudonym:
        who = held(_("{name} ({role})", name=each.pseudonym, role=role))
    when = comings(each)
    return held(_("{who}: {when}", who=who, when=when)) if when else who


def _narrative(statement: Statement) -> Card:
    card = Card()
    card.column.setSpacing(theme.current().space(4))
    for paragraph in statement.narrative:
        if not paragraph.is_blank:
            card.add(_paragraph(paragraph, statement.read_back))
    return card


def _paragraph(paragraph: Paragraph, read_back: ReadBack) -> QWidget:
    said = read_back.verdict_on(paragraph.id)
    if said is None or said.verdict == "agreed":
        return ParagraphView(paragraph.text, paragraph.direction)
    pair = CorrectionPair()
    if said.verdict == "removed":
        pair.show_plain(paragraph.text, paragraph.direction, removed=True)
    else:
        pair.show_changed(paragraph.text, said.text, paragraph.direction)
    if not said.reason.strip():
        return pair
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(pair)
    reason = Label(_("Why it was changed: {reason}", reason=said.reason), "soft")
    mark_data(reason)
    column.addWidget(reason)
    return holder


def _add_answers(column: QVBoxLayout, statement: Statement) -> None:
    given = answers(statement)
    if not given:
        return
    column.addWidget(heading(_("Answers to the questions")))
    known = {section.id: section.label(active().code) for section in guide().sections}
    card, shown = Card(), ""
    for passage in given:
        if passage.section != shown:
            if shown or card.column.count():
                column.addWidget(card)
                card = Card()
            shown = passage.section
            if shown in known:
                card.add(Label(known[shown], "label"))
        card.add(_question(passage))
        card.add(PassageView(passage, heading=False))
    column.addWidget(card)


def _question(passage: Passage) -> QLabel:
    made = Label(passage.heading, "soft")
    mark_data(made)
    return made


def _reading(read_back: ReadBack) -> Card:
    if not read_back.agreed:
        return Card(ToneLine("warning", _("The witness did not agree to the text as a whole.")))
    when = moment_as_told(read_back.agreed_at)
    card = Card(ToneLine("success", _("The witness agreed to this text: {when}.", when=when)))
    lines = [Line(_("Who read it to the witness"), reader_word(read_back.how))]
    if read_back.remark.strip():
        lines.append(Line(_("What the witness added"), read_back.remark, words=True))
    card.add(_facts(tuple(lines)))
    return card


def _facts(lines: tuple[Line, ...]) -> PassageView:
    made = PassageView(Passage("", "event", "", lines), heading=False)
    mark_data(made)
    return made


def _label(name: str, code: str) -> str:
    return coded_list(name).label(code, active().code) if code else ""

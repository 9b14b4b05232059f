"""One question of the guide: closed it shows whether it was touched, open it takes the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.record import Knowledge
from intake_app.domain.statement import Answer
from intake_app.gui import theme
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.knowledge_edit import KnowledgeEdit
from intake_app.gui.widgets.row_button import RowButton
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.words_edit import WordsEdit
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import Question, coded_list
from intake_app.services.guiding import ANSWERED, touched

_SECTIONS = {
    "victim": "victims",
    "official": "officials",
    "place": "places",
    "event": "events",
    "document": "documents",
    "death_certificate": "victims",
}


class GuideQuestion(QWidget):
    """`changed` tells the question's id; `facts` tells a section of the facts to go to."""

    changed = Signal(str)
    opened = Signal(str)
    facts = Signal(str)

    def __init__(self, question: Question, answer: Answer | None) -> None:
        super().__init__()
        self.question = question
        self._answer = answer or Answer(question=question.id)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = RowButton(question.label(active().code), name=f"ask_{question.id}")
        self.head.toggled.connect(self._toggle)
        column.addWidget(self.head)
        self._inside: QWidget | None = None
        self._column = column
        self._show_touch()

    def answer(self) -> Answer:
        """Return the answer as it stands."""
        return self._answer

    def open(self, opened: bool) -> None:
        """Open or close it."""
        self.head.setChecked(opened)

    def _toggle(self, opened: bool) -> None:
        if opened and self._inside is None:
            self._inside = self._make()
            self._column.addWidget(self._inside)
        if self._inside is not None:
            self._inside.setVisible(opened)
        if opened:
            self.opened.emit(self.question.id)

    def _make(self) -> QWidget:
        now = theme.current()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(now.space(3), now.space(1), now.space(3), now.space(4))
        column.setSpacing(now.space(3))
        self.why = Label(self.question.why(active().code), "soft")
        self.why.hide()
        why = button(_("Why do you ask this?"), self._show_why, kind="quiet", name="why")
        extras = [why]
        section = next((_SECTIONS[each] for each in self.question.facts if each in _SECTIONS), "")
        if section:
            extras.append(
                button(_("Note it as a fact"), lambda: self.facts.emit(section), kind="quiet")
            )
            extras[-1].setObjectName("as_fact")
        column.addWidget(FlowRow(*extras))
        column.addWidget(self.why)
        self.words = WordsEdit(rows=3, most_rows=12)
        self.words.set_words(self._answer.text)
        self.words.edited.connect(self._type)
        column.addWidget(Field(_("Answer, in the witness's words"), self.words, name="answer"))
        states = coded_list("answer_states")
        self.states = Answers(
            [(each.code, each.label(active().code)) for each in states.items], name="state"
        )
        self.states.setAccessibleName(_("State of the answer"))
        self.states.choose(self._shown_state())
        self.states.chosen.connect(self._choose)
        column.addWidget(self.states)
        self.knowledge = KnowledgeEdit()
        self.knowledge.setObjectName("knowledge")
        self.knowledge.set_value(Knowledge(how=self._answer.how, told_by=self._answer.told_by))
        self.knowledge.changed.connect(self._tell)
        column.addWidget(self.knowledge)
        self.note = WordsEdit(rows=1, most_rows=6)
        self.note.set_words(self._answer.note)
        self.note.edited.connect(self._tell)
        column.addWidget(
            Field(_("Your own remark, kept apart from the witness's words"), self.note, name="note")
        )
        return inside

    def _shown_state(self) -> str:
        return "" if touched(self._answer) == "open" else self._answer.state

    def _show_why(self) -> None:
        self.why.setVisible(self.why.isHidden())

    def _type(self) -> None:
        if self.words.words().strip() and self.states.value != ANSWERED:
            self.states.choose(ANSWERED)
        elif not self.words.words().strip() and self.states.value == ANSWERED:
            self.states.choose("")
        self._tell()

    def _choose(self, _state: str) -> None:
        self._tell()

    def _tell(self) -> None:
        known = self.knowledge.value()
        self._answer = Answer(
            question=self.question.id,
            state=self.states.value or ANSWERED,
            text=self.words.words(),
            how=known.how,
            told_by=known.told_by,
            note=self.note.words(),
        )
        self._show_touch()
        self.changed.emit(self.question.id)

    def _show_touch(self) -> None:
        name, colour, says = {
            "open": ("round", "text_soft", _("not asked yet")),
            "answered": ("answered", "success", _("answered")),
            "left": ("left-open", "text_soft", _("left open on purpose")),
        }[touched(self._answer)]
        self.head.show_icon(name, colour, says=says)

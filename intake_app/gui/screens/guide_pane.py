"""The guide beside the words: a part at a time, one question open, ticks for what was touched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.domain.statement import Answer
from intake_app.gui import theme
from intake_app.gui.screens.guide_question import GuideQuestion
from intake_app.gui.widgets.buttons import icon_button
from intake_app.gui.widgets.page import Page
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import Audience, guide
from intake_app.services.guiding import count_touched, questions_of


class GuidePane(QWidget):
    """Every question can be skipped; what was answered is told by `changed` (question id)."""

    changed = Signal(str)
    facts = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.setObjectName("guide")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(round(now.measure("narrow") * 0.6))
        self.answers: dict[str, Answer] = {}
        self.questions: list[GuideQuestion] = []
        self._audience: Audience = "all"
        self.sections = _Sections()
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(_("Part of the guide"))
        self.sections.activated.connect(lambda _at: self._show_section())
        self.before = icon_button("back", _("Part before"), partial(self._step, -1), name="before")
        self.after = icon_button("forward", _("Next part"), partial(self._step, 1), name="after")
        top = QHBoxLayout()
        top.setSpacing(now.space(1))
        for widget in (self.before, self.sections, self.after):
            top.addWidget(widget, 1 if widget is self.sections else 0)
        self.everything = QCheckBox(_("Show every question"))
        self.everything.setObjectName("everything")
        self.everything.toggled.connect(lambda _on: self._fill())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        edge = now.space(3)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(now.space(2))
        column.addLayout(top)
        column.addWidget(self.area, 1)
        column.addWidget(self.everything)

    def show_answers(self, answers: Sequence[Answer], audience: Audience) -> None:
        """Show the guide for a witness, with what was answered already."""
        self.answers = {each.question: each for each in answers}
        self._audience = audience
        self.everything.setVisible(audience != "all")
        self._fill()

    def focus(self) -> None:
        """Go to the question that is open, or to the first one."""
        opened = next((each for each in self.questions if each.head.isChecked()), None)
        if opened is not None:
            opened.words.setFocus()
        elif self.questions:
            self.questions[0].head.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.sections.setFocus()

    def ask(self, question_id: str) -> None:
        """Open a question, wherever in the guide it stands."""
        question = guide().question(question_id)
        at = self.sections.findData(question.section if question else "")
        if at >= 0:
            self.sections.setCurrentIndex(at)
            self._show_section()
        for each in self.questions:
            each.open(each.question.id == question_id)

    def _asked(self, section: str) -> list[str]:
        audience: Audience = "all" if self.everything.isChecked() else self._audience
        return [each.id for each in questions_of(section, audience, self.answers)]

    def _fill(self) -> None:
        now = str(self.sections.currentData() or "")
        self.sections.clear()
        for section in guide().sections:
            if self._asked(section.id):
                self.sections.addItem("", section.id)
        self.sections.setCurrentIndex(max(0, self.sections.findData(now)))
        self._count()
        self._show_section()

    def _count(self) -> None:
        for at in range(self.sections.count()):
            section = str(self.sections.itemData(at))
            asked = [guide().question(each) for each in self._asked(section)]
            known = [each for each in asked if each is not None]
            self.sections.setItemText(
                at,
                _(
                    "{section} ({done} of {total})",
                    section=guide().label(section, active().code),
                    done=count_touched(known, self.answers),
                    total=len(known),
                ),
            )

    def _show_section(self) -> None:
        section = str(self.sections.currentData() or "")
        inside = Page()
        inside.setObjectName("guide")
        column = QVBoxLayout(inside)
        edge = theme.current().space(1)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.current().space(1))
        if any(each.repeats for each in guide().sections if each.id == section):
            column.addWidget(
                Label(
                    _("Asked for each person. A person of their own has a page in «Facts»."), "soft"
                )
            )
        self.questions = []
        for question_id in self._asked(section):
            question = guide().question(question_id)
            if question is None:
                continue
            made = GuideQuestion(question, self.answers.get(question_id))
            made.changed.connect(self._changed)
            made.opened.connect(self._only)
            made.facts.connect(self.facts)
            self.questions.append(made)
            column.addWidget(made)
        column.addStretch(1)
        self.area.setWidget(inside)
        self.before.setEnabled(self.sections.currentIndex() > 0)
        self.after.setEnabled(self.sections.currentIndex() < self.sections.count() - 1)

    def _step(self, by: int) -> None:
        at = self.sections.currentIndex() + by
        if 0 <= at < self.sections.count():
            self.sections.setCurrentIndex(at)
            self._show_section()

    def _only(self, question_id: str) -> None:
        for each in self.questions:
            if each.question.id != question_id:
                each.open(False)

    def _changed(self, question_id: str) -> None:
        made = next(each for each in self.questions if each.question.id == question_id)
        self.answers[question_id] = made.answer()
        self._count()
        self.changed.emit(question_id)


class _Sections(QComboBox):
    """Changed on purpose only, never by the wheel passing over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

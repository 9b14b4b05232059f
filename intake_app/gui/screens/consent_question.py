"""One use of the statement, asked by itself: what a yes means, what it does not mean."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.paragraph_view import ParagraphView
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization import languages
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import ConsentUse

# Y, N, L; the same places on a Persian keyboard; and the first letters of the Persian words.
_LETTERS = {"yes": "yغبآ", "no": "nدن", "not_now": "lمف"}
_BY_LETTER = {letter: code for code, letters in _LETTERS.items() for letter in letters}


class QuestionCard(Card):
    """`answered` tells the answer, `by_letter` that the next question may follow at once."""

    answered = Signal(str, str)  # use, answer
    limited = Signal(str, str)  # use, limit
    by_letter = Signal()
    moved = Signal(int)  # -1 the question before, 1 the next

    def __init__(self, use: ConsentUse, number: int, total: int, *, may_limit: bool) -> None:
        super().__init__()
        self.use = use
        self._may_limit = may_limit
        self.setObjectName(f"ask_{use.code}")
        self.add(Label(_("Question {number} of {total}", number=number, total=total), "small"))
        self.question = ParagraphView(kind="question")
        self.means = ParagraphView(kind="body")
        self.not_means = ParagraphView(kind="body")
        self._asked = QWidget()
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(theme.current().space(3))
        asked.addWidget(self.question)
        asked.addWidget(_marked("check", "success", _("A yes means"), self.means))
        asked.addWidget(_marked("close", "fault", _("A yes does not mean"), self.not_means))
        self.add(self._asked)
        self.answers = Answers(answer_words(), name=f"answer_{use.code}", may_clear=False)
        self.answers.setAccessibleName(use.label(active().code))
        self.add(self.answers)
        self.refused = ToneLine(
            "warning",
            _("The interview can't be kept."),
            _("You can stop here; nothing is stored."),
        )
        self.refused.hide()
        self.add(self.refused)
        self._limit = LineEdit(script="free")
        mark_data(self._limit)
        self._limit_field = Field(
            _("Limit, in the witness's words"), self._limit, name=f"limit_{use.code}"
        )
        self._limit.setAccessibleName(_("Limit: {use}", use=use.label(active().code)))
        self.limit_button = button(_("The witness sets a limit"), self._open_limit, kind="quiet")
        self.limit_button.setObjectName(f"set_limit_{use.code}")
        self.limit_button.setAccessibleName(
            _("The witness sets a limit: {use}", use=use.label(active().code))
        )
        self._limit_row = FlowRow(self.limit_button)
        self.add(self._limit_row)
        self.add(self._limit_field)
        self.answers.chosen.connect(self._answer)
        self._limit.textEdited.connect(lambda text: self.limited.emit(use.code, text))
        self.show_answer("", "")

    def speak(self, language: str) -> None:
        """Show the question in the language it is read out in, and in its direction."""
        rtl = languages.language(language).is_rtl
        way = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        self._asked.setLayoutDirection(way)
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        for caption in self._asked.findChildren(Label):
            caption.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self.question.say(self.use.question(language))
        self.means.say(self.use.means(language))
        self.not_means.say(self.use.not_means(language))

    def show_answer(self, answer: str, limit: str) -> None:
        """Show what was answered before."""
        self.answers.choose(answer)
        self._limit.setText(limit)
        self._show_limit(bool(limit))

    def show_refused(self, refused: bool) -> None:
        """Say that nothing can be kept, under the question that decides it."""
        self.refused.setVisible(refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with a letter, go on with the arrows."""
        code = _BY_LETTER.get(event.text().lower())
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if code and not self._limit.hasFocus():
            self.answers.answer(code)
            self.by_letter.emit()
        elif step and not event.modifiers():
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def _answer(self, code: str) -> None:
        self._show_limit(bool(self._limit.text()))
        self.answered.emit(self.use.code, code)

    def _open_limit(self) -> None:
        self._show_limit(True)
        self._limit.setFocus()

    def _show_limit(self, opened: bool) -> None:
        yes = self._may_limit and self.answers.value == "yes"
        self._limit_field.setVisible(yes and opened)
        self._limit_row.setVisible(yes and not opened)


def answer_words() -> list[tuple[str, str]]:
    """Return the three answers with their words."""
    return [("yes", _("Yes")), ("no", _("No")), ("not_now", _("Not now"))]


def _marked(icon: str, colour: str, says: str, text: ParagraphView) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(3))
    picture = QLabel()
    picture.setPixmap(icons.pixmap(icon, colour))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Label(says, "small"))
    column.addWidget(text)
    row.addLayout(column, 1)
    return made

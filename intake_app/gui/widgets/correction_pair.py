"""The first words and the changed ones side by side; one under the other where there is no room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.paragraph_view import ParagraphView
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.words_edit import WordsEdit
from intake_app.localization.catalogs import gettext as _

_LEAST_COLUMN = 300  # px at 100 %: below that lines of large type are too short to read


class CorrectionPair(QWidget):
    """Shows a paragraph as first written, and beside it how the witness wants it now.

    With `typing` the new words are a field; `typed` tells each change of it.
    """

    typed = Signal()

    def __init__(self, *, kind: str = "reading") -> None:
        super().__init__()
        now = theme.current()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(now.space(3))
        self.first = ParagraphView(kind=kind)
        self.now = ParagraphView(kind=kind)
        self.edit = WordsEdit(rows=4, most_rows=14)
        self.edit.setProperty("kind", "correction")
        self.edit.setObjectName("new_words")
        self.edit.setAccessibleName(_("As the witness says it now"))
        self.edit.edited.connect(self.typed)
        self._first_title = Label(_("As it was first written"), "small")
        self._now_title = Label("", "small")
        self._second = Card(self._now_title, self.now, self.edit)
        self._whole = Card(self._first_title, self.first)
        for card in (self._whole, self._second):
            card.column.addStretch(1)
            self._box.addWidget(card, 1)
        self._second.hide()
        self.edit.hide()

    def show_plain(self, text: str, direction: str, *, removed: bool = False) -> None:
        """Show one paragraph alone; a removed one is struck through and says so."""
        self.first.say(text, direction, mark="removed" if removed else "")
        self._first_title.say(_("Removed at the witness's wish") if removed else "")
        self._first_title.setVisible(removed)
        self._second.hide()
        self.edit.hide()

    def show_changed(self, text: str, new: str, direction: str) -> None:
        """Show both."""
        self._show_first(text, direction)
        self._now_title.say(_("As the witness says it now"))
        self.now.say(new, direction)
        self.now.show()
        self.edit.hide()
        self._second.show()

    def start_typing(self, text: str, new: str, direction: str) -> None:
        """Show the first words, and a field with the words as they stand now."""
        self._show_first(text, direction)
        self._now_title.say(_("Type the words as the witness says them now"))
        self.now.hide()
        self.edit.set_words(new)
        self.edit.show()
        self._second.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand side by side only where both columns are wide enough."""
        super().resizeEvent(event)
        now = theme.current()
        least = 2 * _LEAST_COLUMN * now.look.scale // 100 + now.space(3)
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if self.width() >= least else ways.TopToBottom)

    def _show_first(self, text: str, direction: str) -> None:
        self.first.say(text, direction)
        self._first_title.say(_("As it was first written"))
        self._first_title.show()

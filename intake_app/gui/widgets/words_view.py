"""Passphrase words, numbered and large, to be written down by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import digits

_COLUMNS = 3


class WordsView(QFrame):
    """Shows words in rows of three; can hide them while somebody looks over the shoulder."""

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.setProperty("kind", "sunk")
        self.setObjectName("words")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(now.space(5), now.space(4), now.space(5), now.space(4))
        self._grid.setHorizontalSpacing(now.space(5))
        self._grid.setVerticalSpacing(now.space(4))
        self._cells: list[QLabel] = []
        self._words: tuple[str, ...] = ()
        self._hidden = False

    def show_words(self, words: Sequence[str], *, rtl: bool) -> None:
        """Show words in the direction of their own language."""
        self._words = tuple(words)
        side = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(side)
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cells = []
        for at, _word in enumerate(self._words):
            self._grid.addWidget(self._cell(at), at // _COLUMNS, at % _COLUMNS)
        self._fill()

    def set_hidden(self, hidden: bool) -> None:
        """Show dots instead of the words, or the words again."""
        self._hidden = hidden
        self._fill()

    @property
    def words_hidden(self) -> bool:
        """True while dots are shown."""
        return self._hidden

    def _cell(self, at: int) -> QWidget:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        number = QLabel(digits(at + 1))
        number.setProperty("kind", "number")
        word = QLabel()
        word.setProperty("kind", "words")
        mark_data(word)
        self._cells.append(word)
        row.addWidget(number)
        row.addWidget(word, 1)
        return cell

    def _fill(self) -> None:
        for at, (cell, word) in enumerate(zip(self._cells, self._words, strict=True)):
            cell.setText("•••••" if self._hidden else word)
            cell.setAccessibleName(
                _("Word {number}, hidden", number=at + 1)
                if self._hidden
                else _("Word {number}: {word}", number=at + 1, word=word)
            )

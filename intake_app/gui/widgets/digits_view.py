"""A short code to be written down or compared: numbered groups of digits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.numbers import digits

_COLUMNS = 4


class DigitsView(QFrame):
    """Shows eight groups of five digits in two rows, in the digits of the reader's language.

    Rows run as the reader's language does; the numbers let two people who read in different
    directions name the same group.
    """

    def __init__(self, code: str = "", *, says: str = "", name: str = "digits") -> None:
        super().__init__()
        now = theme.current()
        self.setObjectName(name)
        self.setProperty("kind", "sunk")
        self._says = says
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(now.space(5), now.space(4), now.space(5), now.space(4))
        self._grid.setHorizontalSpacing(now.space(6))
        self._grid.setVerticalSpacing(now.space(2))
        self.groups: list[QLabel] = []
        self._fill(code)
        if not code:
            self.hide()

    def say(self, code: str) -> None:
        """Show another code; an empty one hides the frame."""
        self._fill(code)
        self.setVisible(bool(code))

    def _fill(self, code: str) -> None:
        while self._grid.count():
            taken = self._grid.takeAt(0)
            old = taken.widget() if taken is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.groups = []
        for at, group in enumerate(code.split()):
            self._grid.addWidget(self._cell(at + 1, group), at // _COLUMNS, at % _COLUMNS)
        self.setAccessibleName(self._says)
        self.setAccessibleDescription(digits(code))

    def _cell(self, number: int, group: str) -> QWidget:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        place = QLabel(digits(number))
        place.setProperty("kind", "small")
        shown = QLabel(digits(group))
        shown.setProperty("kind", "digits")
        mark_data(shown)
        row.addStretch(1)
        row.addWidget(place, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(shown)
        row.addStretch(1)
        self.groups.append(shown)
        return cell

"""A short code to be written down or compared: groups of digits, always from left to right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from intake_app.gui import theme
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.numbers import digits

_COLUMNS = 4


class DigitsView(QFrame):
    """Shows eight groups of five digits in two rows, in the digits of the reader's language."""

    def __init__(self, code: str = "", *, says: str = "", name: str = "digits") -> None:
        super().__init__()
        now = theme.current()
        self.setObjectName(name)
        self.setProperty("kind", "sunk")
        self._says = says
        # Codes are read in one order everywhere, also in a right-to-left window.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
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
        for old in self.groups:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.groups = []
        for at, group in enumerate(code.split()):
            cell = QLabel(digits(group))
            cell.setProperty("kind", "digits")
            cell.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            mark_data(cell)
            self._grid.addWidget(cell, at // _COLUMNS, at % _COLUMNS)
            self.groups.append(cell)
        self.setAccessibleName(self._says)
        self.setAccessibleDescription(digits(code))

"""One choice of a few, as buttons in a row that wraps; nothing is chosen until somebody chooses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.flow import FlowRow


class Segments(QWidget):
    """A row of buttons of which at most one is down. `chosen` tells the code of a click."""

    chosen = Signal(str)

    def __init__(self, says: str, choices: Sequence[tuple[str, str]], *, name: str) -> None:
        """`choices` are codes with their labels; `says` names the row for screen readers."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = FlowRow(gap=theme.current().space(2))
        for code, label in choices:
            made = QPushButton(label)
            made.setProperty("kind", "segment")
            made.setObjectName(f"{name}_{code}")
            made.setAccessibleName(label)
            made.setAccessibleDescription(says)
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.clicked.connect(partial(self._click, code))
            self._group.addButton(made)
            self.buttons[code] = made
            row.add(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)

    @property
    def value(self) -> str:
        """The code that is chosen, or nothing."""
        return next((code for code, made in self.buttons.items() if made.isChecked()), "")

    def choose(self, code: str) -> None:
        """Show `code` as chosen without telling anybody; an unknown code chooses nothing."""
        self._group.setExclusive(False)
        for each, made in self.buttons.items():
            made.setChecked(each == code)
        self._group.setExclusive(True)

    def _click(self, code: str, _checked: bool = False) -> None:
        self.chosen.emit(code)

"""Names with their values for experts: long values break anywhere, always left to right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.text import Label, mark_data


class ValueTable(QWidget):
    """Names with their values for experts, values from left to right and never broken by words."""

    def __init__(self, pairs: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        now = theme.current()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(now.space(4))
        grid.setVerticalSpacing(now.space(2))
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(pairs):
            grid.addWidget(Label(name, "soft"), row, 0, Qt.AlignmentFlag.AlignTop)
            shown = QLabel(_breakable(value))
            shown.setProperty("kind", "code")
            shown.setWordWrap(True)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
            shown.setAccessibleName(value)
            mark_data(shown)
            grid.addWidget(shown, row, 1)


def _breakable(value: str) -> str:
    """Return a long value with places where a line may end; they are not part of the value."""
    return "\u200b".join(value[at : at + 8] for at in range(0, len(value), 8))

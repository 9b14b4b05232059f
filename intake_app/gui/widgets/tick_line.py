"""A tick with a text that wraps: Qt's own box cuts what does not fit on one line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.text import Label


class TickLine(QWidget):
    """Clicking anywhere on the line sets or takes away the tick."""

    toggled = Signal(bool)

    def __init__(self, text: str, *, name: str, hint: str = "") -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setObjectName(name)
        self.box.setAccessibleName(text)
        self.box.setAccessibleDescription(hint)
        self.box.toggled.connect(self.toggled)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        self.label = Label(text)
        row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release counts as a click."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Turn the tick where the mouse is let go on the line."""
        if self.rect().contains(event.position().toPoint()) and self.box.isEnabled():
            self.box.click()

    def isChecked(self) -> bool:
        """Return whether the tick is set."""
        return self.box.isChecked()

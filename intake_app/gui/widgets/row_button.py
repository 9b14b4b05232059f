"""A row of a list that is pressed: an icon, a text that wraps, and a quieter line under it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from intake_app.gui import icons, theme
from intake_app.gui.widgets.text import Label, mark_data


class RowButton(QPushButton):
    """Down means chosen or open; it grows with its text."""

    def __init__(self, text: str, detail: str = "", *, name: str, icon: str = "") -> None:
        super().__init__()
        now = theme.current()
        self.setProperty("kind", "row")
        self.setObjectName(name)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._row = QHBoxLayout(self)
        edge = now.space(2)
        self._row.setContentsMargins(now.space(3), edge, now.space(3), edge)
        self._row.setSpacing(now.space(3))
        self._icon = QLabel()
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._text = Label("", "body")
        self._detail = Label("", "small")
        mark_data(self._detail)
        column.addWidget(self._text)
        column.addWidget(self._detail)
        self._row.addLayout(column, 1)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(text, detail)
        self.show_icon(icon)

    def say(self, text: str, detail: str = "") -> None:
        """Show another text."""
        self._text.say(text)
        self._detail.say(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(text)
        self.updateGeometry()

    def show_icon(self, name: str, colour: str = "text_soft", *, says: str = "") -> None:
        """Show an icon; `says` is what it means, for screen readers."""
        self._icon.setVisible(bool(name))
        if name:
            self._icon.setPixmap(icons.pixmap(name, colour))
        self._icon.setAccessibleName(says)
        self.setAccessibleDescription(says)

    def hasHeightForWidth(self) -> bool:
        """Return that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the text takes."""
        return self._row.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return what the text asks for."""
        return self._row.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least the text needs."""
        return self._row.totalMinimumSize()

"""Cards: a large choice to press, and a plain frame that groups a section."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from intake_app.gui import icons, theme
from intake_app.gui.widgets.text import Label


class ChoiceCard(QPushButton):
    """A large button with an icon, a heading and a sentence; it grows with its text."""

    def __init__(
        self,
        heading: str,
        detail: str = "",
        *,
        icon: str = "",
        on_click: Callable[[], object] | None = None,
        name: str = "",
    ) -> None:
        super().__init__()
        now = theme.current()
        self.setProperty("kind", "card")
        self.setAutoDefault(False)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(detail)
        if name:
            self.setObjectName(name)
        self._row = row = QHBoxLayout(self)
        edge = now.space(5)
        row.setContentsMargins(edge, now.space(4), edge, now.space(4))
        row.setSpacing(now.space(4))
        if icon:
            picture = QLabel()
            picture.setPixmap(icons.pixmap(icon, "primary_text", px=now.measure("icon") + 12))
            picture.setAccessibleName("")
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(now.space(1))
        self.heading = Label(heading, "heading")
        column.addWidget(self.heading)
        self.detail = Label(detail, "soft")
        column.addWidget(self.detail)
        row.addLayout(column, 1)
        self.detail.setVisible(bool(detail))
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def hasHeightForWidth(self) -> bool:
        """Return that the texts wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the texts take."""
        return self._row.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return what the texts ask for, not what an empty button asks for."""
        return self._row.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least the texts need."""
        return self._row.totalMinimumSize()


class Card(QFrame):
    """A quiet frame round things that belong together; `column` takes them."""

    def __init__(
        self, *widgets: QWidget, kind: str = "card", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setProperty("kind", kind)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(now.space(5), now.space(4), now.space(5), now.space(4))
        self.column.setSpacing(now.space(3))
        for widget in widgets:
            self.column.addWidget(widget)

    def add(self, widget: QWidget) -> None:
        """Append a widget."""
        self.column.addWidget(widget)

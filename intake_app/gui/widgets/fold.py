"""A part of a form that opens and closes; closed, it says in one line what is in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.catalogs import gettext as _


class FoldButton(QPushButton):
    """An arrow, a heading and a summary; down means open."""

    def __init__(self, heading: str, *, name: str) -> None:
        super().__init__()
        now = theme.current()
        self.setProperty("kind", "fold")
        self.setObjectName(name)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(heading)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(now.space(3), now.space(2), now.space(3), now.space(2))
        self._row.setSpacing(now.space(3))
        self._arrow = QLabel()
        self._heading = QLabel(heading)
        self._heading.setProperty("kind", "label")
        self._summary = Elided("", "soft")
        mark_data(self._summary)
        self._row.addWidget(self._arrow)
        self._row.addWidget(self._heading)
        self._row.addWidget(self._summary, 1000)
        self._row.addStretch(1)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._turn)
        self._turn(False)

    def say(self, heading: str, summary: str) -> None:
        """Show another heading and summary."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)
        self.summarise(summary)

    def summarise(self, summary: str) -> None:
        """Show what is inside, in one line."""
        self._summary.say(summary)

    def sizeHint(self) -> QSize:
        """Return what the texts ask for."""
        return self._row.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least the texts need."""
        return self._row.totalMinimumSize()

    def _turn(self, opened: bool) -> None:
        self._arrow.setPixmap(icons.pixmap("collapse" if opened else "expand", "text_soft"))
        self._summary.setVisible(not opened)
        self.setAccessibleDescription(_("open") if opened else _("closed"))


class Fold(QFrame):
    """A frame with a fold button over its content."""

    toggled = Signal(bool)

    def __init__(self, heading: str, content: QWidget, *, name: str, opened: bool = False) -> None:
        super().__init__()
        now = theme.current()
        self.setProperty("kind", "card")
        self.setObjectName(name)
        self.button = FoldButton(heading, name=f"{name}_fold")
        self.content = content
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.button)
        self._holder = QWidget()
        inside = QVBoxLayout(self._holder)
        edge = now.space(4)
        inside.setContentsMargins(edge, now.space(1), edge, edge)
        inside.addWidget(content)
        column.addWidget(self._holder)
        self.button.toggled.connect(self._show)
        self.button.setChecked(opened)
        self._holder.setVisible(opened)

    @property
    def is_open(self) -> bool:
        """True where the content is shown."""
        return self.button.isChecked()

    def open(self, opened: bool = True) -> None:
        """Open or close it."""
        self.button.setChecked(opened)

    def _show(self, opened: bool) -> None:
        self._holder.setVisible(opened)
        self.toggled.emit(opened)

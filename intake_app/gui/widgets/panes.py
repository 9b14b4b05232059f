"""Two panes beside each other where there is room; one at a time where there is not."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui import theme

Pane = Literal["start", "main"]


class Panes(QWidget):
    """The start pane is narrower; in a narrow window only the pane in front is shown.

    Not a splitter: Qt's lays its panes one pixel over the edge in right-to-left.
    """

    narrowed = Signal(bool)

    def __init__(self, start: QWidget, main: QWidget, *, share: tuple[int, int] = (4, 7)) -> None:
        super().__init__()
        self.setObjectName("panes")
        self._two_from = round(theme.current().measure("form") * 1.05)
        self._start, self._main = start, main
        self._line = QFrame()
        self._line.setProperty("kind", "edge")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(start, share[0])
        row.addWidget(self._line)
        row.addWidget(main, share[1])
        self._front: Pane = "main"
        self._alone = False  # the main pane, by wish
        self.is_narrow = False

    @property
    def front(self) -> Pane:
        """The pane that is shown where only one is."""
        return self._front

    def bring(self, pane: Pane) -> None:
        """Show a pane; the other one stays where there is room."""
        self._front = pane
        if pane == "start":
            self._alone = False
        self._lay()

    def set_alone(self, alone: bool) -> None:
        """Give the main pane all the room, or share it again."""
        self._alone = alone
        if alone:
            self._front = "main"
        self._lay()

    @property
    def is_alone(self) -> bool:
        """True where the main pane was given all the room."""
        return self._alone

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one pane or two, as the width allows."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._two_from
        if narrow != self.is_narrow:
            self.is_narrow = narrow
            self._lay()
            self.narrowed.emit(narrow)

    def _lay(self) -> None:
        single = self.is_narrow or self._alone
        self._start.setVisible(not single or self._front == "start")
        self._main.setVisible(not single or self._front == "main")
        self._line.setVisible(not single)


def padded(inside: QWidget) -> QWidget:
    """Return the widget in a strip over the panes."""
    now = theme.current()
    holder = QWidget()
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(holder)
    column.setContentsMargins(now.space(4), now.space(2), now.space(4), now.space(2))
    column.addWidget(inside)
    return holder

"""Two columns of a page where there is room, the second under the first where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from intake_app.gui import theme


class Columns(QWidget):
    """`start` is the wider column and comes first in reading order."""

    def __init__(self, *, shares: tuple[int, int] = (5, 3)) -> None:
        super().__init__()
        now = theme.current()
        self._two_from = round(now.measure("form") * 0.95)
        self._shares = shares
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(now.space(5))
        self.start, self.end = _column(), _column()
        for holder in (self.start, self.end):
            self._box.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the direction with the width."""
        super().resizeEvent(event)
        beside = event.size().width() >= self._two_from
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._box.direction():
            self._box.setDirection(way)
        for at, share in enumerate(self._shares):
            self._box.setStretch(at, share if beside else 0)


class Column(QWidget):
    """One of them."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(theme.current().space(3))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *widgets: QWidget) -> None:
        """Append widgets."""
        for widget in widgets:
            self._inside.addWidget(widget)


def _column() -> Column:
    return Column()

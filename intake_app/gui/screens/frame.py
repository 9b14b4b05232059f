"""What stands still while a screen scrolls: a pane on the start side, a strip above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.screens.screen import Screen


def put_beside(screen: Screen, pane: QWidget) -> None:
    """Put a pane on the reading start side; the buttons stay under the part that scrolls."""
    outer = screen.layout()
    if not isinstance(outer, QVBoxLayout):
        raise TypeError
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    at = outer.indexOf(screen.scroll_area)
    outer.removeWidget(screen.scroll_area)
    outer.removeWidget(screen.footer)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(screen.scroll_area, 1)
    column.addWidget(screen.footer)
    row.addWidget(pane)
    row.addLayout(column, 1)
    outer.insertLayout(at, row, 1)


def put_above(screen: Screen, strip: QWidget) -> None:
    """Put a strip above the scrolling part, in the same column as what scrolls."""
    now = theme.current()
    outer = screen.layout()
    if not isinstance(outer, QVBoxLayout):
        raise TypeError
    holder = QWidget()
    holder.setObjectName("strip")
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    row = QHBoxLayout(holder)
    row.setContentsMargins(now.space(5), now.space(3), now.space(5), now.space(3))
    strip.setMaximumWidth(now.measure(screen.measure))
    row.addStretch(1)
    row.addWidget(strip, 1000)
    row.addStretch(1)
    outer.insertWidget(0, holder)

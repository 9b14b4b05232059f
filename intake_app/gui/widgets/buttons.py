"""Buttons: one primary a screen, secondary beside it, quiet for what is rarely needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from intake_app.gui import icons, theme

ButtonKind = Literal["primary", "secondary", "quiet", "danger"]
_ICON_COLOUR = {
    "primary": "on_primary",
    "secondary": "text_soft",
    "quiet": "primary_text",
    "danger": "fault",
}


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: ButtonKind = "secondary",
    icon: str = "",
    name: str = "",
) -> QPushButton:
    """Return a labelled button; `name` becomes its objectName, `icon` stands before the text."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setAccessibleName(text)
    if name:
        made.setObjectName(name)
    if icon:
        side, gap = theme.current().measure("icon"), theme.current().space(1)
        made.setIcon(icons.icon(icon, _ICON_COLOUR[kind], gap=gap))
        made.setIconSize(QSize(side + gap, side))
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def icon_button(
    icon: str, says: str, on_click: Callable[[], object] | None = None, *, name: str = ""
) -> QToolButton:
    """Return a button that shows only an icon; `says` is its tooltip and accessible name."""
    made = QToolButton()
    made.setIcon(icons.icon(icon, "text_soft"))
    side = theme.current().measure("icon")
    made.setIconSize(QSize(side, side))
    made.setMinimumSize(side + 16, side + 16)
    made.setToolTip(says)
    made.setAccessibleName(says)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if name:
        made.setObjectName(name)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made

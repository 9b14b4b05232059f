"""One page of help about the screen one came from, and the keys that work everywhere."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from intake_app.gui import pages, theme
from intake_app.gui.context import Params
from intake_app.gui.pages import Part
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.text import Kind, Label, mark_data
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import digits

GENERAL = "general"
KEYS = "keys"


class Help(Screen):
    """Plain text only: nothing to click but the way back."""

    screen_id = "help"
    measure: ClassVar = "text"

    def title(self) -> str:
        """Return the place's name."""
        return _("Help")

    def enter(self, params: Params) -> None:
        """Show the page about a screen, or the general one."""
        language = active().code
        about = str(params.get("about", ""))
        found = pages.page(about, language) or pages.page(GENERAL, language)
        for part in (*found, *pages.page(KEYS, language)):
            self.add(_shown(part))
        self.body.addStretch(1)
        self.set_primary(_("Close the help"), self.back.emit)


def _shown(part: Part) -> QWidget:
    kinds: dict[str, Kind] = {"title": "title", "heading": "heading"}
    label = Label(part.text, kinds.get(part.kind, "body"))
    if part.kind not in {"item", "step"}:
        mark_data(label)  # shipped in each language, not through the catalogs
        return label
    line = QWidget()
    mark_data(line)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(3))
    row.addSpacing(theme.current().space(1))  # margins do not mirror, spacings do
    mark = QLabel(digits(part.number) if part.kind == "step" else "•")
    mark.setProperty("kind", "number")
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return line

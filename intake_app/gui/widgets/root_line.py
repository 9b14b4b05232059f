"""One root key: its name, where it is, what becomes of it, and whether it has signed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from intake_app.gui import theme
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.services.rotating import RootRow


class RootLine(Card):
    """A card; with `in_change`, also what the change does and whether the key has signed."""

    def __init__(self, row: RootRow, *, in_change: bool = False) -> None:
        super().__init__()
        flow = FlowRow(_name(row.name), gap=theme.current().space(4))
        if in_change:
            word, tone = standing_word(row)
            flow.add(_word(word, tone))
            signed = (_("Has signed"), "done") if row.signed else (_("Not signed yet"), "")
            flow.add(_word(*signed))
        if row.here:
            flow.add(_word(_("In this vault"), ""))
        elif not in_change:
            flow.add(_word(_("With its holder, on a drive"), ""))
        self.add(flow)


def standing_word(row: RootRow) -> tuple[str, str]:
    """Return what becomes of a root key in a change, and the tone of that word."""
    return {
        "stays": (_("Stays"), ""),
        "new": (_("New"), "done"),
        "goes": (_("Will count no more"), "warning"),
    }[row.standing]


def _name(text: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("kind", "code")
    made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    mark_data(made)
    return made


def _word(text: str, tone: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("kind", "state")
    made.setProperty("tone", tone)
    return made

"""The list of what is read: each line says its number and where it stands, and jumps there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from intake_app.gui import icons, theme
from intake_app.gui.widgets.passage_view import passage_word
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.services.reading_course import Heard, Stop

_LOOK: dict[Heard, tuple[str, str]] = {
    "unread": ("more", "text_soft"),
    "agreed": ("check", "success"),
    "read": ("check", "success"),
    "changed": ("edit", "primary_text"),
    "removed": ("close", "accent_text"),
}


class ReadingList(QListWidget):
    """One line a stop; `jumped` tells which one was chosen."""

    jumped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reading_list")
        self._shown: tuple[Stop, ...] = ()
        self.setAccessibleName(_("What is read"))
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        side = theme.current().measure("icon") - 4
        self.setIconSize(QSize(side, side))
        mark_data(self)
        self.itemClicked.connect(lambda item: self.jumped.emit(self.row(item)))
        self.itemActivated.connect(lambda item: self.jumped.emit(self.row(item)))

    def show_stops(self, stops: Sequence[Stop], at: int) -> None:
        """Show the stops, the one being read marked; the last line is the agreement."""
        while self.count() > len(stops) + 1:
            self.takeItem(self.count() - 1)
        for row, stop in enumerate(stops):
            if row < len(self._shown) and self._shown[row] == stop:
                continue  # hundreds of lines would take longer than a key may
            self._fill(row, name_of(stop, row), heard_word(stop.heard), _LOOK[stop.heard])
        self._fill(len(stops), _("Agreement"), "", ("sealed", "text_soft"))
        self._shown = tuple(stops)
        self.setCurrentRow(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the arrows and Enter; letters and Space belong to the page."""
        kept = {
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        }
        if event.key() in kept:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.jumped.emit(self.currentRow())
        else:
            event.ignore()

    def _fill(self, row: int, name: str, state: str, look: tuple[str, str]) -> None:
        item = self.item(row)
        if item is None:
            item = QListWidgetItem()
            self.addItem(item)
        item.setText(name)
        item.setIcon(icons.icon(*look))
        said = _("{name}: {state}", name=name, state=state) if state else name
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setToolTip(state)


def name_of(stop: Stop, row: int) -> str:
    """Return how a stop is called: by number, or by what it tells of."""
    if stop.passage is None:
        return _("Paragraph {number}", number=row + 1)
    if stop.passage.kind == "answer":
        return stop.passage.heading
    word, heading = passage_word(stop.passage.kind), stop.passage.heading
    return _("{kind}: {name}", kind=word, name=heading)


def heard_word(heard: Heard) -> str:
    """Return where a stop stands, in words."""
    return {
        "unread": _("Not read yet"),
        "agreed": _("Right as it is"),
        "read": _("Read"),
        "changed": _("Changed"),
        "removed": _("Removed"),
    }[heard]

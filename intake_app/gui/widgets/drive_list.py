"""Drives to choose from: name, room, kind; what cannot take the files says why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.cards import ChoiceCard
from intake_app.gui.widgets.text import mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import isolate, ltr, visible_controls
from intake_app.localization.numbers import size
from intake_app.services.drives import Drive

_FILE_SYSTEMS = {
    "vfat": "FAT32",
    "msdos": "FAT",
    "exfat": "exFAT",
    "ntfs": "NTFS",
    "ntfs3": "NTFS",
    "fuseblk": "NTFS",
}


class DriveList(QWidget):
    """One card a drive; `chosen` tells the drive's path. Nothing is chosen by itself."""

    chosen = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(3))
        self._drives: tuple[Drive, ...] | None = None
        self.cards: list[ChoiceCard] = []
        self.path: Path | None = None

    def show_drives(self, drives: Sequence[Drive], needed_bytes: int, largest_bytes: int) -> None:
        """Show the drives that are in now; the chosen one stays chosen while it is there."""
        if self._drives == tuple(drives):
            return
        self._drives = tuple(drives)
        focused = next((at for at, card in enumerate(self.cards) if card.hasFocus()), None)
        self._clear()
        for at, drive in enumerate(drives):
            fault = _unfit(drive, needed_bytes, largest_bytes)
            card = ChoiceCard(
                visible_controls(drive.name),
                fault or _room(drive),
                icon="drive",
                on_click=partial(self._choose, drive.path),
                name=f"drive_{at}",
            )
            card.setCheckable(True)
            card.setEnabled(not fault)
            mark_data(card)
            mark_data(card.heading)
            self._column.addWidget(card)
            self.cards.append(card)
        if not drives:
            self._column.addWidget(
                ToneLine("info", _("Put in a USB drive. It will appear here."), name="no_drive")
            )
        if self.path is not None and self.path not in {drive.path for drive in drives}:
            self.path = None
        self._mark()
        if focused is not None and focused < len(self.cards):
            self.cards[focused].setFocus()

    def clear_choice(self) -> None:
        """Choose none."""
        self.path = None
        self._mark()

    def _choose(self, path: Path) -> None:
        self.path = path
        self._mark()
        self.chosen.emit(path)

    def _mark(self) -> None:
        for card, drive in zip(self.cards, self._drives or (), strict=True):
            card.setChecked(drive.path == self.path)

    def _clear(self) -> None:
        self.cards = []
        while self._column.count():
            taken = self._column.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()


def file_system_word(code: str) -> str:
    """Return a file system as drives and shops name it."""
    return _FILE_SYSTEMS.get(code, code)


def _room(drive: Drive) -> str:
    free, total = size(drive.free_bytes), size(drive.total_bytes)
    room = _("{free} free of {total}", free=free, total=total)
    kind = file_system_word(drive.file_system)
    return f"{room} · {ltr(kind)}" if kind else isolate(room)


def _unfit(drive: Drive, needed_bytes: int, largest_bytes: int) -> str:
    if drive.read_only:
        return _("This drive does not allow writing.")
    if drive.free_bytes < needed_bytes:
        free = size(drive.free_bytes)
        return _("Not enough room: only {free} free.", free=free)
    if drive.largest_file_bytes is not None and largest_bytes > drive.largest_file_bytes:
        return _("One bundle is larger than this drive's format allows.")
    return ""

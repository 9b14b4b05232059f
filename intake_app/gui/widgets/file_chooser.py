"""Our own file and folder chooser: Qt's writes what was visited into the person's settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from intake_app.gui import icons, theme
from intake_app.gui.desk import DriveRow
from intake_app.gui.widgets.buttons import button, icon_button
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.text import Label, mark_data, title
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls

Mode = Literal["file", "files", "folder"]
Drives = Callable[[], Sequence[DriveRow]]
_MOST = 5000


@dataclass(frozen=True)
class Entry:
    """One name in a folder."""

    path: Path
    is_folder: bool


def entries(folder: Path, *, files: bool, suffixes: Sequence[str] = ()) -> list[Entry]:
    """Return the folder's visible entries, folders first; unreadable ones are left out.

    Raises:
        OSError: the folder itself cannot be read.
    """
    found = []
    with os.scandir(folder) as listing:
        for item in listing:
            if item.name.startswith("."):
                continue
            try:
                is_folder = item.is_dir()
            except OSError:
                continue
            wanted = is_folder or (
                files and (not suffixes or Path(item.name).suffix.lower() in suffixes)
            )
            if wanted:
                found.append(Entry(Path(item.path), is_folder))
            if len(found) >= _MOST:
                break
    return sorted(found, key=lambda each: (not each.is_folder, each.path.name.casefold()))


class FileChooser(QDialog):
    """Places on the start side, the folder's names beside them; remembers nothing."""

    chosen = Signal(object)  # list[Path]

    def __init__(
        self,
        parent: QWidget,
        *,
        mode: Mode = "file",
        drives: Drives | None = None,
        suffixes: Sequence[str] = (),
        start: Path | None = None,
    ) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setObjectName("file_chooser")
        self.setWindowTitle("Intake")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._mode = mode
        self._suffixes = tuple(each.lower() for each in suffixes)
        self._folder = start or Path.home()
        column = QVBoxLayout(self)
        edge = now.space(5)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(now.space(3))
        column.addWidget(title(_heading(mode)))
        column.addLayout(self._path_row())
        lists = QHBoxLayout()
        lists.setSpacing(now.space(3))
        self.places = _list(_("Places"), "places")
        self.places.setMaximumWidth(now.measure("text") // 3)
        self.names = _list(_("What is in this folder"), "names")
        mark_data(self.names)
        if mode == "files":
            self.names.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        lists.addWidget(self.places)
        lists.addWidget(self.names, 1)
        column.addLayout(lists, 1)
        self.message = Label("", "soft")
        column.addWidget(self.message)
        self.take_button = button(_take_label(mode), self._take, kind="primary", name="take")
        cancel = button(_("Cancel"), self.reject, name="cancel")
        column.addWidget(FlowRow(self.take_button, cancel, gap=now.space(3)))
        self._fill_places(drives)
        self.places.itemActivated.connect(self._go_place)
        self.places.itemClicked.connect(self._go_place)
        self.names.itemActivated.connect(self._enter)
        self.names.itemSelectionChanged.connect(self._allow)
        window = parent.window()
        self.resize(min(900, window.width() - 40), min(640, window.height() - 40))
        self.show_folder(self._folder)
        self.names.setFocus()

    def show_folder(self, folder: Path) -> None:
        """List a folder's names."""
        try:
            found = entries(folder, files=self._mode != "folder", suffixes=self._suffixes)
        except OSError:
            self.message.say(_("This folder cannot be opened."))
            return
        self._folder = folder
        self.path.say(visible_controls(str(folder)))
        self.up.setEnabled(folder.parent != folder)
        self.names.clear()
        for entry in found:
            item = QListWidgetItem(visible_controls(entry.path.name))
            item.setToolTip(item.text())
            item.setIcon(icons.icon("folder" if entry.is_folder else "file", "text_soft"))
            item.setData(Qt.ItemDataRole.UserRole, entry)
            kind = _("folder") if entry.is_folder else _("file")
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                _("{name}, {kind}", name=item.text(), kind=kind),
            )
            self.names.addItem(item)
        self.message.say("" if found else _("Nothing is in this folder."))
        if self.names.count():
            self.names.setCurrentRow(0)
            self.names.clearSelection()
        self._allow()

    def selected(self) -> list[Path]:
        """Return what would be taken now."""
        picked = [item.data(Qt.ItemDataRole.UserRole) for item in self.names.selectedItems()]
        if self._mode == "folder":
            return [entry.path for entry in picked][:1] or [self._folder]
        return [entry.path for entry in picked if not entry.is_folder]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace goes up; Enter opens a folder or takes a file."""
        if event.key() == Qt.Key.Key_Backspace and self.up.isEnabled():
            self._up()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            return  # a list has opened its entry by itself
        super().keyPressEvent(event)

    def _path_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.up = icon_button("up", _("One folder up"), self._up, name="up")
        row.addWidget(self.up)
        self.path = Elided("", "code", mode=Qt.TextElideMode.ElideMiddle)
        self.path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(self.path)
        row.addWidget(self.path, 1)
        return row

    def _fill_places(self, drives: Drives | None) -> None:
        home = QListWidgetItem(icons.icon("home", "text_soft"), _("Home"))
        home.setData(Qt.ItemDataRole.UserRole, Path.home())
        self.places.addItem(home)
        for drive in drives() if drives else ():
            name = _("Drive {name}", name=visible_controls(drive.name))
            item = QListWidgetItem(icons.icon("drive", "text_soft"), name)
            item.setData(Qt.ItemDataRole.UserRole, drive.path)
            self.places.addItem(item)

    def _go_place(self, item: QListWidgetItem) -> None:
        self.show_folder(item.data(Qt.ItemDataRole.UserRole))

    def _enter(self, item: QListWidgetItem) -> None:
        entry: Entry = item.data(Qt.ItemDataRole.UserRole)
        if entry.is_folder:
            self.show_folder(entry.path)
        else:
            self._take()

    def _up(self) -> None:
        self.show_folder(self._folder.parent)

    def _allow(self) -> None:
        picked = self.selected()
        self.take_button.setEnabled(bool(picked))
        if self._mode == "folder" and picked:
            name = visible_controls(picked[0].name) or visible_controls(str(picked[0]))
            self.message.say(_("This folder is used: {name}", name=name))

    def _take(self) -> None:
        picked = self.selected()
        if picked:
            self.chosen.emit(picked)
            self.accept()


def _list(says: str, name: str) -> QListWidget:
    made = QListWidget()
    made.setObjectName(name)
    made.setAccessibleName(says)
    made.setTabKeyNavigation(False)
    made.setUniformItemSizes(True)
    made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _heading(mode: Mode) -> str:
    return {
        "file": _("Choose a file"),
        "files": _("Choose files"),
        "folder": _("Choose a folder"),
    }[mode]


def _take_label(mode: Mode) -> str:
    return {
        "file": _("Take this file"),
        "files": _("Take these files"),
        "folder": _("Use this folder"),
    }[mode]

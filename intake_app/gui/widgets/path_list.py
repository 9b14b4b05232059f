"""Chosen files or folders, one a line, each of which can be left out again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.buttons import icon_button
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls


class PathList(QWidget):
    """Takes each path once; `changed` says that there are others now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))
        self.hide()

    def add(self, path: Path) -> None:
        """Add a path, unless it is there."""
        if path not in self.paths:
            self.paths.append(path)
            self._list()

    def drop(self, path: Path) -> None:
        """Leave a path out again."""
        self.paths.remove(path)
        self._list()

    def _list(self) -> None:
        while self._column.count():
            taken = self._column.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for path in self.paths:
            self._column.addWidget(self._line(path))
        self.setVisible(bool(self.paths))
        self.changed.emit()

    def _line(self, path: Path) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        shown = visible_controls(str(path))
        where = Elided(shown, "code", mode=Qt.TextElideMode.ElideMiddle)
        where.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(where)
        row.addWidget(where, 1)
        says = _("Leave out {name}", name=shown)
        row.addWidget(icon_button("close", says, partial(self.drop, path)))
        return line

"""Any list of records as a table: one column is one function that words a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from intake_app.gui import icons, theme
from intake_app.localization.isolate import strip_controls

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Cell:
    """What one cell shows: words, an icon that says the same, the colour token of both."""

    text: str
    icon: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its heading and how a row reads in it. `wide` columns share what room is left."""

    key: str
    heading: str
    cell: Callable[[R], Cell]
    wide: bool = False


class RowsModel(QAbstractTableModel, Generic[R]):
    """A table of records that may be thousands; cells are worded only when they are seen."""

    def __init__(self, columns: Sequence[Column[R]], rows: Sequence[R] = ()) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[R] = list(rows)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @property
    def rows(self) -> Sequence[R]:
        """The rows as they stand."""
        return self._rows

    def row(self, at: int) -> R | None:
        """Return the record of a row, or None past the end."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many records there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows for a role."""
        record = self.row(index.row()) if index.isValid() else None
        if record is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.cell(record).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return strip_controls(column.cell(record).text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {strip_controls(column.cell(record).text)}"
        if role in {Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole}:
            return _look(column.cell(record), role)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a heading, on the side where the column's text begins."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None


def _look(cell: Cell, role: int) -> Any:
    if role == Qt.ItemDataRole.ForegroundRole:
        return theme.current().colour(cell.colour) if cell.colour else None
    return icons.icon(cell.icon, cell.colour or "text_soft") if cell.icon else None

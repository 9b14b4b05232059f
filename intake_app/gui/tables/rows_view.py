"""The one view for tables: whole rows, Tab leaves it, Enter or a double click opens a row."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from intake_app.gui import theme
from intake_app.gui.tables.rows_model import RowsModel
from intake_app.gui.widgets.text import mark_data

R = TypeVar("R")
_WIDE_LETTERS = 34  # of a wide column where room is short
_LOOKED_AT = 60  # rows that decide a column's width: thousands would take seconds


class RowsView(QTableView, Generic[R]):
    """Shows a `RowsModel`; `opened` tells the record that was opened, `picked` any new choice."""

    opened = Signal(object)
    picked = Signal()

    def __init__(self, model: RowsModel[R], *, says: str, name: str, many: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.rows_model = model
        self._widths: dict[tuple[int, int], int] = {}
        self.setModel(model)
        mark_data(self)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        height = max(theme.current().measure("target"), self.fontMetrics().height() + 18)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        side = theme.current().measure("icon") - 2
        self.setIconSize(QSize(side, side))
        self._prepare_header()
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        model.modelReset.connect(self._after_reset)

    def selected(self) -> list[R]:
        """Return the chosen records, in the table's order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [record for row in rows if (record := self.rows_model.row(row)) is not None]

    def select(self, at: int) -> None:
        """Choose one row and bring it into view."""
        if 0 <= at < self.rows_model.rowCount():
            # Not `selectRow`: in right-to-left it looks for a column past the last one.
            self.setCurrentIndex(self.rows_model.index(at, 0))
            self.scrollTo(self.rows_model.index(at, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; it must not reach the screen's primary button."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open(self.currentIndex())
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        record = self.rows_model.row(index.row()) if index.isValid() else None
        if record is not None:
            self.opened.emit(record)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew; what does not fit is reached by scrolling sideways."""
        super().resizeEvent(event)
        self._share_room()

    def _prepare_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _share_room(self) -> None:
        header, columns = self.horizontalHeader(), self.rows_model.columns
        widths = {}
        for at, column in enumerate(columns):
            least = header.sectionSizeHint(at)
            content = self._content_width(at)
            most = self.fontMetrics().averageCharWidth() * _WIDE_LETTERS
            widths[at] = max(least, min(content, most) if column.wide else content)
        left = self._room() - sum(widths.values())
        wide = [at for at, column in enumerate(columns) if column.wide]
        for at in wide:
            widths[at] += max(0, left) // len(wide)
        for at, width in widths.items():
            header.resizeSection(at, width)

    def _content_width(self, column: int) -> int:
        """Return the width of the widest cell among the rows that are looked at.

        The view's own way asks every cell for all it has. While another thread works, each of those
        thousand questions waits for its turn, and the window stands still.
        """
        first = max(0, self.rowAt(0))
        if (column, first) not in self._widths:
            self._widths[column, first] = self._measure(column, first)
        return self._widths[column, first]

    def _measure(self, column: int, first: int) -> int:
        cell, metrics = self.rows_model.columns[column].cell, self.fontMetrics()
        looked_at = self.rows_model.rows[first : first + _LOOKED_AT]
        if not looked_at:
            return 0
        widths = [metrics.horizontalAdvance(cell(record).text) for record in looked_at]
        widest = self.rows_model.index(first + widths.index(max(widths)), column)
        return self.sizeHintForIndex(widest).width()

    def _room(self) -> int:
        """Return the width that columns share, from the outer size alone.

        Bars that come and go with the columns' widths would ask for another width without end.
        """
        most = self.maximumViewportSize()
        rows = self.verticalHeader().defaultSectionSize() * self.rows_model.rowCount()
        scrolls = rows + self.horizontalHeader().height() > most.height()
        return most.width() - (self.verticalScrollBar().sizeHint().width() if scrolls else 0)

    def _after_reset(self) -> None:
        self._widths.clear()
        self._share_room()
        if self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(0, 0))
        self.picked.emit()

"""The one view for tables: whole rows, Tab leaves it, Enter or a double click opens a row."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from intake_app.gui import theme
from intake_app.gui.tables.rows_model import RowsModel
from intake_app.gui.widgets.text import mark_data

R = TypeVar("R")
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
        self._fit_columns()
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
            self.selectRow(at)
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

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.setResizeContentsPrecision(_LOOKED_AT)
        for at, column in enumerate(self.rows_model.columns):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(at, mode.Stretch if column.wide else mode.ResizeToContents)

    def _after_reset(self) -> None:
        if self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(0, 0))
        self.picked.emit()

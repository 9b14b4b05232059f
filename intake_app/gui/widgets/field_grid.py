"""Fields in two columns where there is room for two, in one where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from intake_app.gui import theme


class FieldGrid(QWidget):
    """Takes fields in reading order; a wide one has a row of its own."""

    def __init__(self, *, least: str = "text") -> None:
        """`least` names the width token from which on there are two columns."""
        super().__init__()
        now = theme.current()
        self._two_from = round(now.measure(least) * 0.78)
        self._fields: list[tuple[QWidget, bool]] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(now.space(5))
        self._grid.setVerticalSpacing(now.space(4))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, field: QWidget, *, wide: bool = False) -> None:
        """Append a field."""
        self._fields.append((field, wide))
        field.setParent(self)
        self._place(self._columns or 1)

    def take(self, field: QWidget) -> None:
        """Drop a field; it is deleted."""
        self._fields = [each for each in self._fields if each[0] is not field]
        self._grid.removeWidget(field)
        field.hide()
        field.deleteLater()
        self._place(self._columns or 1)

    def refresh(self) -> None:
        """Place the fields anew after one was shown or hidden."""
        self._place(self._columns or 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the number of columns with the width."""
        super().resizeEvent(event)
        columns = 2 if event.size().width() >= self._two_from else 1
        if columns != self._columns:
            self._place(columns)

    def _place(self, columns: int) -> None:
        self._columns = columns
        for field, _wide in self._fields:
            self._grid.removeWidget(field)
        row = column = 0
        for field, wide in self._fields:
            if field.isHidden() and field.testAttribute(
                Qt.WidgetAttribute.WA_WState_ExplicitShowHide
            ):
                continue
            if (wide or columns == 1) and column:
                row, column = row + 1, 0
            span = columns if wide else 1
            self._grid.addWidget(field, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= columns:
                row, column = row + 1, 0
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

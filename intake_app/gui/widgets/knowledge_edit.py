"""How the witness knows a thing: saw, heard, was told by somebody, concluded, from a paper."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.record import Knowledge
from intake_app.gui.widgets.coded_combo import CodedCombo
from intake_app.gui.widgets.field_grid import FieldGrid
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.catalogs import gettext as _

_AT_FIRST_HAND = frozenset({"", "saw", "heard", "unknown"})


class KnowledgeEdit(QWidget):
    """The way, and from whom or what where it is not at first hand."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept = Knowledge()
        self.how = CodedCombo("how_known")
        self.told_by = LineEdit(script="free")
        mark_data(self.told_by)
        self.setFocusProxy(self.how)
        grid = FieldGrid()
        grid.add(Field(_("How does the witness know?"), self.how, name="how"))
        self._from = Field(_("From whom, or from which paper?"), self.told_by, name="told_by")
        grid.add(self._from)
        self._grid = grid
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(grid)
        self.how.picked.connect(self._pick)
        self.told_by.textEdited.connect(lambda _text: self.changed.emit())
        self._show_from()

    def value(self) -> Knowledge:
        """Return what was said of it."""
        return msgspec.structs.replace(self._kept, how=self.how.code, told_by=self.told_by.text())

    def set_value(self, knowledge: Knowledge) -> None:
        """Show it without telling anybody."""
        self._kept = knowledge
        self.how.set_value(knowledge.how)
        self.told_by.setText(knowledge.told_by)
        self._show_from()

    def setObjectName(self, name: str) -> None:
        """Name the fields."""
        super().setObjectName(name)
        self.how.setObjectName(f"{name}_how")
        self.told_by.setObjectName(f"{name}_told_by")

    def setAccessibleName(self, part: str) -> None:
        """Say what is known, so that two such fields on a page are told apart."""
        super().setAccessibleName(part)
        for widget, says in (
            (self.how, _("How does the witness know?")),
            (self.told_by, _("From whom, or from which paper?")),
        ):
            widget.setAccessibleName(_("{part}: {field}", part=part, field=says) if part else says)

    def _pick(self, _code: str) -> None:
        self._show_from()
        self.changed.emit()

    def _show_from(self) -> None:
        # What was typed is never hidden.
        wanted = self.how.code not in _AT_FIRST_HAND or bool(self.told_by.text())
        self._from.setVisible(wanted)
        self._grid.refresh()

"""The names of one person: each in its own script and of its own kind, as many as were said."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.domain.record import Name
from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button, icon_button
from intake_app.gui.widgets.coded_combo import CodedCombo
from intake_app.gui.widgets.field_grid import FieldGrid
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.text import mark_data
from intake_app.gui.widgets.undo_bar import UndoBar
from intake_app.localization.catalogs import gettext as _

_KINDS = ("full", "latin", "nickname", "alias")  # in the order in which new rows offer them


class NamesEdit(QWidget):
    """One row a name; there is always at least one row."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.rows: list[NameRow] = []
        self._holder = QVBoxLayout()
        self._holder.setSpacing(now.space(3))
        self.undo = UndoBar()
        self.add_button = button(_("Another name"), self._add, icon="plus", kind="quiet")
        self.add_button.setObjectName("another_name")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(2))
        column.addLayout(self._holder)
        column.addWidget(self.undo)
        column.addWidget(FlowRow(self.add_button))
        self.father = LineEdit(script="free")
        mark_data(self.father)
        self.father.textEdited.connect(lambda _text: self.changed.emit())
        below = FieldGrid()
        below.add(Field(_("Father's name"), self.father, name="father"))
        column.addWidget(below)
        self.set_value(())

    def value(self) -> tuple[Name, ...]:
        """Return the names in their order; rows without a name are left out."""
        return tuple(
            name for name in (row.value() for row in self.rows) if name.text or name.father
        )

    def set_value(self, names: tuple[Name, ...]) -> None:
        """Show names without telling anybody."""
        self.undo.hide()
        for row in list(self.rows):
            self._drop(row)
        of = next((at for at, name in enumerate(names) if name.father), -1)
        self.father.setText(names[of].father if of >= 0 else "")
        for at, name in enumerate(names or (Name(),)):
            bare = msgspec.structs.replace(name, father="") if at == of else name
            self._put(bare, len(self.rows))
        self._number()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Go to the first name."""
        self.rows[0].text.setFocus(reason)

    def _add(self) -> None:
        taken = {row.kind.code for row in self.rows}
        kind = next((each for each in _KINDS if each not in taken), "heard_as")
        row = self._put(Name(kind=kind), len(self.rows))
        self._number()
        row.text.setFocus()

    def _put(self, name: Name, at: int) -> NameRow:
        row = NameRow(name)
        row.changed.connect(self.changed)
        row.removed.connect(partial(self._remove, row))
        self.rows.insert(at, row)
        self._holder.insertWidget(at, row)
        return row

    def _remove(self, row: NameRow) -> None:
        name, at = row.value(), self.rows.index(row)
        self._drop(row)
        if not self.rows:
            self._put(Name(), 0)
        self._number()
        self.rows[min(at, len(self.rows) - 1)].text.setFocus()
        self.changed.emit()
        if name.text:
            self.undo.offer(
                _("The name «{name}» was taken out.", name=name.text),
                partial(self._restore, name, at),
            )

    def _restore(self, name: Name, at: int) -> None:
        if len(self.rows) == 1 and not self.rows[0].value().text:
            self._drop(self.rows[0])
        row = self._put(name, min(at, len(self.rows)))
        self._number()
        row.text.setFocus()
        self.changed.emit()

    def _drop(self, row: NameRow) -> None:
        self.rows.remove(row)
        self._holder.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for at, row in enumerate(self.rows, 1):
            row.number(at, only=len(self.rows) == 1)


class NameRow(QWidget):
    """A name, its kind, and its removal."""

    changed = Signal()
    removed = Signal()

    def __init__(self, name: Name) -> None:
        super().__init__()
        self._kept = name
        self.text = LineEdit(script="free")
        mark_data(self.text)
        self.kind = CodedCombo("name_kinds")
        self.text.setText(name.text)
        self.kind.set_value(name.kind)
        self.text.textEdited.connect(lambda _text: self.changed.emit())
        self.kind.picked.connect(lambda _code: self.changed.emit())
        self.remove = icon_button("trash", _("Take this name out"), self.removed.emit)
        self._name = Field(_("Name, as it was said"), self.text, name="name")
        self._kind = Field(_("What kind of name"), self.kind, name="name_kind")
        end = QWidget()
        row = QHBoxLayout(end)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addWidget(self._kind, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        grid = FieldGrid()
        grid.add(self._name)
        grid.add(end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(grid)

    def value(self) -> Name:
        """Return the name as it stands."""
        return Name(text=self.text.text(), kind=self.kind.code or "full", father=self._kept.father)

    def number(self, at: int, *, only: bool) -> None:
        """Say which name of the person this is."""
        said, kind = _("Name, as it was said"), _("What kind of name")
        self.text.setAccessibleName(said if only else _("Name {number}", number=at))
        self.kind.setAccessibleName(kind if only else _("Kind of name {number}", number=at))
        self.text.setObjectName(f"name_{at}")
        self.kind.setObjectName(f"name_kind_{at}")
        self.remove.setObjectName(f"name_remove_{at}")
        self.remove.setAccessibleName(_("Take name {number} out", number=at))
        self.remove.setVisible(not only)

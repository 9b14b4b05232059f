"""A form for one record, from a table: a row there is a field here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.record import Record
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.coded_combo import CodedCombo, items_of
from intake_app.gui.widgets.date_entry import DateEntryEdit
from intake_app.gui.widgets.field_grid import FieldGrid
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.knowledge_edit import KnowledgeEdit
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.names_edit import NamesEdit
from intake_app.gui.widgets.text import mark_data
from intake_app.gui.widgets.words_edit import WordsEdit
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _

R = TypeVar("R", bound=Record)
FieldKind = Literal["line", "words", "coded", "answers", "date", "knowledge", "names"]


@dataclass(frozen=True)
class Entry:
    """One field: its key in the record, what it is called (marked), and of which kind it is.

    `lists` are the coded lists of `coded` and `answers`; `choices` are codes with marked labels.
    """

    key: str
    label: str
    kind: FieldKind = "line"
    lists: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    leave_out: frozenset[str] = frozenset()

    @property
    def is_wide(self) -> bool:
        """True where the field needs the whole width."""
        return self.kind in {"words", "answers", "knowledge", "names"}


@dataclass(frozen=True)
class _Bound:
    """A field's widget with its ways in and out."""

    widget: QWidget
    read: Callable[[], Any]
    show: Callable[[Any], None]


class RecordForm(QWidget):
    """Shows a record's fields and gives the record back with what was typed.

    `part` says what the form is about where a page holds several: screen readers hear it with
    every field.
    """

    changed = Signal()

    def __init__(self, entries: Sequence[Entry], *, name: str, part: str = "") -> None:
        super().__init__()
        self._name = name
        self._fields: dict[str, _Bound] = {}
        self._labels: dict[str, str] = {}
        self._grid = FieldGrid()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._grid)
        for entry in entries:
            self._grid.add(self._made(entry), wide=entry.is_wide)
        self.say_part(part)

    def say_part(self, part: str) -> None:
        """Say anew what the form is about."""
        for key, field in self._fields.items():
            label = self._labels[key]
            if not label:
                field.widget.setAccessibleName(part)
            elif part:
                field.widget.setAccessibleName(_("{part}: {field}", part=part, field=label))

    def show_record(self, record: Record) -> None:
        """Show a record without telling anybody."""
        for key, field in self._fields.items():
            field.show(getattr(record, key))

    def applied_to(self, record: R) -> R:
        """Return the record with the fields of this form as they stand."""
        told = {key: field.read() for key, field in self._fields.items()}
        return msgspec.structs.replace(record, **told)

    def focus_first(self) -> None:
        """Go to the first field."""
        next(iter(self._fields.values())).widget.setFocus(Qt.FocusReason.TabFocusReason)

    def field(self, key: str) -> QWidget:
        """Return the widget of a field."""
        return self._fields[key].widget

    def _made(self, entry: Entry) -> QWidget:
        bound = _BUILD[entry.kind](entry, self.changed.emit)
        self._fields[entry.key] = bound
        name = f"{self._name}_{entry.key}"
        if entry.kind in {"knowledge", "names"}:  # these label their own fields
            self._labels[entry.key] = ""
            bound.widget.setObjectName(name)
            return bound.widget
        self._labels[entry.key] = label = _(entry.label)
        return Field(label, bound.widget, name=name, hint=_(entry.hint) if entry.hint else "")


def _line(_entry: Entry, tell: Callable[[], None]) -> _Bound:
    edit = LineEdit(script="free")
    mark_data(edit)
    edit.textEdited.connect(lambda _text: tell())
    return _Bound(edit, edit.text, edit.setText)


def _words(_entry: Entry, tell: Callable[[], None]) -> _Bound:
    edit = WordsEdit(rows=2)
    edit.edited.connect(tell)
    return _Bound(edit, edit.words, edit.set_words)


def _coded(entry: Entry, tell: Callable[[], None]) -> _Bound:
    combo = CodedCombo(*entry.lists, leave_out=entry.leave_out)
    combo.picked.connect(lambda _code: tell())
    return _Bound(combo, combo.value, combo.set_value)


def _answers(entry: Entry, tell: Callable[[], None]) -> _Bound:
    choices = [(code, _(label)) for code, label in entry.choices]
    choices += [(item.code, item.label(active().code)) for item in items_of(entry.lists)]
    row = Answers(choices)
    row.chosen.connect(lambda _code: tell())
    return _Bound(row, lambda: row.value, row.choose)


def _date(_entry: Entry, tell: Callable[[], None]) -> _Bound:
    edit = DateEntryEdit()
    edit.changed.connect(tell)
    return _Bound(edit, edit.value, edit.set_value)


def _knowledge(_entry: Entry, tell: Callable[[], None]) -> _Bound:
    edit = KnowledgeEdit()
    edit.changed.connect(tell)
    return _Bound(edit, edit.value, edit.set_value)


def _names(_entry: Entry, tell: Callable[[], None]) -> _Bound:
    edit = NamesEdit()
    edit.changed.connect(tell)
    return _Bound(edit, edit.value, edit.set_value)


_BUILD: dict[str, Callable[[Entry, Callable[[], None]], _Bound]] = {
    "line": _line,
    "words": _words,
    "coded": _coded,
    "answers": _answers,
    "date": _date,
    "knowledge": _knowledge,
    "names": _names,
}

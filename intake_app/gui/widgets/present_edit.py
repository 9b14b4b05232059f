"""Who is in the room besides the witness: by role and pseudonym, never by name.

While the witness tells, people come and go: with a clock, whoever is taken out has left at that
moment and stays on the list; only who was added on this very page can be taken out again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.domain.statement import Present
from intake_app.gui import icons, theme
from intake_app.gui.presence_words import comings
from intake_app.gui.widgets.buttons import button, icon_button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.coded_combo import CodedCombo
from intake_app.gui.widgets.field_grid import FieldGrid
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.undo_bar import UndoBar
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import coded_list

OFFERED = ("interviewer", "interpreter", "support_person", "relative", "other")


class PresentEdit(QWidget):
    """One row a person; a button for each role that is often there.

    `clock` returns the moment (RFC 3339) where comings and goings are timed.
    """

    changed = Signal()

    def __init__(self, clock: Callable[[], str] | None = None) -> None:
        super().__init__()
        now = theme.current()
        self._clock = clock
        self.slips: set[str] = set()  # when those came in who may be taken out again
        self.rows: list[PresentRow] = []
        self._holder = QVBoxLayout()
        self._holder.setSpacing(now.space(2))
        self.undo = UndoBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(3))
        column.addLayout(self._holder)
        column.addWidget(self.undo)
        roles = coded_list("person_roles")
        offers = FlowRow(gap=now.space(2))
        for role in OFFERED:
            label = roles.label(role, active().code) if role != "other" else _("Somebody else")
            made = button(label, partial(self._add, role), icon="plus", name=f"add_{role}")
            made.setAccessibleName(_("Add: {role}", role=label))
            offers.add(made)
        column.addWidget(offers)

    def value(self) -> tuple[Present, ...]:
        """Return who is here."""
        return tuple(row.value() for row in self.rows)

    def set_value(self, present: tuple[Present, ...]) -> None:
        """Show who is here, without telling anybody."""
        for row in list(self.rows):
            self._drop(row)
        for each in present:
            self._put(each, len(self.rows))
        self._number()

    def _add(self, role: str) -> None:
        person = Present(role=role)
        if self._clock is not None:
            person = msgspec.structs.replace(person, joined_at=self._clock())
            self.slips.add(person.came)
        row = self._put(person, len(self.rows))
        self._number()
        row.pseudonym.setFocus()
        self.changed.emit()

    def _put(self, present: Present, at: int) -> PresentRow:
        row = PresentRow(present)
        if self._clock is not None and present.came not in self.slips:
            row.may_leave()
        row.changed.connect(self.changed)
        row.removed.connect(partial(self._remove, row))
        self.rows.insert(at, row)
        self._holder.insertWidget(at, row)
        return row

    def _remove(self, row: PresentRow) -> None:
        value, at = row.value(), self.rows.index(row)
        if self._clock is not None and value.came not in self.slips:
            row.leave("" if value.left else self._clock())
            self.changed.emit()
            return
        self._drop(row)
        self._number()
        self.changed.emit()
        role = coded_list("person_roles").label(value.role, active().code)
        self.undo.offer(_("«{role}» was taken out.", role=role), partial(self._restore, value, at))
        self.undo.undo_button.setFocus()

    def _restore(self, value: Present, at: int) -> None:
        row = self._put(value, min(at, len(self.rows)))
        self._number()
        row.pseudonym.setFocus()
        self.changed.emit()

    def _drop(self, row: PresentRow) -> None:
        self.rows.remove(row)
        self._holder.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for at, row in enumerate(self.rows, 1):
            row.number(at)


class PresentRow(Card):
    """A role, a pseudonym, the languages this person speaks here, and a way out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, present: Present) -> None:
        super().__init__()
        now = theme.current()
        edge = now.space(3)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.role = CodedCombo("person_roles", leave_out=frozenset({"witness"}))
        self.role.set_value(present.role)
        self.pseudonym = LineEdit(script="free")
        mark_data(self.pseudonym)
        self.pseudonym.setText(present.pseudonym)
        self.language = CodedCombo("languages")
        self.language.set_value(present.language)
        self._present = present
        self._at = 1
        self.remove = icon_button("trash", _("Take out"), self.removed.emit)
        self.times = Label("", "small")
        self.leaving = button("", self.removed.emit)
        self._leave_row = FlowRow(self.leaving)
        grid = FieldGrid()
        grid.add(Field(_("Role"), self.role, name="role"))
        grid.add(Field(_("Pseudonym"), self.pseudonym, name="present_pseudonym"))
        end = QWidget()
        row = QHBoxLayout(end)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.space(2))
        row.addWidget(Field(_("Language"), self.language, name="present_language"), 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        grid.add(end)
        self.add(grid)
        self.add(self.times)
        self.add(self._leave_row)
        self._leave_row.hide()
        self._show_times()
        self.role.picked.connect(lambda _code: self.changed.emit())
        self.pseudonym.textEdited.connect(lambda _text: self.changed.emit())
        self.language.picked.connect(lambda _code: self.changed.emit())

    def value(self) -> Present:
        """Return the person as entered."""
        return msgspec.structs.replace(
            self._present,
            role=self.role.code or "other",
            pseudonym=self.pseudonym.text().strip(),
            language=self.language.code,
        )

    def leave(self, at: str) -> None:
        """Say that this person left at that moment, or with nothing that they are still here."""
        self._present = msgspec.structs.replace(self._present, left_at=at or msgspec.UNSET)
        self._show_times()

    def may_leave(self) -> None:
        """Let this person leave rather than be taken out: they were here."""
        self._leaves = True
        self.remove.hide()
        self._leave_row.show()
        self._show_times()

    _leaves = False

    def _show_times(self) -> None:
        when = comings(self._present)
        self.times.say(when[:1].upper() + when[1:])  # it stands alone here, as a sentence does
        self.times.setVisible(bool(when))
        gone = bool(self._present.left)
        if self._leaves:
            self.leaving.setText(_("Did not leave") if gone else _("Leaves now"))
            self.leaving.setIcon(icons.icon("undo" if gone else "forward", "text_soft"))
        self.number(self._at)

    def _remove_word(self) -> str:
        if not self._leaves:
            return _("Take person {number} out", number=self._at)
        if self._present.left:
            return _("Person {number} did not leave", number=self._at)
        return _("Person {number} leaves now", number=self._at)

    def number(self, at: int) -> None:
        """Say which row this is, so that the fields of several are told apart."""
        self._at = at
        way_out, says_out = self.leaving if self._leaves else self.remove, self._remove_word()
        way_out.setToolTip(says_out)
        for widget, name, says in (
            (self.role, "role", _("Role of person {number}", number=at)),
            (self.pseudonym, "present_pseudonym", _("Pseudonym of person {number}", number=at)),
            (self.language, "present_language", _("Language of person {number}", number=at)),
            (way_out, "present_remove", says_out),
        ):
            widget.setObjectName(f"{name}_{at}")
            widget.setAccessibleName(says)

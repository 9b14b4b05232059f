"""The facts of one kind on the start side: choose one, add one, take one out and put it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from intake_app.domain.fact_lists import Fact
from intake_app.gui import fact_words, theme
from intake_app.gui.fact_forms import FactSection
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.page import Page
from intake_app.gui.widgets.row_button import RowButton
from intake_app.gui.widgets.text import Label, at_start, mark_data
from intake_app.gui.widgets.undo_bar import UndoBar
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.direction import held


class FactList(QWidget):
    """`chosen` and `removed` tell the id of a fact."""

    chosen = Signal(str)
    added = Signal()
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.setObjectName("fact_list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(round(now.measure("narrow") * 0.5))
        self.rows: dict[str, RowButton] = {}
        self._chosen = ""
        self.add_button = button("", self.added.emit, icon="plus", name="add_fact")
        self.remove_button = button(
            _("Take out"), self._remove, icon="trash", kind="quiet", name="remove_fact"
        )
        self.empty = Label("", "soft")
        self.undo = UndoBar()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        edge = now.space(3)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(now.space(2))
        column.addWidget(self.empty)
        column.addWidget(self.area, 1)
        column.addWidget(self.undo)
        column.addWidget(FlowRow(self.add_button, self.remove_button))

    def show_facts(self, section: FactSection, facts: Sequence[Fact], chosen: str) -> None:
        """List the facts of a section."""
        self.add_button.setText(_(section.add))
        self.add_button.setAccessibleName(_(section.add))
        self.empty.say(_(section.empty))
        self.empty.setVisible(not facts)
        inside = Page()
        inside.setObjectName("fact_list")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        self.rows = {}
        for number, fact in enumerate(facts, 1):
            row = RowButton("", name=f"fact_{number}")
            mark_data(row)
            row.clicked.connect(partial(self._click, fact.id))
            self.rows[fact.id] = row
            self.say(fact, number)
            column.addWidget(row)
        column.addStretch(1)
        self.area.setWidget(inside)
        self.choose(chosen)

    def say(self, fact: Fact, number: int) -> None:
        """Show a fact's name as it is now."""
        row = self.rows[fact.id]
        text = fact_words.heading(fact)
        row.say(at_start(text), held(fact_words.detail(fact)))
        row.setAccessibleName(_("{number}. {what}", number=number, what=text))

    def choose(self, fact_id: str) -> None:
        """Show which fact's form is open."""
        self._chosen = fact_id
        for each, row in self.rows.items():
            row.setChecked(each == fact_id)
        self.remove_button.setVisible(fact_id in self.rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the list with the arrows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        rows = list(self.rows.values())
        focused = self.focusWidget()
        if step and isinstance(focused, RowButton) and focused in rows:
            rows[(rows.index(focused) + step) % len(rows)].setFocus()
            return
        super().keyPressEvent(event)

    def _click(self, fact_id: str) -> None:
        self.choose(fact_id)
        self.chosen.emit(fact_id)

    def _remove(self) -> None:
        self.removed.emit(self._chosen)

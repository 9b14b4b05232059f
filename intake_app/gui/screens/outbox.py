"""What this computer sealed: where each bundle stands, and what can still be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from intake_app.gui.context import Context, Params
from intake_app.gui.screens.screen import Screen
from intake_app.gui.tables.outbox_table import outbox_table
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.times import moment
from intake_app.services import handing_over
from intake_app.services.handing_over import OutboxRow
from intake_app.services.wiring import Desk

_LEAST_TABLE = 200  # px


class Outbox(Screen):
    """A table, and beside the primary button what concerns the chosen rows."""

    screen_id = "outbox"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "wide"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.rows: tuple[OutboxRow, ...] = ()

    def title(self) -> str:
        """Return the place's name."""
        return _("Sealed statements")

    def enter(self, params: Params) -> None:
        """List what is sealed."""
        self.add_title(_("Sealed statements"))
        self.lead = Label("", "soft")
        self.table = outbox_table()
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.table.picked.connect(self._show_chosen)
        self.empty = Card(
            ToneLine(
                "info",
                _("Nothing is sealed yet."),
                _("Seal a statement first; it then appears here, ready to be handed over."),
            )
        )
        self.actions_card = self._actions_card()
        for part in (self.lead, self.table, self.empty, self.actions_card):
            part.hide()
        self.add(self.lead)
        self.body.addWidget(self.table, 1)
        self.add(self.actions_card, self.empty)
        self.set_primary(_("Hand over"), self._hand_over, icon="drive")
        self.add_secondary(_("Take in receipts"), partial(self.go, "receipts"), name="receipts")
        self.delete_button = self.add_secondary(
            _("Delete what is received"), self._delete, name="delete"
        )
        self.run(lambda: handing_over.outbox(self.desk.session), self._show)

    def first_focus(self) -> QWidget | None:
        """Return the table where there is one, else the primary button."""
        return self.table if self.rows else self.primary_button

    def _show(self, rows: Sequence[OutboxRow]) -> None:
        self.rows = tuple(rows)
        some = bool(self.rows)
        self.table.rows_model.set_rows(self.rows)
        self.lead.say(_lead(self.rows))
        for part in (self.lead, self.table, self.actions_card):
            part.setVisible(some)
        self.empty.setVisible(not some)
        self.delete_button.setVisible(some)
        if self.primary_button is not None and not some:
            self.primary_button.setText(_("Go to the interviews"))
            self.primary_button.setAccessibleName(_("Go to the interviews"))
            self.primary_button.setIcon(QIcon())
            self.primary_button.setFocus()
        if some:
            self.table.select(0)
            self.table.setFocus()
        else:
            self.body.addStretch(1)

    # -- what is done with the chosen ---------------------------------------------------------

    def _actions_card(self) -> Card:
        self.chosen_label = Label("", "label")
        row = FlowRow(gap=8)
        self.later_buttons = []
        for purpose, says in (
            ("correction", _("Make a correction")),
            ("addition", _("Add something")),
            ("withdrawal", _("Take consent back")),
        ):
            made = button(says, partial(self._later, purpose), name=purpose)
            self.later_buttons.append(made)
            row.add(made)
        return Card(
            self.chosen_label,
            row,
            Label(_("The sealed text stays as it is. Each of these is sealed beside it."), "small"),
        )

    def _show_chosen(self) -> None:
        chosen = self.table.selected()
        one = len(chosen) == 1
        if one:
            text = _("For what was sealed {when}:", when=moment(chosen[0].sealed_at))
        else:
            text = ngettext("{n} is chosen.", "{n} are chosen.", len(chosen))
        self.chosen_label.say(text)
        for made in self.later_buttons:
            made.setEnabled(one)

    def _later(self, purpose: str) -> None:
        chosen = self.table.selected()
        if len(chosen) == 1:
            self.go("consent", correction_of=chosen[0].bundle_id, purpose=purpose)

    def _hand_over(self) -> None:
        self.go("hand_over" if self.rows else "home")

    def _delete(self) -> None:
        chosen = [row.bundle_id for row in self.table.selected()]
        ready = [row.bundle_id for row in self.rows if row.deletable]
        self.go("delete", bundle_ids=tuple(ready or chosen))


def _lead(rows: Sequence[OutboxRow]) -> str:
    waiting = sum(row.state == "waiting" for row in rows)
    if waiting:
        return ngettext("{n} waits to be handed over.", "{n} wait to be handed over.", waiting)
    missing = sum(not row.deletable for row in rows)
    if missing:
        return ngettext(
            "Everything was handed over; {n} still lacks receipts.",
            "Everything was handed over; {n} still lack receipts.",
            missing,
        )
    return _("Everything was received and can be deleted from this computer.")

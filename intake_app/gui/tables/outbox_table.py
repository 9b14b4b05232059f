"""The sealed bundles of this computer as a table: what, when, how large, where it stands."""

from __future__ import annotations

from intake_app.gui.tables.rows_model import Cell, Column, RowsModel
from intake_app.gui.tables.rows_view import RowsView
from intake_app.localization.bundle_words import kind_word, receipts_word, state_word
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import size
from intake_app.localization.times import moment
from intake_app.services.handing_over import OutboxRow

_MARKS = {
    "waiting": ("pause", "accent_text"),
    "handed_over": ("drive", "info"),
    "received": ("success", "success"),
}


def outbox_table() -> RowsView[OutboxRow]:
    """Return an empty table of sealed bundles."""
    columns = (
        Column[OutboxRow](
            "sealed", _("Sealed"), lambda row: Cell(moment(row.sealed_at)), wide=True
        ),
        Column[OutboxRow]("what", _("What"), lambda row: Cell(kind_word(row.kind))),
        Column[OutboxRow]("size", _("Size"), lambda row: Cell(size(row.outer_size))),
        Column[OutboxRow]("state", _("State"), _state),
        Column[OutboxRow]("receipts", _("Receipts"), _receipts),
    )
    return RowsView(RowsModel(columns), says=_("Sealed statements"), name="outbox_table", many=True)


def _state(row: OutboxRow) -> Cell:
    icon, colour = _MARKS.get(row.state, ("info", "info"))
    return Cell(state_word(row.state), icon, colour)


def _receipts(row: OutboxRow) -> Cell:
    return Cell(receipts_word(row.receipts, row.receipts_needed))

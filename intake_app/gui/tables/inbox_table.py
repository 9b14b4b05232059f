"""The inbox as a table: when, from whom, what, and the verdict in a word with its mark."""

from __future__ import annotations

from intake_app.gui.tables.rows_model import Cell, Column, RowsModel
from intake_app.gui.tables.rows_view import RowsView
from intake_app.localization.catalogs import gettext as _
from intake_app.services.inbox_list import Listed

_MARKS = {
    "accepted": ("success", "success"),
    "duplicate": ("info", "info"),
    "held": ("warning", "accent_text"),
    "refused": ("fault", "fault"),
}


def inbox_table() -> RowsView[Listed]:
    """Return an empty inbox table."""
    columns = (
        Column[Listed]("verdict", _("Verdict"), _verdict),
        Column[Listed]("sender", _("From"), lambda row: Cell(row.sender or "—"), wide=True),
        Column[Listed]("what", _("What"), lambda row: Cell(row.what)),
        Column[Listed]("arrived", _("Arrived"), lambda row: Cell(row.arrived)),
    )
    return RowsView(RowsModel(columns), says=_("What arrived"), name="inbox_table", many=True)


def _verdict(row: Listed) -> Cell:
    kind = row.row.verdict
    if kind == "held" and row.row.decision:
        kind = "accepted" if row.taken_in else "refused"
    mark = "fault" if row.row.waits and row.row.alarm else _MARKS[kind][0]
    colour = "fault" if mark == "fault" else _MARKS[kind][1]
    return Cell(row.verdict, mark, colour)

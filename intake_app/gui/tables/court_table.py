"""What goes to a court and what stays, as a table: when it was sealed, what it is, and why."""

from __future__ import annotations

from intake_app.gui.tables.rows_model import Cell, Column, RowsModel
from intake_app.gui.tables.rows_view import RowsView
from intake_app.localization.bundle_words import kind_word
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.court_words import reason_sentence
from intake_app.localization.times import moment
from intake_app.services.court_choosing import Chosen, LeftOut

Row = Chosen | LeftOut


def court_table() -> RowsView[Row]:
    """Return an empty table of bundles."""
    columns = (
        Column[Row]("goes", _("Goes or stays"), _goes, wide=True),
        Column[Row]("what", _("What"), lambda row: Cell(kind_word(row.kind))),
        Column[Row]("sealed", _("Sealed"), lambda row: Cell(moment(row.sealed_at))),
        Column[Row]("id", _("Number"), lambda row: Cell(row.bundle_id[:8])),
    )
    return RowsView(RowsModel(columns), says=_("What is handed over"), name="court_table")


def _goes(row: Row) -> Cell:
    if isinstance(row, Chosen):
        return Cell(_("Goes"), "success", "success")
    return Cell(_("Stays: {why}", why=reason_sentence(row.reason)), "pause", "accent_text")

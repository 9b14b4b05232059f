"""Questions to time services as a table: which line, when asked, and what came back."""

from __future__ import annotations

from intake_app.gui.tables.rows_model import Cell, Column, RowsModel
from intake_app.gui.tables.rows_view import RowsView
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import isolate
from intake_app.localization.numbers import digits
from intake_app.localization.times import moment
from intake_app.services.anchoring import AskedTime


def time_table() -> RowsView[AskedTime]:
    """Return an empty table of questions."""
    columns = (
        Column[AskedTime]("line", _("Line of the log"), lambda row: Cell(digits(row.seq))),
        Column[AskedTime]("asked", _("Asked"), lambda row: Cell(moment(row.made_at))),
        Column[AskedTime]("confirmed", _("Confirmed"), _confirmed),
        Column[AskedTime]("service", _("By whom"), _service, wide=True),
    )
    return RowsView(RowsModel(columns), says=_("Questions about the time"), name="time_table")


def _confirmed(row: AskedTime) -> Cell:
    if not row.proofs:
        return Cell(_("No answer yet"), "pause", "accent_text")
    first = min(row.proofs, key=lambda proof: proof.gen_time)
    return Cell(moment(first.gen_time, seconds=True), "success", "success")


def _service(row: AskedTime) -> Cell:
    names = dict.fromkeys(isolate(proof.service) for proof in row.proofs)
    return Cell(" · ".join(names) or "—")

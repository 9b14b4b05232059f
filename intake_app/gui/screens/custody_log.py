"""The custody log in plain words: what was done in this vault, when, and that it holds."""

from __future__ import annotations

from typing import ClassVar

from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.tables.rows_model import Cell, Column, RowsModel
from intake_app.gui.tables.rows_view import RowsView
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization import times
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.custody_words import sentence
from intake_app.localization.isolate import ltr
from intake_app.localization.numbers import digits
from intake_app.services import custody, rollback_claims
from intake_app.services.custody import CustodyVerdict, Entry
from intake_app.services.rollback_claims import Claim

_ABOUT = 3
_ROOMY = 150  # per cent: with larger letters the sentence needs the room of the short codes
_SHORT = 12  # letters of an id that tell two records apart on one page


class CustodyLog(Screen):
    """Newest line first; above it one sentence on whether every line follows on the one before."""

    screen_id = "custody_log"
    measure: ClassVar = "wide"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk

    def title(self) -> str:
        """Return the place's name."""
        return _("Custody log")

    def enter(self, params: Params) -> None:
        """Read and check the log."""
        self.add_title(
            _("Custody log"),
            _("What was done in this vault, in order. No line can be changed unseen."),
        )
        self.set_primary(_("Done"), self.back.emit)
        self.run(self._read, self._show)

    def _read(self) -> tuple[CustodyVerdict, list[Entry], list[Claim]]:
        session = self.desk.session
        return custody.verify(session), custody.show(session), rollback_claims.waiting(session)

    def _show(self, found: tuple[CustodyVerdict, list[Entry], list[Claim]]) -> None:
        verdict, entries, claims = found
        self.add(_standing(verdict))
        if claims:
            self.add(self._claim(claims[0]))
        model = RowsModel[Entry](_columns(), list(reversed(entries)))
        table = RowsView[Entry](model, says=_("Lines of the custody log"), name="lines")
        table.setMinimumHeight(theme.current().measure("narrow") // 2)
        table.setColumnHidden(_ABOUT, theme.current().look.scale > _ROOMY)
        self.body.addWidget(table, 1)

    def _claim(self, claim: Claim) -> Card:
        """Show the oldest claim, with the two answers; the next one comes after it."""
        says = _(
            "{who} says that line {number} of this log is missing.",
            who=ltr(claim.by),
            number=digits(claim.lost.seq),
        )
        hint = _("Speak face to face before you decide. What you decide is noted and stays.")
        return Card(
            ToneLine("warning", says, hint, name="claim"),
            FlowRow(
                button(
                    _("Nothing is missing"),
                    lambda: self._decide(claim, believed=False),
                    name="dismiss",
                ),
                button(
                    _("It is missing"), lambda: self._decide(claim, believed=True), name="believe"
                ),
            ),
            kind="notice-warning",
        )

    def _decide(self, claim: Claim, *, believed: bool) -> None:
        self.run(
            lambda: rollback_claims.decide(self.desk.session, claim.line, believed=believed),
            lambda _done: self.go("custody_log", _replace=True),
        )


def _standing(verdict: CustodyVerdict) -> ToneLine:
    if verdict.ok:
        return ToneLine(
            "success",
            ngettext(
                "{n} line, and it is whole.",
                "{n} lines, and each follows on the one before.",
                verdict.lines,
            ),
            _("What others have confirmed with receipts is still here."),
            name="standing",
        )
    if verdict.problem == custody.OLDER:
        return ToneLine(
            "fault",
            _("Lines that others have confirmed are missing."),
            _("Somebody put back an older copy of this vault. Tell your team."),
            name="standing",
        )
    return ToneLine(
        "fault",
        _("The log was changed or has a gap at line {number}.", number=verdict.broken_at),
        _("Do not seal anything more in this vault. Show it to your team as it is."),
        name="standing",
    )


def _columns() -> tuple[Column[Entry], ...]:
    return (
        Column("seq", _("Number"), lambda entry: Cell(digits(entry.seq))),
        Column("wall", _("When"), lambda entry: Cell(times.moment(entry.wall, seconds=True))),
        Column(
            "what",
            _("What happened"),
            lambda entry: Cell(sentence(entry.event, entry.x)),
            wide=True,
        ),
        Column("about", _("About"), lambda entry: Cell(ltr(entry.ref[:_SHORT]))),
    )

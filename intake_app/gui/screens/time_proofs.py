"""Proof of time: questions go out as small files, answers of time services come back as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtWidgets import QWidget

from intake_app.gui import focus
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.screen import Screen
from intake_app.gui.tables.time_table import time_table
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.digits_view import DigitsView
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.text import Label, data_label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.gui.widgets.value_table import ValueTable
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.isolate import visible_controls
from intake_app.localization.times import day, moment
from intake_app.services import anchoring, time_services
from intake_app.services.anchoring import AskedTime, TimeOutcome
from intake_app.services.time_services import ShownAuthority
from intake_app.services.wiring import Desk

_LEAST_TABLE = 200  # px
_CERTIFICATES = (".pem", ".crt", ".cer", ".der")


@dataclass(frozen=True)
class _Seen:
    """What the page shows."""

    asked: Sequence[AskedTime]
    believed: Sequence[ShownAuthority]


class ProofOfTime(Screen):
    """A table of questions and their answers; below it, whose answers are believed."""

    screen_id = "time_proofs"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "wide"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.asked: tuple[AskedTime, ...] = ()

    def title(self) -> str:
        """Return the place's name."""
        return _("Proof of time")

    def enter(self, params: Params) -> None:
        """Build the page and list what is there."""
        self.add_title(
            _("Proof of time"),
            _("A time service outside can confirm that your custody log existed at a moment."),
        )
        self.how = _how_card()
        self.compare = Card()
        self.table = time_table()
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.believed = Card()
        for part in (self.how, self.compare, self.table, self.believed):
            part.hide()
        self.add(self.how, self.compare)
        self.body.addWidget(self.table, 1)
        self.add(self.believed)
        self.body.addStretch(0)
        self.set_primary(_("Write a question"), self._ask, icon="drive")
        self.add_secondary(_("Bring in an answer"), self._bring, name="bring")
        self.add_secondary(_("Add a time service"), self._choose_certificate, name="certificate")
        self.export_button = self.add_secondary(
            _("Write the proofs out"), self._export, name="export"
        )
        self.export_button.hide()
        self.reload()

    def first_focus(self) -> QWidget | None:
        """Return the table where there is one, else the button that begins."""
        return self.table if self.asked else self.primary_button

    def reload(self) -> None:
        """Read anew what was asked and answered."""
        session = self.desk.session
        self.run(
            lambda: _Seen(anchoring.listing(session), time_services.believed(session)), self._show
        )

    def _show(self, seen: _Seen) -> None:
        self.asked = tuple(seen.asked)
        some = bool(self.asked)
        self.table.rows_model.set_rows(self.asked)
        self.table.setVisible(some)
        self.how.setVisible(not some)
        self.export_button.setVisible(any(each.proofs for each in self.asked))
        if some:
            self.table.select(0)
        _clear(self.believed)
        self.believed.setVisible(bool(seen.believed))
        if seen.believed:
            self.believed.add(Label(_("Time services whose answers are believed"), "heading"))
        for each in seen.believed:
            self.believed.add(data_label(each.name))
            until = _("Its certificate counts until {day}.", day=day(each.valid_until))
            self.believed.add(Label(until, "soft"))

    # -- asking and answering -----------------------------------------------------------------

    def _ask(self) -> None:
        self.ask_path("folder", self.write_question)

    def write_question(self, folders: Sequence[Path]) -> None:
        """Write a question about the log as it stands into the chosen folder."""
        session = self.desk.session

        def work() -> Path:
            asked = anchoring.request(session)
            return anchoring.write_query(session, asked.query_sha256, folders[0])

        self.run(work, self._asked)

    def _asked(self, path: Path) -> None:
        self.tell(
            "success",
            _("The question was written: {name}", name=visible_controls(path.name)),
            _("Somebody with a network sends it to a time service and brings back the answer."),
        )
        self.reload()

    def _bring(self) -> None:
        self.ask_path("file", self.take_answer, suffixes=(anchoring.RESPONSE_SUFFIX,))

    def take_answer(self, paths: Sequence[Path]) -> None:
        """Take in the chosen answer."""
        self.run(lambda: anchoring.take_in(self.desk.session, paths[0]), self._answered)

    def _answered(self, outcome: TimeOutcome) -> None:
        when = moment(outcome.proof.gen_time, seconds=True)
        if outcome.again:
            self.tell("info", _("This answer was here already."))
        elif outcome.clock_odd:
            self.tell(
                "warning",
                _("Confirmed: your log existed {when}.", when=when),
                _("Your computer's clock and the time service's differ: look at yours."),
            )
        else:
            self.tell("success", _("Confirmed: your log existed {when}.", when=when))
        self.reload()

    def _export(self) -> None:
        self.ask_path("folder", self.write_proofs)

    def write_proofs(self, folders: Sequence[Path]) -> None:
        """Write every proof into the chosen folder."""
        self.run(
            lambda: anchoring.export(self.desk.session, folders[0]),
            lambda made: self.tell(
                "success",
                ngettext(
                    "{n} proof of time was written.", "{n} proofs of time were written.", len(made)
                ),
            ),
        )

    # -- whose answers are believed -----------------------------------------------------------

    def _choose_certificate(self) -> None:
        self.ask_path("file", self.read_certificate, suffixes=_CERTIFICATES)

    def read_certificate(self, paths: Sequence[Path]) -> None:
        """Show the digits of the chosen root certificate."""
        path = paths[0]
        self.run(
            lambda: time_services.read(self.desk.session, path), partial(self._show_compare, path)
        )

    def _show_compare(self, path: Path, found: Sequence[ShownAuthority]) -> None:
        new = [each for each in found if not each.pinned]
        if not new:
            self.tell("info", _("This certificate was accepted before."))
            return
        self.notice.emit(None)
        _clear(self.compare)
        self.compare.add(Label(_("Is this the certificate that the service publishes?"), "heading"))
        self.compare.add(
            Label(
                _(
                    "Compare the digits with the service's own page, or with somebody whom you"
                    " trust. Do not take them from the stick that the file came on."
                ),
                "soft",
            )
        )
        for at, each in enumerate(new):
            self.compare.add(data_label(each.name, "label"))
            digits = DigitsView(
                each.digits, says=_("Digits of the certificate"), name=f"digits_{at}"
            )
            self.compare.add(digits)
            number = " ".join(each.sha256[i : i + 8] for i in range(0, len(each.sha256), 8))
            self.compare.add(ValueTable(((_("SHA-256 of the certificate"), number),)))
        same = button(_("Yes, it is the same"), partial(self._pin, path, new), name="same")
        other = button(_("No, it differs"), self._differs, kind="danger", name="different")
        self.compare.add(FlowRow(same, other, gap=12))
        self.compare.show()
        same.setFocus()
        focus.show(other)

    def _pin(self, path: Path, shown: Sequence[ShownAuthority]) -> None:
        compared = [each.sha256 for each in shown]
        self.run(
            lambda: time_services.pin(self.desk.session, path, compared),
            lambda _found: self._pinned(),
        )

    def _pinned(self) -> None:
        self.compare.hide()
        self.tell("success", _("Answers of this time service are believed from now on."))
        self.reload()

    def _differs(self) -> None:
        self.compare.hide()
        self.tell(
            "warning",
            _("The certificate was not accepted."),
            _("Somebody may want to deceive you. Ask for it anew, by another way."),
        )


def _clear(card: Card) -> None:
    while card.column.count():
        taken = card.column.takeAt(0)
        old = taken.widget() if taken is not None else None
        if old is not None:
            old.hide()
            old.deleteLater()


def _how_card() -> Card:
    return Card(
        ToneLine(
            "info",
            _("Nothing was confirmed yet."),
            _("Without it, only your own clock says when bundles came to you."),
        ),
        Label(_("1. Write a question to a drive. It tells nothing of what your log says.")),
        Label(_("2. Somebody with a network sends it to a time service and keeps the answer.")),
        Label(_("3. Bring the answer in. It is checked with the service's certificate.")),
    )

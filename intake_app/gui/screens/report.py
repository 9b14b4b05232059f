"""F2: what was found out about one arrival, in plain lines, and what to do about it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtWidgets import QWidget

from intake_app.errors import IntakeError
from intake_app.gui.context import Context, Params
from intake_app.gui.notices import Tone
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.fold import Fold
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.gui.widgets.value_table import ValueTable
from intake_app.gui.widgets.words_edit import WordsEdit
from intake_app.localization.bundle_words import verdict_word
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import ltr
from intake_app.localization.report_words import line, technical_word
from intake_app.services import importing, report_page
from intake_app.services.importing import ImportOutcome, ReportLine, VerificationReport
from intake_app.services.wiring import Desk

_TONES: dict[str, Tone] = {"ok": "success", "warn": "warning", "fault": "fault"}


class Report(Screen):
    """One arrival, its lines, the decision on a held one, the way to the record."""

    screen_id = "report"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.report: VerificationReport | None = None
        self._id = ""
        self._word = ""
        self._page_words = report_page.Words("", ())

    def title(self) -> str:
        """Return the place's name."""
        return _("Report on an arrival")

    def state_word(self) -> str:
        """Return the verdict in its word."""
        return self._word

    def enter(self, params: Params) -> None:
        """Ask for the report."""
        self._id = str(params["item_id"])
        self.run(lambda: importing.report(self.desk.session, self._id), self._show)

    def _show(self, report: VerificationReport) -> None:
        self.report = report
        decided = next((each for each in report.lines if each.code.startswith("DECIDED_")), None)
        decision = "" if decided is None else _decision(decided)
        self._word = verdict_word(report.verdict, decision)
        self.changed.emit()
        self.add_title(_headline(report, decision))
        card = Card()
        for each in report.lines:
            card.add(_line(each))
        self.add(card)
        if report.waits:
            self.add(self._decision_card())
        words = {"SIGNER", "OUTER_SHA256", "TAGMANIFEST_SHA256"}
        pairs = sorted(report.technical, key=lambda pair: pair[0] in words)
        named = tuple((technical_word(code), value) for code, value in pairs)
        self._page_words = report_page.Words(_headline(report, decision), named)
        table = ValueTable(named)
        self.add(Fold(_("For experts"), table, name="for_experts"))
        self.body.addStretch(1)
        self._make_buttons(report, decision)

    def _make_buttons(self, report: VerificationReport, decision: str) -> None:
        bundle_id = dict(report.technical).get("BUNDLE_ID", "")
        taken_in = report.verdict in {"accepted", "duplicate"} or decision == "accepted"
        if taken_in and bundle_id:
            self.set_primary(_("Open the record"), partial(self.go, "record", bundle_id=bundle_id))
            self.add_secondary(_("Back to the inbox"), self.back.emit, name="to_inbox")
        else:
            self.set_primary(_("Back to the inbox"), self.back.emit)
        self.add_secondary(
            _("Save as a page to print…"),
            lambda: self.ask_path("folder", self.save_page),
            name="save_page",
        )
        if self.primary_button is not None:
            self.primary_button.setFocus()

    def save_page(self, folders: list[Path]) -> None:
        """Write the report into a chosen folder: it holds no word of the testimony."""
        report, words = self.report, self._page_words
        if report is not None:
            self.run(lambda: report_page.save(report, words, folders[0]), self._page_saved)

    def _page_saved(self, path: Path) -> None:
        self.tell(
            "success",
            _("The report was saved: {name}", name=ltr(path.name)),
            _("It lies outside the vault, readable for everybody. Delete it after printing."),
        )

    # -- what is held -------------------------------------------------------------------------

    def _decision_card(self) -> QWidget:
        self.reason = WordsEdit(rows=2)
        self.reason_field = Field(
            _("Why"),
            self.reason,
            name="reason",
            hint=_("Your reason is kept with the decision. It cannot be changed later."),
            required=True,
        )
        self.accept_button = button(_("Take it in"), partial(self._decide, True), name="accept")
        self.refuse_button = button(
            _("Refuse it and delete the file"),
            partial(self._decide, False),
            kind="danger",
            name="refuse",
        )
        return Card(
            Label(_("Your decision"), "heading"),
            Label(
                _(
                    "It is kept aside until you decide. Speak with the sender face to face, and"
                    " with a second coordinator."
                ),
                "soft",
            ),
            self.reason_field,
            FlowRow(self.accept_button, self.refuse_button, gap=12),
        )

    def _decide(self, accept: bool) -> None:
        reason = self.reason.words().strip()
        if not reason:
            self.reason_field.set_error(_("Write your reason first. Nothing was decided."))
            self.reason.setFocus()
            return
        self.reason_field.set_error("")
        for made in (self.accept_button, self.refuse_button):
            made.setEnabled(False)
        self.run(
            lambda: importing.decide(self.desk.session, self._id, accept, reason),
            self._decided,
            failed=self._not_decided,
        )

    def _decided(self, _outcome: ImportOutcome) -> None:
        self.go("report", item_id=self._id, _replace=True)

    def _not_decided(self, error: IntakeError) -> None:
        for made in (self.accept_button, self.refuse_button):
            made.setEnabled(True)
        self.tell_error(error)


def _headline(report: VerificationReport, decision: str) -> str:
    if report.waits:
        return (
            _("Something is alarmingly wrong here") if report.alarm else _("This needs a decision")
        )
    if report.verdict == "refused" or (report.verdict == "held" and decision != "accepted"):
        return _("It was not taken in")
    if report.verdict == "duplicate":
        return _("You already have this one")
    return _("It was checked and taken in")


def _line(each: ReportLine) -> ToneLine:
    spoken = line(each.code, each.params)
    made = ToneLine(_TONES[each.tone], spoken.what, spoken.hint)
    if each.params.get("reason"):
        mark_data(made.hint)
    return made


def _decision(each: ReportLine) -> str:
    return "accepted" if each.code == "DECIDED_ACCEPT" else "rejected"

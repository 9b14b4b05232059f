"""D3: receipts come back from the coordinators; each file says in one line what it was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtWidgets import QWidget

from intake_app.errors import FileMissing, IntakeError, ReceiptForged, ReceiptUnknownBundle
from intake_app.gui.context import Context, Params
from intake_app.gui.jobs import FILE
from intake_app.gui.notices import of_error
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.drop_area import DropArea
from intake_app.gui.widgets.file_chooser import FileChooser, Mode
from intake_app.gui.widgets.text import mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.bundle_words import member_code
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls
from intake_app.localization.times import moment
from intake_app.services import receipt_alarms, receipting
from intake_app.services.receipting import ReceiptOutcome
from intake_app.services.wiring import Desk

ENDING = ".receipt"
_MOST = 500  # files of one go; a folder with more is not a folder of receipts


class Receipts(Screen):
    """Files are dropped or chosen; every one gets a line."""

    screen_id = "receipts"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.lines: list[ToneLine] = []
        self._complete: list[str] = []

    def title(self) -> str:
        """Return the place's name."""
        return _("Receipts")

    def enter(self, params: Params) -> None:
        """Build the page."""
        self.add_title(
            _("Take in receipts"),
            _("A receipt proves that a coordinator has your sealed file and could open it."),
        )
        self.alarm = Card(
            ToneLine(
                "fault",
                _("A receipt came that should not exist."),
                _("Somebody may be using your name. Delete nothing; tell your coordinator today."),
                name="alarm",
            ),
            button(_("I have read this"), self._read, name="alarm_read"),
        )
        self.drop = DropArea(
            _("Drop receipt files here"),
            _("They end in .receipt and may lie on the drive that came back."),
            tall=True,
            name="drop_receipts",
        )
        self.drop.dropped.connect(self._take)
        self.results = Card()
        self.alarm.hide()
        self.results.hide()
        self.add(self.alarm, self.drop, self.results)
        self.body.addStretch(1)
        self.set_primary(_("Choose receipt files"), partial(self._choose, "files"))
        self.add_secondary(
            _("A whole folder or drive"), partial(self._choose, "folder"), name="folder"
        )
        self.delete_button = self.add_secondary(
            _("Delete what is received"), self._delete, name="delete"
        )
        self.delete_button.hide()
        self.add_secondary(
            _("Sealed statements"), partial(self.go, "outbox"), name="to_outbox", kind="quiet"
        )
        self.run(lambda: receipt_alarms.unread(self.desk.session), self._warn)

    def first_focus(self) -> QWidget | None:
        """Return the primary button."""
        return self.primary_button

    def _choose(self, mode: Mode) -> None:
        chooser = FileChooser(self, mode=mode, drives=self.desk.drives, suffixes=(ENDING,))
        chooser.chosen.connect(self._take)
        chooser.open()

    def _take(self, paths: Sequence[Path]) -> None:
        self.run(partial(_files, tuple(paths)), self._take_files, lane=FILE)

    def _take_files(self, files: list[Path]) -> None:
        if not files:
            self._line(ToneLine("info", _("No receipts were found there.")))
        for path in files:
            self.run(
                partial(self._take_in, path),
                partial(self._taken, path),
                failed=partial(self._refused, path),
            )

    def _take_in(self, path: Path) -> ReceiptOutcome:
        return receipting.take_in(self.desk.session, path)

    def _taken(self, path: Path, outcome: ReceiptOutcome) -> None:
        who, when = member_code(outcome.coordinator), moment(outcome.received_at)
        if outcome.verdict != "accepted":
            self._line(
                ToneLine(
                    "warning",
                    _("Coordinator {who} has a bundle but did not take it in yet.", who=who),
                    _("Keep the sealed file. Ask the coordinator what is odd about it."),
                )
            )
            return
        hint = (
            _("Enough receipts are here: it can be deleted from this computer.")
            if outcome.complete
            else _("More receipts are needed before it can be deleted.")
        )
        text = _("Coordinator {who} has it, checked {when}.", who=who, when=when)
        self._line(ToneLine("success", text, hint))
        if outcome.complete and outcome.bundle_id not in self._complete:
            self._complete.append(outcome.bundle_id)
            self.delete_button.show()

    def _refused(self, path: Path, error: IntakeError) -> None:
        spoken = of_error(error)
        name = visible_controls(path.name)
        text = _("{name}: {why}", name=name, why=spoken.text)
        self._line(
            ToneLine("warning" if isinstance(error, FileMissing) else "fault", text, spoken.hint)
        )
        if isinstance(error, ReceiptForged | ReceiptUnknownBundle):
            self._warn([error])

    def _warn(self, alarms: Sequence[object]) -> None:
        if alarms:
            self.alarm.show()
            self.scroll_area.verticalScrollBar().setValue(0)

    def _read(self) -> None:
        self.run(lambda: receipt_alarms.mark_read(self.desk.session), self._calm)

    def _calm(self, _count: int) -> None:
        self.alarm.hide()
        if self.primary_button is not None:
            self.primary_button.setFocus()

    def _line(self, line: ToneLine) -> None:
        mark_data(line.text)
        self.lines.append(line)
        self.results.add(line)
        self.results.show()

    def _delete(self) -> None:
        self.go("delete", bundle_ids=tuple(self._complete))


def _files(paths: Sequence[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted((*path.glob(f"*{ENDING}"), *path.glob(f"*/*{ENDING}")))
            found.update(dict.fromkeys(inside[:_MOST]))
        else:
            found[path] = None
    return list(found)

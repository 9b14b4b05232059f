"""D1 and D2: sealed bundles go on a drive, are read back there, and only then count as gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from intake_app.errors import Cancelled, IntakeError
from intake_app.gui.context import Context, Params
from intake_app.gui.jobs import VAULT, Control, Job, Progress
from intake_app.gui.notices import of_error
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.drive_list import DriveList
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.file_chooser import FileChooser
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Section
from intake_app.gui.widgets.progress_steps import ProgressSteps
from intake_app.gui.widgets.segments import Segments
from intake_app.gui.widgets.text import Label, mark_data, title
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.isolate import visible_controls
from intake_app.localization.numbers import size
from intake_app.services import handing_over
from intake_app.services.handing_over import HandedOver, OutboxRow
from intake_app.services.wiring import Desk

_LOOK_MS = 2000  # drives come and go


class HandOver(Screen):
    """Choose, copy, check, «safe to remove»; every fault says what is safe."""

    screen_id = "hand_over"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.rows: tuple[OutboxRow, ...] = ()
        self.folder: Path | None = None
        self._job: Job[HandedOver] | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def title(self) -> str:
        """Return the place's name."""
        return _("Hand over")

    def enter(self, params: Params) -> None:
        """Ask what there is to hand over."""
        self.heading = title(_("Hand over"))
        self.lead = Label("", "lead")
        self.which = Segments(
            _("What is copied"),
            (("waiting", _("Only what waits")), ("all", _("Everything once more"))),
            name="which",
        )
        self.which.chosen.connect(lambda _code: self._show_amount())
        self.drives = DriveList()
        self.drives.chosen.connect(self._choose_drive)
        self.other = button(
            _("A folder somewhere else"), self._choose_folder, kind="quiet", name="other_folder"
        )
        self.folder_label = Elided("", "code")
        mark_data(self.folder_label)
        self.places = Section(_("Where to?"), "", self.drives, FlowRow(self.other))
        self.places.add(self.folder_label)
        self.result = Card()
        self.steps = ProgressSteps(
            [
                ("copy", _("Copy")),
                ("check", _("Read back from the drive and compare")),
                ("safe", _("Safe to remove")),
            ]
        )
        self.add(self.heading, self.lead, self.which, self.places, self.steps, self.result)
        self.body.addStretch(1)
        self.set_primary(_("Copy"), self._primary).setEnabled(False)
        self.stop_button = self.add_secondary(_("Stop"), self._stop, name="stop")
        self.receipts_button = self.add_secondary(
            _("Take in receipts"), lambda: self.go("receipts"), name="receipts"
        )
        for part in (self.which, self.folder_label, self.result, self.steps, self.stop_button):
            part.hide()
        self._look()
        self._timer.start()
        self.run(lambda: handing_over.outbox(self.desk.session), self._show)

    def leave(self) -> bool:
        """Stay while files are being copied: pulling the drive now would spoil one."""
        if self._copying:
            self.tell("info", _("Copying is under way. Stop it first, or wait."))
            return False
        return True

    def lock_up(self) -> None:
        """Stop copying; whole files stay, half ones are removed."""
        if self._job is not None:
            self._job.cancel()

    def cancel(self) -> None:
        """Go back; while copying, nothing."""
        if self.leave():
            super().cancel()

    @property
    def _copying(self) -> bool:
        return self._job is not None and not self._job.finished

    # -- what and where -----------------------------------------------------------------------

    def _show(self, rows: Sequence[OutboxRow]) -> None:
        self.rows = tuple(rows)
        waiting = [row for row in self.rows if row.state == "waiting"]
        self.which.choose("waiting" if waiting else "all")
        self.which.setVisible(len(waiting) != len(self.rows))
        self.which.buttons["waiting"].setEnabled(bool(waiting))
        self._show_amount()

    def _picked(self) -> list[OutboxRow]:
        if self.which.value == "all":
            return list(self.rows)
        return [row for row in self.rows if row.state == "waiting"]

    def _show_amount(self) -> None:
        picked = self._picked()
        amount = size(sum(row.outer_size for row in picked))
        if not self.rows:
            self.lead.say(_("Nothing is sealed yet. Seal a statement first."))
            self.places.hide()
            self._say_primary(_("Go to the interviews"))
        else:
            self.lead.say(
                ngettext(
                    "{n} sealed file, {size}. Its name on the drive says nothing.",
                    "{n} sealed files, {size}. Their names on the drive say nothing.",
                    len(picked),
                    size=amount,
                )
            )
        self._look()
        self._allow()

    def _look(self) -> None:
        if self._copying:
            return
        sizes = [row.outer_size for row in self._picked()]
        self.drives.show_drives(self.desk.drives(), sum(sizes), max(sizes, default=0))
        if self.folder is not None and self.drives.path is None and not self._is_elsewhere:
            self.folder = None  # the chosen drive is gone
        self._allow()

    @property
    def _is_elsewhere(self) -> bool:
        return not self.folder_label.isHidden()

    def _choose_drive(self, path: Path) -> None:
        self.folder = path
        self.folder_label.hide()
        self._forget_result()

    def _choose_folder(self) -> None:
        chooser = FileChooser(self, mode="folder", drives=self.desk.drives)
        chooser.chosen.connect(self._take_folder)
        chooser.open()

    def _take_folder(self, folders: Sequence[Path]) -> None:
        self.folder = folders[0]
        self.drives.clear_choice()
        self.folder_label.say(visible_controls(str(self.folder)))
        self.folder_label.show()
        self._forget_result()

    def _forget_result(self) -> None:
        self.result.hide()
        self.steps.hide()
        self.notice.emit(None)
        self._allow()

    def _allow(self) -> None:
        count = len(self._picked())
        if count and self.primary_button is not None and self.result.isHidden():
            self._say_primary(ngettext("Copy {n} sealed file", "Copy {n} sealed files", count))
            self.primary_button.setEnabled(self.folder is not None and not self._copying)

    def _say_primary(self, says: str) -> None:
        if self.primary_button is not None:
            self.primary_button.setText(says)
            self.primary_button.setAccessibleName(says)
            self.primary_button.setEnabled(True)

    # -- copying ------------------------------------------------------------------------------

    def _primary(self) -> None:
        if not self.result.isHidden():
            self.go("outbox")
        elif not self.rows:
            self.go("home")
        elif self.folder is not None:
            self._copy(self.folder)

    def _copy(self, folder: Path) -> None:
        ids = tuple(row.bundle_id for row in self._picked())

        def work(control: Control) -> HandedOver:
            return handing_over.hand_over(
                self.desk.session,
                folder,
                bundle_ids=ids,
                progress=control.report,
                cancelled=control.cancelled.is_set,
            )

        self.notice.emit(None)
        self.places.hide()
        self.which.hide()
        self.steps.begin()
        self.steps.show()
        self.stop_button.show()
        self.stop_button.setEnabled(True)
        self.receipts_button.hide()
        if self.primary_button is not None:
            self.primary_button.setEnabled(False)
        job = self.context.jobs.run_long(
            work,
            self._copied,
            failed=self._not_copied,
            progress=self._progress,
            owner=self,
            lane=VAULT,
        )
        if not job.finished:
            self._job = job
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _progress(self, now: Progress) -> None:
        self.steps.show_progress(now)

    def _stop(self) -> None:
        if self._job is not None:
            self.stop_button.setEnabled(False)
            self._job.cancel()

    def _copied(self, done: HandedOver) -> None:
        self._job = None
        self.steps.finish()
        self.stop_button.hide()
        self.receipts_button.show()
        total = len(done.copied) + done.already
        headline = ngettext(
            "{n} of {total} checked on the drive. It is safe to remove.",
            "{n} of {total} checked on the drive. It is safe to remove.",
            total,
            total=total,
        )
        lines: list[QWidget] = [ToneLine("success", headline, name="safe_to_remove")]
        if done.already:
            said = ngettext(
                "{n} was already there and is right.",
                "{n} were already there and are right.",
                done.already,
            )
            lines.append(ToneLine("info", said))
        lines.append(
            Label(
                _("Give the drive to your coordinator. Keep the sealed files until receipts come.")
            )
        )
        for line in lines:
            self.result.add(line)
        self.result.show()
        self._say_primary(_("To the sealed statements"))
        self._focus_primary()

    def _not_copied(self, error: IntakeError) -> None:
        self._job = None
        self.steps.fail()
        self.stop_button.hide()
        self.receipts_button.show()
        self.places.show()
        if isinstance(error, Cancelled):
            self.tell(
                "info",
                _("You stopped the copying. Nothing half-copied is left on the drive."),
                _("What was checked before stays there. The rest waits here."),
            )
        else:
            spoken = of_error(error)
            self.tell("fault", spoken.text, spoken.hint)
        self.folder = self.folder if self._is_elsewhere else self.drives.path
        self._allow()
        self._focus_primary()
        self.run(lambda: handing_over.outbox(self.desk.session), self._show)

    def _focus_primary(self) -> None:
        if self.primary_button is not None:
            self.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)

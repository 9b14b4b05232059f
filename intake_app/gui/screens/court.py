"""F11: statements go to a court or mechanism, as far as each witness allows that very use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QWidget

from intake_app.errors import Cancelled, IntakeError
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.jobs import VAULT, Control, Job
from intake_app.gui.notices import of_error
from intake_app.gui.screens.court_parts import Questions, Receiver
from intake_app.gui.screens.screen import Screen
from intake_app.gui.tables.court_table import court_table
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.drive_list import DriveList
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Section
from intake_app.gui.widgets.progress_steps import ProgressSteps
from intake_app.gui.widgets.segments import Segments
from intake_app.gui.widgets.text import Label, data_label, mark_data
from intake_app.gui.widgets.tick_line import TickLine
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import active, ngettext
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.consent_words import short_use
from intake_app.localization.isolate import visible_controls
from intake_app.localization.numbers import size
from intake_app.localization.reference import consent_form
from intake_app.services import court_choosing, court_writing
from intake_app.services.court_choosing import COURT, USES, Plan
from intake_app.services.court_writing import HandOver
from intake_app.services.wiring import Desk

_LOOK_MS = 2000  # drives come and go
_LEAST_TABLE = 220  # px


@dataclass(frozen=True)
class _Wish:
    """What a person chose: a use, whether names go along, and what they answered."""

    use: str
    names: bool
    answers: tuple[str, ...]


class Court(Screen):
    """Use, what that leaves, limits, recipient, drive: then it is written, read back and signed."""

    screen_id = "court"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.plan: Plan | None = None
        self._wished: _Wish | None = None  # what `plan` answers
        self.folder: Path | None = None
        self._only: tuple[str, ...] | None = None
        self._job: Job[HandOver] | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def title(self) -> str:
        """Return the place's name."""
        return _("Hand over to a court")

    def enter(self, params: Params) -> None:
        """Build the page and ask what may go to a court."""
        self._only = tuple(params.get("bundle_ids", ())) or None
        self.add_title(
            _("Hand over to a court"),
            _("Only what each witness allows for this use goes out. Nobody can change that here."),
        )
        self.use = Segments(
            _("For which use"), tuple((each, short_use(each)) for each in USES), name="use"
        )
        self.use.choose(COURT)
        self.use.chosen.connect(lambda _code: self._choose_use())
        self.told = data_label("", "soft")
        self.count = Label("", "lead")
        self.table = court_table()
        self.table.setMinimumHeight(_LEAST_TABLE * theme.current().look.scale // 100)
        self.table.opened.connect(lambda row: self.go("record", bundle_id=row.bundle_id))
        self.names = TickLine(
            _("Also hand over who the witnesses are"),
            name="names",
            hint=_("Only a court may get it, and only where a witness said yes to a court."),
        )
        self.names.toggled.connect(lambda _on: self._ask())
        self.questions = Questions()
        self.questions.changed.connect(self._ask)
        self.receiver = Receiver()
        self.receiver.changed.connect(self._allow)
        self.receiver.file_wanted.connect(self._choose_address)
        self.drives = DriveList()
        self.drives.chosen.connect(self._choose_drive)
        self.folder_label = Elided("", "code")
        mark_data(self.folder_label)
        other = button(
            _("A folder somewhere else"),
            lambda: self.ask_path("folder", self._take_folder),
            kind="quiet",
            name="other_folder",
        )
        self.places = Section(_("Where to?"), "", self.drives, FlowRow(other), self.folder_label)
        self.steps = ProgressSteps(
            [("write", _("Check and write")), ("check", _("Read back from the drive and compare"))]
        )
        self.result = Card()
        self.choices: tuple[QWidget, ...] = (
            self.table,
            self.names,
            self.questions,
            self.receiver,
            self.places,
        )
        self.add(Label(_("For which use"), "label"), self.use, self.told, self.count)
        self.add(*self.choices, self.steps, self.result)
        self.body.addStretch(1)
        self.set_primary(_("Hand over"), self._primary).setEnabled(False)
        self.stop_button = self.add_secondary(_("Stop"), self._stop, name="stop")
        for part in (*self.choices, self.folder_label, self.steps, self.result, self.stop_button):
            part.hide()
        self._timer.start()
        self._ask()

    def first_focus(self) -> QWidget | None:
        """Return the choice of the use."""
        return self.use.buttons[COURT]

    def leave(self) -> bool:
        """Stay while it is being written."""
        if self._job is not None:
            self.tell("info", _("It is being written. Stop it first, or wait."))
            return False
        return True

    def lock_up(self) -> None:
        """Stop writing; nothing half-written is left."""
        if self._job is not None:
            self._job.cancel()

    def cancel(self) -> None:
        """Go back; while it is being written, nothing."""
        if self.leave():
            super().cancel()

    # -- what goes ----------------------------------------------------------------------------

    def _choose_use(self) -> None:
        """What was ticked for one use is not ticked for another."""
        with QSignalBlocker(self.names.box):
            self.names.box.setChecked(False)
        self.questions.clear()
        self._ask()

    def _ask(self) -> None:
        """Ask what may go; until the answer is here, nothing can be written."""
        wish = self._wish()
        self.plan = None
        self._allow()
        self.run(
            lambda: court_choosing.plan(
                self.desk.session,
                wish.use,
                self._only,
                with_identity=wish.names,
                answers=wish.answers,
            ),
            lambda plan: self._answered(wish, plan),
        )

    def _wish(self) -> _Wish:
        return _Wish(self.use.value or COURT, self.names.isChecked(), self.questions.answers)

    def _answered(self, wish: _Wish, plan: Plan) -> None:
        if wish != self._wish():
            return  # something else was ticked since, and asked about
        self.plan, self._wished = plan, wish
        self._show(plan)
        if wish != self._wish():
            self._ask()  # a tick went with what it stood beside

    def _show(self, plan: Plan) -> None:
        lang = "fa" if active().code == "fa" else "en"
        use = next(each for each in consent_form().uses if each.code == plan.use)
        self.told.say(f"{use.question(lang)} {use.means(lang)} {use.not_means(lang)}")
        some = bool(plan.chosen or plan.left_out)
        self.count.say(self._count_words(plan))
        self.table.rows_model.set_rows([*plan.left_out, *plan.chosen])
        if not self.result.isHidden():
            return
        for part in (self.table, self.receiver, self.places):
            part.setVisible(some and (part is self.table or bool(plan.chosen)))
        self.names.setVisible(some and plan.use in court_choosing.USES_WITH_NAME)
        self.questions.show_plan(plan)
        self._look()
        self._allow()

    def _count_words(self, plan: Plan) -> str:
        if not plan.chosen and not plan.left_out:
            return _("Nothing has been taken in yet. Bring in sealed files first.")
        if not plan.chosen:
            return _("For this use nothing may be handed over.")
        goes = ngettext(
            "{n} goes, {size}.", "{n} go, {size}.", len(plan.chosen), size=size(plan.size)
        )
        stays = ngettext("{n} stays here.", "{n} stay here.", len(plan.left_out))
        return f"{goes} {stays}" if plan.left_out else goes

    # -- to whom and where --------------------------------------------------------------------

    def _choose_address(self) -> None:
        self.ask_path("file", lambda paths: self.receiver.take_file(paths[0]))

    def _look(self) -> None:
        if self._job is not None or self.plan is None:
            return
        largest = max((each.outer_size for each in self.plan.chosen), default=0)
        largest = self.plan.size if self.receiver.is_sealed else largest
        self.drives.show_drives(self.desk.drives(), self.plan.size, largest)
        if self.folder is not None and self.drives.path is None and self.folder_label.isHidden():
            self.folder = None  # the chosen drive is gone
        self._allow()

    def _choose_drive(self, path: Path) -> None:
        self.folder = path
        self.folder_label.hide()
        self._allow()

    def _take_folder(self, folders: Sequence[Path]) -> None:
        self.folder = folders[0]
        self.drives.clear_choice()
        self.folder_label.say(visible_controls(str(self.folder)))
        self.folder_label.show()
        self._allow()

    def _allow(self) -> None:
        if self.primary_button is None or not self.result.isHidden():
            return
        some = self.plan is not None and bool(self.plan.chosen)
        ready = some and self.folder is not None and self.receiver.is_ready
        self.primary_button.setEnabled(ready and self._job is None)

    # -- writing ------------------------------------------------------------------------------

    def _primary(self) -> None:
        if not self.result.isHidden():
            self.go("inbox")
        elif self.plan is not None and self.folder is not None:
            wish = self._wish()
            if wish == self._wished:
                self._write(self.plan, wish, self.folder)
            else:
                self._ask()

    def _write(self, plan: Plan, wish: _Wish, folder: Path) -> None:
        recipient = self.receiver.name.text().strip()
        addresses = self.receiver.addresses if self.receiver.is_sealed else ()

        def work(control: Control) -> HandOver:
            def progress(done: int, total: int) -> None:
                control.report(done, total, "write" if 2 * done < total else "check")

            return court_writing.write(
                self.desk.session,
                plan,
                folder,
                recipient=recipient,
                recipients=addresses,
                use=wish.use,
                with_identity=wish.names,
                answers=wish.answers,
                progress=progress,
                cancelled=control.cancelled.is_set,
            )

        self.notice.emit(None)
        for part in self.choices:
            part.hide()
        self.use.setEnabled(False)
        self.steps.begin()
        self.steps.show()
        self.stop_button.show()
        self.stop_button.setEnabled(True)
        if self.primary_button is not None:
            self.primary_button.setEnabled(False)
        job = self.context.jobs.run_long(
            work,
            self._written,
            failed=self._failed,
            progress=self.steps.show_progress,
            owner=self,
            lane=VAULT,
        )
        if not job.finished:
            self._job = job
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        if self._job is not None:
            self.stop_button.setEnabled(False)
            self._job.cancel()

    def _written(self, done: HandOver) -> None:
        self._job = None
        self.steps.finish()
        self.stop_button.hide()
        self.result.add(
            ToneLine(
                "success",
                _("It was written, read back and signed. It is safe to remove the drive."),
                _("Its name on the drive is {name}.", name=done.path.name),
                name="safe_to_remove",
            )
        )
        self.result.add(
            Label(
                _(
                    "Give the digits of your organisation to the recipient by another way."
                    " Without them nobody can know whose statements these are."
                )
            )
        )
        self.result.show()
        if self.primary_button is not None:
            says = _("Back to the inbox")
            self.primary_button.setText(says)
            self.primary_button.setAccessibleName(says)
            self.primary_button.setEnabled(True)
            self.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: IntakeError) -> None:
        self._job = None
        self.steps.hide()
        self.stop_button.hide()
        self.use.setEnabled(True)
        if isinstance(error, Cancelled):
            self.tell("info", _("You stopped it. Nothing of it is left on the drive."))
        else:
            spoken = of_error(error)
            self.tell("fault", spoken.text, spoken.hint)
        if self.plan is not None:
            self._show(self.plan)
        if self.primary_button is not None and self.primary_button.isEnabled():
            self.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)

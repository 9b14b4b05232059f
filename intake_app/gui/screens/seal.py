"""C6: what sealing means in plain words, what still stands in its way, and the seal itself."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from intake_app.errors import Cancelled, IntakeError, StatementMissing
from intake_app.gui.context import Context, Params
from intake_app.gui.jobs import VAULT, Control, Job
from intake_app.gui.notices import of_error
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.seal_parts import (
    STEPS,
    first_way,
    is_word,
    missing_card,
    plan_columns,
    step_word,
    typed_word,
    warnings_card,
)
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.hold_button import HoldButton
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.progress_steps import ProgressSteps
from intake_app.gui.widgets.saved_mark import SaveState
from intake_app.localization.catalogs import gettext as _
from intake_app.services import interviewing, sealing
from intake_app.services.sealing import Sealing, SealPlan
from intake_app.services.wiring import Desk


class Seal(Screen):
    """Sealing is confirmed by holding the button or typing a word, never by a slip."""

    screen_id = "seal"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.plan: SealPlan | None = None
        self.hold: HoldButton | None = None
        self.steps: ProgressSteps | None = None
        self._id = ""
        self._job: Job[Sealing] | None = None
        self._parts: list[QWidget] = []

    def title(self) -> str:
        """Return the place's name."""
        return _("Seal")

    def state_word(self) -> str:
        """Return that this is still a draft."""
        return _("Draft")

    def enter(self, params: Params) -> None:
        """Look at what sealing would do."""
        self._id = str(params["statement_id"])

        def look() -> tuple[SealPlan, str]:
            plan = sealing.plan(self.desk.session, self._id)
            statement = interviewing.load(self.desk.session, self._id)
            return plan, statement.purpose

        self.run(look, self._show, failed=self._no_plan)

    def leave(self) -> bool:
        """Stay while the seal is being written; it can be stopped."""
        if self._job is not None and not self._job.finished:
            self.tell("info", _("Sealing is under way. Stop it first, or wait."))
            return False
        return True

    def lock_up(self) -> None:
        """Stop what is under way: the draft stays as it is."""
        if self._job is not None:
            self._job.cancel()

    def cancel(self) -> None:
        """Go back; while sealing, nothing."""
        if self.leave():
            super().cancel()

    def press_primary(self) -> None:
        """Seal where the word was typed; otherwise say what is missing."""
        if self.hold is None:
            super().press_primary()
        elif self.hold.isEnabled() and not self.hold.isHidden():
            if self.hold.armed:
                self._start()
            else:
                self._ask_again()

    # -- what would happen --------------------------------------------------------------------

    def _show(self, looked: tuple[SealPlan, str]) -> None:
        plan, purpose = looked
        self.plan = plan
        if purpose == "withdrawal":
            self.add_title(
                _("Seal the withdrawal"),
                _("It tells the coordinators that the witness takes consent back."),
            )
        else:
            self.add_title(
                _("Seal the statement"),
                _("Sealing closes it for good. Read what will happen before you do it."),
            )
        missing = missing_card(plan, self._id, self.go)
        if missing is not None:
            self._put(missing)
        warnings = warnings_card(plan)
        if warnings is not None:
            self._put(warnings)
        self._put(plan_columns(plan))
        if plan.may_seal:
            self._put(self._confirm_field())
            self._put_hold()
            self.add_secondary(_("Not yet"), self.back.emit, name="not_yet")
        else:
            self._offer_way(plan)
        self.body.addStretch(1)
        first = self.hold or self.primary_button
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_way(self, plan: SealPlan) -> None:
        screen, says = first_way(plan)
        if not screen:
            self.set_primary(_("Back to the statement"), self.back.emit)
        elif screen == "organisation":
            self.set_primary(says, partial(self.go, screen))
        else:
            self.set_primary(says, partial(self.go, screen, statement_id=self._id))

    def _no_plan(self, error: IntakeError) -> None:
        if isinstance(error, StatementMissing):
            self.add_title(
                _("This statement is sealed"),
                _("It is no longer a draft. It can be added to, not changed."),
            )
            self.set_primary(_("Go to the sealed statements"), partial(self.go, "outbox"))
            self.body.addStretch(1)
        else:
            self.tell_error(error)

    def _put(self, part: QWidget) -> None:
        self._parts.append(part)
        self.add(part)

    def _confirm_field(self) -> QWidget:
        self.word = LineEdit()
        self.field = Field(
            _("Type «{word}» to confirm, or hold the button for a second", word=typed_word()),
            self.word,
            name="seal_word",
        )
        self.word.textChanged.connect(self._arm)
        return self.field

    def _put_hold(self) -> None:
        self.hold = HoldButton(_("Seal"), icon="sealed")
        self.hold.held.connect(self._start)
        self.hold.tapped.connect(self._ask_again)
        self.primary_button = self._foot(self.hold, "primary")

    def _arm(self, text: str) -> None:
        if self.hold is not None:
            self.hold.armed = is_word(text)
        self.field.set_error("")

    def _ask_again(self) -> None:
        self.field.set_error(
            _("Hold the button for a second, or type «{word}» here.", word=typed_word())
        )
        self.word.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.scroll_area.ensureWidgetVisible(self.field))

    # -- sealing ------------------------------------------------------------------------------

    def _start(self) -> None:
        if self._job is not None and not self._job.finished:
            return
        for part in self._parts:
            part.hide()
        for made in self.footer.findChildren(QPushButton):
            made.hide()
        self.notice.emit(None)
        if self.steps is None:
            self.steps = ProgressSteps([(step, step_word(step)) for step in STEPS])
            self.body.insertWidget(self.body.count() - 1, self.steps)
            self.stop_button = self.add_secondary(_("Stop"), self._stop, name="stop")
        self.steps.begin()
        self.steps.show()
        self.stop_button.show()
        self.stop_button.setEnabled(True)
        self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_saved(SaveState("saving"))

        def work(control: Control) -> Sealing:
            return sealing.seal(
                self.desk.session,
                self._id,
                progress=control.report,
                cancelled=control.cancelled.is_set,
            )

        job = self.context.jobs.run_long(
            work,
            self._sealed,
            failed=self._not_sealed,
            progress=self.steps.show_progress,
            owner=self,
            lane=VAULT,
        )
        if not job.finished:
            self._job = job

    def _stop(self) -> None:
        if self._job is not None:
            self.stop_button.setEnabled(False)
            self._job.cancel()

    def _sealed(self, sealed: Sealing) -> None:
        self._job = None
        self.set_saved(SaveState("sealed"))
        self.go("sealed", sealing=sealed, _replace=True)

    def _not_sealed(self, error: IntakeError) -> None:
        self._job = None
        self.set_saved(SaveState("saved"))
        step = self.steps.fail() if self.steps is not None else ""
        self.stop_button.hide()
        if isinstance(error, Cancelled):
            self.tell("info", _("You stopped the sealing."), _("The draft is as it was."))
        else:
            spoken = of_error(error)
            what = _("Stopped at «{step}»: {why}", step=step, why=spoken.text)
            self.tell("fault", what, spoken.hint)
        self._offer_again()

    def _offer_again(self) -> None:
        for part in self._parts:
            part.show()
        for made in self.footer.findChildren(QPushButton):
            made.setVisible(made is not self.stop_button)
        self.word.clear()
        if self.hold is not None:
            self.hold.setFocus(Qt.FocusReason.OtherFocusReason)

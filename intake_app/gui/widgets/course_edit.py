"""What happened to a person, step by step, in the order in which the witness tells it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.facts import Step
from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.coded_combo import CodedCombo
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.fold import Fold
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.record_form import Entry, RecordForm
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.undo_bar import UndoBar
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.marking import N_
from intake_app.localization.reference import coded_list

STEP: tuple[Entry, ...] = (
    Entry("kind", N_("What happened"), "coded", ("event_kinds",)),
    Entry("date", N_("When, as it was said"), "date"),
    Entry("text", N_("In the witness's words"), "words"),
    Entry("place", N_("Where, as it was said")),
    Entry("place_code", N_("Which known place is it?"), "coded", ("prisons", "burial_sites")),
    Entry("people", N_("Who was there")),
    Entry("knowledge", N_("How it is known"), "knowledge"),
)


class CourseEdit(QWidget):
    """Steps that fold; one is added by choosing what happened."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.steps: list[StepEdit] = []
        self._holder = QVBoxLayout()
        self._holder.setSpacing(now.space(2))
        self.empty = Label(
            _("Nothing is noted yet. Choose what happened first, for example the arrest."), "soft"
        )
        self.undo = UndoBar()
        self.next = CodedCombo("event_kinds")
        self.next.picked.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(3))
        column.addWidget(self.empty)
        column.addLayout(self._holder)
        column.addWidget(self.undo)
        column.addWidget(Field(_("Add what happened next"), self.next, name="next_step"))

    def value(self) -> tuple[Step, ...]:
        """Return the steps in their order."""
        return tuple(each.value() for each in self.steps)

    def set_value(self, steps: tuple[Step, ...]) -> None:
        """Show steps, all closed, without telling anybody."""
        self.undo.hide()
        for each in list(self.steps):
            self._drop(each)
        for step in steps:
            self._put(step, len(self.steps))
        self._number()

    def _add(self, kind: str) -> None:
        if not kind:
            return
        made = self._put(Step(kind=kind), len(self.steps))
        self._number()
        self.next.set_value("")
        self._open(made)
        made.form.field("date").setFocus()
        self.changed.emit()

    def _put(self, step: Step, at: int) -> StepEdit:
        made = StepEdit(step, at + 1)
        made.changed.connect(self.changed)
        made.removed.connect(partial(self._remove, made))
        made.moved.connect(partial(self._move, made))
        made.opened.connect(partial(self._open, made))
        self.steps.insert(at, made)
        self._holder.insertWidget(at, made)
        return made

    def _open(self, opened: StepEdit) -> None:
        for each in self.steps:
            each.fold.open(each is opened)

    def _move(self, step: StepEdit, by: int) -> None:
        at = self.steps.index(step)
        to = at + by
        if not 0 <= to < len(self.steps):
            return
        self.steps.insert(to, self.steps.pop(at))
        self._holder.removeWidget(step)
        self._holder.insertWidget(to, step)
        self._number()
        self.changed.emit()

    def _remove(self, step: StepEdit) -> None:
        value, at, says = step.value(), self.steps.index(step), step.heading()
        self._drop(step)
        self._number()
        self.next.setFocus()
        self.changed.emit()
        self.undo.offer(
            _("The step «{step}» was taken out.", step=says), partial(self._restore, value, at)
        )

    def _restore(self, value: Step, at: int) -> None:
        made = self._put(value, min(at, len(self.steps)))
        self._number()
        self._open(made)
        made.fold.button.setFocus()
        self.changed.emit()

    def _drop(self, step: StepEdit) -> None:
        self.steps.remove(step)
        self._holder.removeWidget(step)
        step.hide()
        step.deleteLater()

    def _number(self) -> None:
        self.empty.setVisible(not self.steps)
        for at, each in enumerate(self.steps, 1):
            each.number(at, last=at == len(self.steps))


class StepEdit(QWidget):
    """One step: closed it shows what, when and where; open it is a form."""

    changed = Signal()
    removed = Signal()
    moved = Signal(int)  # -1 earlier, 1 later
    opened = Signal()

    def __init__(self, step: Step, number: int) -> None:
        super().__init__()
        self._step = step
        self._at = number
        self.form = RecordForm(STEP, name=f"step_{number}")
        self.form.show_record(step)
        self._earlier = button(_("Earlier"), partial(self.moved.emit, -1), kind="quiet", icon="up")
        self._later = button(_("Later"), partial(self.moved.emit, 1), kind="quiet", icon="down")
        self._out = button(_("Take out"), self.removed.emit, kind="quiet", icon="trash")
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        inside.addWidget(FlowRow(self._earlier, self._later, self._out))
        self.fold = Fold("", content, name=f"step_{number}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)
        self.form.changed.connect(self._tell)
        self.fold.toggled.connect(lambda opened: self.opened.emit() if opened else None)

    def value(self) -> Step:
        """Return the step as it stands."""
        return self.form.applied_to(self._step)

    def heading(self) -> str:
        """Return what happened, in the list's words."""
        kind = self.value().kind
        return coded_list("event_kinds").label(kind, active().code) if kind else _("What happened")

    def number(self, at: int, *, last: bool) -> None:
        """Say which step this is."""
        self._at = at
        self.form.say_part(_("Step {number}", number=at))
        self._earlier.setEnabled(at > 1)
        self._later.setEnabled(not last)
        for made, says in (
            (self._earlier, _("Move step {number} earlier", number=at)),
            (self._later, _("Move step {number} later", number=at)),
            (self._out, _("Take step {number} out", number=at)),
        ):
            made.setAccessibleName(says)
        self._say()

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        step = self.value()
        parts = (step.date.said, step.place, step.text)
        said = " · ".join(each.strip() for each in parts if each.strip())
        heading = _("{number}. {what}", number=self._at, what=self.heading())
        self.fold.button.say(heading, said.replace("\n", " "))

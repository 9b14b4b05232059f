"""The real steps of a long job: which are done, which is under way, which failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.jobs import Progress
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import size

StepState = Literal["waiting", "now", "done", "failed"]
_LOOK: dict[StepState, tuple[str, str]] = {
    "waiting": ("more", "text_off"),
    "now": ("forward", "primary_text"),
    "done": ("success", "success"),
    "failed": ("fault", "fault"),
}
_FINE = 1000  # the bar counts in thousandths: sizes do not fit into Qt's 32 bits


class ProgressSteps(QWidget):
    """A list of named steps, one bar under it. Steps are codes in the order they happen."""

    def __init__(self, steps: Sequence[tuple[str, str]], *, counts: bool = False) -> None:
        """`steps` are codes with their labels; `counts` shows pieces instead of bytes."""
        super().__init__()
        now = theme.current()
        self._counts = counts
        self._order = [code for code, _label in steps]
        self.lines = {code: _Step(label) for code, label in steps}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(2))
        for line in self.lines.values():
            column.addWidget(line)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _FINE)
        self.bar.setAccessibleName(_("How far it is"))
        column.addWidget(self.bar)
        self.amount = Label("", "soft")
        column.addWidget(self.amount)

    def begin(self) -> None:
        """Show every step as still to come."""
        for line in self.lines.values():
            line.show_state("waiting")
        self.show_progress(Progress())

    def show_progress(self, now: Progress) -> None:
        """Show how far the job is; steps before the present one are done."""
        if now.step in self.lines:
            at = self._order.index(now.step)
            for index, code in enumerate(self._order):
                state: StepState = "done" if index < at else "now" if index == at else "waiting"
                self.lines[code].show_state(state)
        if now.total > 0:
            self.bar.setRange(0, _FINE)
            self.bar.setValue(min(_FINE, now.done * _FINE // now.total))
            self.amount.say(self._amount(now))
        else:
            self.bar.setRange(0, 0)
            self.amount.say("")
        self.bar.show()

    def finish(self) -> None:
        """Show every step as done."""
        for line in self.lines.values():
            line.show_state("done")
        self.bar.hide()
        self.amount.say("")

    def fail(self) -> str:
        """Show the step under way as failed and return its label; the first where none began."""
        failed = next(
            (line for line in self.lines.values() if line.state == "now"),
            next(iter(self.lines.values())),
        )
        failed.show_state("failed")
        self.bar.hide()
        self.amount.say("")
        return failed.label

    def _amount(self, now: Progress) -> str:
        if self._counts:
            return _("{done} of {total}", done=now.done, total=now.total)
        return _("{done} of {total}", done=size(now.done), total=size(now.total))


class _Step(QWidget):
    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label
        self.state: StepState = "waiting"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(3))
        self._icon = QLabel()
        self._text = Label(label, "body")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        self.show_state("waiting")

    def show_state(self, state: StepState) -> None:
        self.state = state
        icon, colour = _LOOK[state]
        self._icon.setPixmap(icons.pixmap(icon, colour))
        self._text.setAccessibleName(
            _("{step}: {state}", step=self.label, state=_state_words(state))
        )


def _state_words(state: StepState) -> str:
    return {
        "waiting": _("still to come"),
        "now": _("now"),
        "done": _("done"),
        "failed": _("stopped here"),
    }[state]

"""Where one stands on a short way: every step in words, the finished ones ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.widgets.flow import FlowRow
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import digits


class StepsLine(QWidget):
    """Steps in reading order; `at` is the one to be done now, all before it are done."""

    def __init__(self, steps: Sequence[str], at: int) -> None:
        super().__init__()
        now = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        flow = FlowRow(*(_step(text, n, at) for n, text in enumerate(steps)), gap=now.space(5))
        row.addWidget(flow, 1)


def _step(text: str, number: int, at: int) -> QWidget:
    now = theme.current()
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(now.space(2))
    mark = QLabel()
    if number < at:
        mark.setPixmap(icons.pixmap("success", "success"))
        state = _("done")
    else:
        mark.setText(digits(number + 1))
        mark.setProperty("kind", "step")
        mark.setProperty("tone", "now" if number == at else "")
        state = _("now") if number == at else _("still to come")
    word = QLabel(text)
    word.setProperty("kind", "label" if number == at else "soft")
    word.setAccessibleName(_("{step}: {state}", step=text, state=state))
    row.addWidget(mark)
    row.addWidget(word)
    return made

"""One answer of a few, as buttons in a row: chosen by click, arrows or letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.widgets.flow import FlowRow
from intake_app.localization.catalogs import gettext as _


class Answers(QWidget):
    """At most one is down; with `may_clear` a second click takes the answer back.

    The row is one stop for Tab, as a row of round buttons is: arrows go from answer to answer.
    """

    chosen = Signal(str)  # by hand only

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        *,
        name: str = "",
        may_clear: bool = True,
        rounds: bool = True,
    ) -> None:
        """`rounds`: each button shows whether it is the answer; without them they are tabs."""
        super().__init__()
        self._rounds = rounds
        self._may_clear = may_clear
        self._labels = dict(choices)
        self.buttons: dict[str, QPushButton] = {}
        row = FlowRow(gap=theme.current().space(2))
        for code, label in choices:
            self.buttons[code] = made = QPushButton(label)
            made.setProperty("kind", "segment")
            made.setCheckable(True)
            made.setAutoDefault(False)
            side = theme.current().measure("icon") - 4
            made.setIconSize(QSize(side, side))
            made.clicked.connect(partial(self._click, code))
            made.installEventFilter(self)
            row.add(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)
        self.setObjectName(name)
        self.choose("")

    @property
    def value(self) -> str:
        """The code that is chosen, or nothing."""
        return next((code for code, made in self.buttons.items() if made.isChecked()), "")

    def choose(self, code: str) -> None:
        """Show an answer without telling anybody; an unknown code shows none."""
        for each, made in self.buttons.items():
            made.setChecked(each == code)
            # Filled, and with a tick: colour alone would not tell.
            picture = ("check", "on_primary") if each == code else ("round", "text_soft")
            if self._rounds:
                made.setIcon(icons.icon(*picture))
        stop = code if code in self.buttons else next(iter(self.buttons))
        for each, made in self.buttons.items():
            policy = Qt.FocusPolicy.StrongFocus if each == stop else Qt.FocusPolicy.ClickFocus
            made.setFocusPolicy(policy)
        self.setFocusProxy(self.buttons[stop])

    def answer(self, code: str) -> None:
        """Choose as if by hand."""
        self.choose(code)
        self.chosen.emit(code)

    def setObjectName(self, name: str) -> None:
        """Name the row and its buttons."""
        super().setObjectName(name)
        for code, made in self.buttons.items():
            made.setObjectName(f"{name}_{code}")

    def setAccessibleName(self, name: str) -> None:
        """Say what is answered; every button says it with its own label."""
        super().setAccessibleName(name)
        for code, made in self.buttons.items():
            made.setAccessibleName(
                _("{question}: {answer}", question=name, answer=self._labels[code])
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from answer to answer with the arrows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = self._step(Qt.Key(event.key()))
            if step and isinstance(watched, QPushButton):
                each = list(self.buttons.values())
                each[(each.index(watched) + step) % len(each)].setFocus(
                    Qt.FocusReason.TabFocusReason
                )
                return True
        return super().eventFilter(watched, event)

    def _step(self, key: Qt.Key) -> int:
        forward, back = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            forward, back = back, forward
        return {forward: 1, back: -1}.get(key, 0)

    def _click(self, code: str) -> None:
        # Asked of the button: Qt leaves the argument of `clicked` out where a partial is called.
        checked = self.buttons[code].isChecked()
        if not checked and not self._may_clear:
            self.choose(code)
            return
        self.answer(code if checked else "")
        if not checked:
            self.buttons[code].setFocus()

"""Two people read digits to each other and say whether all groups are the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from intake_app.gui.context import Context
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.digits_view import DigitsView
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _


class Comparing(Screen):
    """Digits and three answers: yes, no, later. Nobody says yes by pressing Enter in passing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.digits = DigitsView(says=_("Digits to compare"))
        self._later: QPushButton | None = None
        self._answers: list[QPushButton] = []

    def ask(self, code: str, how: str) -> None:
        """Show the digits with a sentence on how they are compared, and the three answers."""
        self.add(Label(how))
        self.add(self.digits)
        self.digits.say(code)
        self.add(Label(_("Are all groups the same?"), "heading"))

    def answers(self, same: Callable[[], object], different: Callable[[], object]) -> None:
        """Put the three answers into the footer."""
        yes = self.set_primary(_("Yes, all are the same"), same, name="same")
        no = self.add_secondary(_("No"), different, name="different")
        self._later = self.add_secondary(_("Later"), self.back.emit, name="later", kind="quiet")
        self._answers = [yes, no]
        for keys, pressed in (("Y", yes), ("N", no), ("L", self._later)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(pressed.click)

    def refuse(self) -> None:
        """Take the answers away: they said that the digits differ."""
        for each in self._answers:
            each.setEnabled(False)

    def first_focus(self) -> QWidget | None:
        """Return the answer that does nothing."""
        return self._later

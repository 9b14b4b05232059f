"""A1: who are you, and in which language."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from intake_app.errors import IntakeError
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import ROLES, DoorDesk, Opened, Role
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.setup import Setup
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import ChoiceCard
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.language_choice import LanguageChoice
from intake_app.localization.catalogs import gettext as _

_ICONS: dict[Role, str] = {"interviewer": "talk", "witness": "person", "coordinator": "archive"}


class Welcome(Screen):
    """The first page: language, three roles, an existing vault, invented people."""

    screen_id = "welcome"
    shows_header: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: DoorDesk = context.desk
        self.cards: list[ChoiceCard] = []
        self._inventing = False

    def title(self) -> str:
        """Return the place's name."""
        return _("Welcome")

    def enter(self, params: Params) -> None:
        """Fill the page; a vault that is found here is offered first."""
        choice = LanguageChoice()
        choice.wanted.connect(self.speak)
        self.add(choice)
        self.add_title(
            _("Hear people safely"),
            _(
                "This program keeps what witnesses say, sealed and unaltered, on this computer."
                " It never uses the internet, and nobody but you decides who receives it."
            ),
        )
        found = list(self.desk.found_vaults())
        if found:
            card = ChoiceCard(
                _("Continue where you were"),
                _("There is a vault on this computer. Open it with your passphrase."),
                icon="unlock",
                on_click=partial(self.go, "unlock", folder=found[0]),
                name="continue",
            )
            self.add(card)
            self.cards.append(card)
        for role in ROLES:
            heading, detail = _texts(role)
            card = ChoiceCard(
                heading,
                detail,
                icon=_ICONS[role],
                on_click=partial(self._choose, role),
                name=f"role_{role}",
            )
            self.add(card)
            self.cards.append(card)
        self.add(
            FlowRow(
                button(
                    _("Open a vault that is somewhere else"),
                    partial(self.go, "unlock"),
                    kind="quiet",
                    name="open_vault",
                ),
                button(
                    _("Try it with invented people"), self._demo, kind="quiet", name="try_invented"
                ),
            )
        )
        self.body.addStretch(1)

    def first_focus(self) -> QWidget:
        """Return the first card."""
        return self.cards[0]

    def leave(self) -> bool:
        """Stay while invented people are being made."""
        return not self._inventing

    def cancel(self) -> None:
        """Do nothing: there is nothing before this page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with 1, 2, 3 and the arrows too."""
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(self.cards):
            self.cards[at].click()
            return
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        focused = self.focusWidget()
        at = self.cards.index(focused) if isinstance(focused, ChoiceCard) else -by
        self.cards[(at + by) % len(self.cards)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, role: Role) -> None:
        self.go("passphrase", setup=Setup(role))

    def _demo(self) -> None:
        self.tell("info", _("Inventing people and their statements. This takes a moment."))
        self._inventing = True
        self.run(self.desk.demo, self._enter_demo, failed=self._no_demo)

    def _no_demo(self, error: IntakeError) -> None:
        self._inventing = False
        self.tell_error(error)

    def _enter_demo(self, opened: Opened) -> None:
        self._inventing = False
        self.go("entered", opened=opened)


def _texts(role: Role) -> tuple[str, str]:
    return {
        "interviewer": (
            _("I interview people"),
            _("You listen, write down and seal what a witness tells you."),
        ),
        "witness": (
            _("I give my own statement"),
            _("You tell what you saw and know, at your own pace."),
        ),
        "coordinator": (
            _("I coordinate"),
            _("You receive sealed statements, check them and keep the archive."),
        ),
    }[role]

"""A4: said plainly before the vault is made: a forgotten passphrase opens nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from intake_app.errors import IntakeError
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import DoorDesk, Opened
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.setup import Setup
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.file_chooser import FileChooser
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls


class IfForgotten(Screen):
    """What helps and what does not, where the vault will be, and then it is made."""

    screen_id = "forgotten"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: DoorDesk = context.desk
        self.setup = Setup("interviewer")
        self._making = False
        self.understood = QCheckBox(_("I understand"))
        self.understood.setObjectName("understood")
        self.folder = Elided("", "code", mode=Qt.TextElideMode.ElideMiddle)

    def title(self) -> str:
        """Return the place's name."""
        return _("If you forget it")

    def enter(self, params: Params) -> None:
        """Say it, and ask where the vault goes."""
        self.setup = params["setup"]
        self.add_title(_("If you forget your passphrase"))
        self.add(
            Card(
                Label(_("Nobody can open your vault"), "heading"),
                Label(
                    _(
                        "Not your coordinator, not the makers of this program."
                        " There is no second way in, for it would serve others too."
                    )
                ),
            ),
            Card(
                Label(_("What is sealed and handed over stays"), "heading"),
                Label(
                    _(
                        "Your coordinator can read every statement that you sealed and handed over."
                        " Only what you had not handed over yet would be lost."
                    )
                ),
            ),
            Card(
                Label(_("Keep the paper apart"), "heading"),
                Label(
                    _(
                        "Keep it in another place than this computer, best with somebody you trust."
                        " Destroy it when you know the words by heart."
                    )
                ),
            ),
        )
        where = Card()
        where.add(Label(_("Where your vault is kept"), "heading"))
        self.folder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(self.folder)
        where.add(self.folder)
        where.column.addWidget(
            button(_("Choose another place…"), self._choose, name="choose_folder"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        self.add(where, self.understood)
        self.body.addStretch(1)
        self._put(self.setup.folder or self.desk.suggest_folder())
        self.set_primary(_("Make my vault"), self._make).setEnabled(False)
        self.understood.toggled.connect(self._allow)

    def first_focus(self) -> QWidget:
        """Return the tick."""
        return self.understood

    def leave(self) -> bool:
        """Stay while the vault is being made, or nobody would take it."""
        return not self._making

    def _allow(self, may: bool) -> None:
        if self.primary_button is not None:
            self.primary_button.setEnabled(may)

    def _put(self, folder: Path) -> None:
        self.setup.folder = folder
        self.folder.say(visible_controls(str(folder)))

    def _choose(self) -> None:
        chooser = FileChooser(
            self, mode="folder", drives=getattr(self.context.desk, "drives", None)
        )
        chooser.chosen.connect(lambda paths: self._put(self._neutral(paths[0])))
        chooser.open()

    def _neutral(self, folder: Path) -> Path:
        """A folder of its own inside the chosen one, unless that is empty already."""
        try:
            empty = not any(folder.iterdir())
        except OSError:
            empty = False
        return folder if empty else folder / self.desk.suggest_folder().name

    def _make(self) -> None:
        setup = self.setup
        if setup.folder is None or self.primary_button is None:
            return
        self.primary_button.setEnabled(False)
        self._making = True
        self.tell("info", _("Making your vault. This takes a moment."))
        # The desk overwrites its copy; ours stays until the vault is there, for another try.
        work = partial(
            self.desk.create_vault, setup.folder, bytearray(setup.passphrase), setup.role
        )
        self.run(work, self._made, failed=self._failed)

    def _made(self, opened: Opened) -> None:
        self._making = False
        self.setup.wipe()
        look = theme.current().look
        chosen = {"language": look.language, "theme": look.theme, "scale": str(look.scale)}
        for key, value in chosen.items():
            self.run(partial(self.context.desk.change_setting, key, value), _nothing)
        self.go(
            "entered",
            opened=replace(opened, settings={**opened.settings, **chosen}),
            first=("safety", {"role": opened.role}),
        )

    def _failed(self, error: IntakeError) -> None:
        self._making = False
        self._allow(self.understood.isChecked())
        self.tell_error(error)


def _nothing(_kept: None) -> None:
    """A setting that was kept needs no word."""

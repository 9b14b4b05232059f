"""Founding an organisation: its name, and who keeps what its trust list is signed with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.errors import IntakeError
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import DoorDesk, SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.buttons import button, icon_button
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.form import Field, Section
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.passphrase_field import PassphraseField
from intake_app.gui.widgets.segments import Segments
from intake_app.gui.widgets.strength import ENOUGH
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls
from intake_app.localization.numbers import digits
from intake_app.services import organising
from intake_app.services.session import Session

MOST_HOLDERS = 5
HERE, DRIVES = "here", "drives"


class FoundOrganisation(Screen):
    """Two ways: one root key in this vault, or one for each of several people on their drives."""

    screen_id = "found"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.doors: DoorDesk = context.desk
        self.name = LineEdit(script="free")
        self.where = Segments(
            _("Where the root key is kept"),
            ((HERE, _("On this computer")), (DRIVES, _("On drives of several people"))),
            name="where",
        )
        self.folders: list[Path] = []
        self._chosen = False
        self.words = PassphraseField(_("Passphrase of the root key files"), name="root_words")
        self.again = PassphraseField(_("The same once more"), name="root_again")
        self._name_field = Field(_("Name of the organisation"), self.name, name="org_name")

    def title(self) -> str:
        """Return the place's name."""
        return _("Found an organisation")

    def enter(self, params: Params) -> None:
        """Ask for the name and for who keeps the root key."""
        self.add_title(
            _("Found an organisation"),
            _("It decides who can seal statements for it, and who can open them."),
        )
        self.add(self._name_field)
        self.add(
            Label(_("Everybody who finds a card or a list of yours can read this name."), "soft")
        )
        self.add(
            Section(
                _("Where the root key is kept"),
                _("The root key signs the list of who belongs to the organisation."),
                self.where,
            )
        )
        self._weak = ToneLine(
            "warning",
            _("Simple, but weaker."),
            _(
                "Whoever has this computer and your passphrase can speak for everybody."
                " You can share it among several people later."
            ),
        )
        self._strong = self._holders()
        self.add(self._weak, self._strong)
        self.body.addStretch(1)
        self.set_primary(_("Found the organisation"), self._found)
        self.where.chosen.connect(self._switch)
        self.where.choose(HERE)
        self._switch(HERE)

    def leave(self) -> bool:
        """Forget what was typed."""
        self.words.edit.wipe()
        self.again.edit.wipe()
        return True

    def _holders(self) -> QWidget:
        now = theme.current()
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(3))
        column.addWidget(
            Label(_("Each person keeps one drive. Put them in one after another, and add each."))
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(now.space(1))
        column.addLayout(self._list)
        add = button(
            _("Add a drive…"), lambda: self.ask_path("folder", self.add_folder), name="add_drive"
        )
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.threshold = Segments(
            _("How many of them must sign together"),
            tuple((str(n), digits(n)) for n in range(1, MOST_HOLDERS + 1)),
            name="threshold",
        )
        self.threshold.chosen.connect(self._choose)
        column.addWidget(Label(_("How many of them must sign together"), "label"))
        column.addWidget(self.threshold)
        column.addWidget(self.words)
        column.addWidget(self.again)
        return made

    def _switch(self, where: str) -> None:
        self._weak.setVisible(where == HERE)
        self._strong.setVisible(where == DRIVES)
        self._count()

    def add_folder(self, paths: list[Path]) -> None:
        """Take one more folder for a root key file."""
        if paths[0] not in self.folders and len(self.folders) < MOST_HOLDERS:
            self.folders.append(paths[0])
            self._list_folders()

    def _list_folders(self) -> None:
        while self._list.count():
            taken = self._list.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for folder in self.folders:
            self._list.addWidget(self._line(folder))
        self._count()

    def _line(self, folder: Path) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        shown = visible_controls(str(folder))
        where = Elided(shown, "code", mode=Qt.TextElideMode.ElideMiddle)
        where.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(where)
        row.addWidget(where, 1)
        row.addWidget(
            icon_button("close", _("Leave out {name}", name=shown), partial(self._drop, folder))
        )
        return line

    def _drop(self, folder: Path) -> None:
        self.folders.remove(folder)
        self._list_folders()

    def _choose(self, _code: str) -> None:
        self._chosen = True

    def _count(self) -> None:
        """Offer only as many signers as there are drives; most of them by default."""
        most = len(self.folders)
        for code, each in self.threshold.buttons.items():
            each.setEnabled(int(code) <= most)
        if not self._chosen or int(self.threshold.value or 0) > most:
            self.threshold.choose(str(most // 2 + 1) if most else "")

    def _found(self) -> None:
        name = self.name.text().strip()
        self._name_field.set_error("" if name else _("Type a name."))
        if not name:
            self.name.setFocus()
            return
        if self.where.value == HERE:
            self._run(partial(organising.found, name=name))
        elif self._may():
            self._run(
                partial(
                    organising.found,
                    name=name,
                    root_folders=tuple(self.folders),
                    threshold=int(self.threshold.value),
                    root_passphrase=self.words.take(),
                )
            )

    def _may(self) -> bool:
        if not self.folders:
            self.tell("warning", _("Add at least one drive for the root key."))
            return False
        typed = self.words.edit.text()
        if self.doors.judge(typed).score < ENOUGH:
            self.words.set_error(_("This could be guessed. Words at random are safer."))
            self.words.edit.setFocus()
            return False
        if self.again.edit.text() != typed:
            self.again.set_error(_("The second one differs from the first."))
            self.again.edit.setFocus()
            return False
        self.again.edit.wipe()
        return True

    def _run(self, found: Callable[[Session], object]) -> None:
        self._wait(waiting=True)
        self.run(lambda: found(self.desk.session), self._founded, failed=self._failed)

    def _founded(self, _trust: object) -> None:
        self.back.emit()

    def _failed(self, error: IntakeError) -> None:
        self._wait(waiting=False)
        self.tell_error(error)

    def _wait(self, *, waiting: bool) -> None:
        if self.primary_button is not None:
            self.primary_button.setEnabled(not waiting)

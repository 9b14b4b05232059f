"""Preparing other root keys: who stays, who is new, how many have to sign."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import DoorDesk, SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.signing import Given, Signing, needed
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field, Section
from intake_app.gui.widgets.passphrase_field import PassphraseField
from intake_app.gui.widgets.path_list import PathList
from intake_app.gui.widgets.steps_line import StepsLine
from intake_app.gui.widgets.strength import ENOUGH
from intake_app.gui.widgets.tick_line import TickLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import digits
from intake_app.services import rotating
from intake_app.services.rotating import Change, RootRow
from intake_app.services.session import Session

MOST = 9
_Seen = tuple[list[RootRow], int, int]


def steps() -> tuple[str, ...]:
    """Return the way of a change, for the line above its pages."""
    return _("What changes"), _("Signatures"), _("In force")


class Rotate(Screen):
    """Nothing counts yet after this page; it is only prepared, and signed by who is here."""

    screen_id = "rotate"
    measure = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.doors: DoorDesk = context.desk
        self.signing = Signing(self)
        self.staying: dict[str, TickLine] = {}
        self.folders, self.files = PathList(), PathList()
        self.threshold = QComboBox()
        self.words = PassphraseField(_("Passphrase of the new root key files"), name="new_words")
        self.again = PassphraseField(_("The same once more"), name="new_again")
        self._chosen = False

    def title(self) -> str:
        """Return the place's name."""
        return _("Change the root keys")

    def enter(self, params: Params) -> None:
        """Look up who signs now."""
        self.run(lambda: _look(self.desk.session), self._show)

    def leave(self) -> bool:
        """Forget what was typed."""
        self.signing.wipe()
        self.words.edit.wipe()
        self.again.edit.wipe()
        return True

    def _show(self, seen: _Seen) -> None:
        rows, threshold, files = seen
        self.add_title(
            _("Change the root keys"),
            _("Nothing counts before enough old and new holders have signed."),
        )
        self.add(StepsLine(steps(), 0))
        staying = Section(_("Who stays"), _("Take away the tick where a root key shall go."))
        for row in rows:
            text = (
                _("{name}, in this vault", name=row.name)
                if row.here
                else _("{name}, with its holder", name=row.name)
            )
            tick = self.staying[row.name] = TickLine(text, name=f"stay_{row.name}")
            tick.box.setChecked(True)
            tick.toggled.connect(self._count)
            staying.add(tick)
        self.add(staying, self._newcomers())
        self.add(Field(_("How many of them must sign together"), self.threshold, name="threshold"))
        self.threshold.activated.connect(self._choose)
        self._count()
        if not self._chosen:
            self.threshold.setCurrentIndex(threshold - 1)
        if files:
            self.add(
                Section(
                    _("Who is here signs now"),
                    _("Leave it empty where a holder is not here. They can sign later."),
                )
            )
        self.signing.show(files)
        self.body.addStretch(1)
        self.set_primary(_("Prepare the change"), self._prepare)

    def _newcomers(self) -> QWidget:
        made = Section(
            _("Who is new"),
            _("Make one on a drive of the new holder, or take in the open half of theirs."),
            self.folders,
            self.files,
            FlowRow(
                button(
                    _("Make a root key on a drive…"),
                    lambda: self.ask_path("folder", self.add_folder),
                    name="add_drive",
                ),
                button(
                    _("Take in the open half of a root key…"),
                    lambda: self.ask_path("file", self.add_file, suffixes=(".pub",)),
                    name="add_file",
                ),
                gap=theme.current().space(3),
            ),
        )
        made.add(self.words)
        made.add(self.again)
        for words in (self.words, self.again):
            words.hide()
        for paths in (self.folders, self.files):
            paths.changed.connect(self._count)
        return made

    def add_folder(self, paths: list[Path]) -> None:
        """Make a root key in one more folder."""
        self.folders.add(paths[0])

    def add_file(self, paths: list[Path]) -> None:
        """Take in one more root key that its holder made."""
        self.files.add(paths[0])

    def _choose(self, _at: int) -> None:
        self._chosen = True

    def _count(self) -> None:
        """Offer only as many signers as there will be; keep what was chosen where it can be."""
        staying = sum(tick.isChecked() for tick in self.staying.values())
        most = min(MOST, staying + len(self.folders.paths) + len(self.files.paths))
        before = self.threshold.currentIndex()
        self.threshold.clear()
        self.threshold.addItems([digits(number) for number in range(1, most + 1)])
        usual = most // 2
        at = before if self._chosen and 0 <= before < most else usual
        self.threshold.setCurrentIndex(min(at, most - 1))
        for words in (self.words, self.again):
            words.setVisible(bool(self.folders.paths))

    def _prepare(self) -> None:
        if self.threshold.count() == 0:
            self.tell("warning", _("At least one root key has to stay or to be new."))
            return
        if self.folders.paths and not self._may():
            return
        leave_out = [name for name, tick in self.staying.items() if not tick.isChecked()]
        words = self.words.take() if self.folders.paths else None

        def prepare(given: Given) -> Change:
            return rotating.prepare(
                self.desk.session,
                threshold=self.threshold.currentIndex() + 1,
                leave_out=leave_out,
                new_folders=tuple(self.folders.paths),
                new_passphrase=words,
                new_keys=tuple(self.files.paths),
                given=given,
            )

        self.signing.sign(prepare, lambda _change: self.go("root_change", _replace=True))

    def _may(self) -> bool:
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


def _look(session: Session) -> _Seen:
    return (*rotating.roots(session), needed(session))

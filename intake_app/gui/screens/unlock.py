"""Opens a vault; also what the window shows while it is locked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from intake_app.errors import IntakeError, WrongPassphrase
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import DoorDesk, Opened
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.file_chooser import FileChooser
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.language_choice import LanguageChoice
from intake_app.gui.widgets.passphrase_field import PassphraseField
from intake_app.gui.widgets.text import mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls
from intake_app.services.places import PRACTICE_WORDS, practice_of


class Unlock(Screen):
    """One field, one button; after a lock the same screen opens again where one was."""

    screen_id = "unlock"
    measure: ClassVar = "narrow"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: DoorDesk = context.desk
        self.field = PassphraseField(_("Your passphrase"), name="passphrase")
        self.where = Elided("", "code", mode=Qt.TextElideMode.ElideMiddle)
        self.which = QComboBox()
        self.practice = ToneLine(
            "info",
            _("This vault is practice: its people are invented."),
            _("Its passphrase is in the file beside it: {file}.", file=PRACTICE_WORDS),
            name="practice",
        )
        self._other: QWidget | None = None
        self._folder: Path | None = None
        self._params: Params = {}
        self._waiting = False

    def title(self) -> str:
        """Return the place's name."""
        return _("Locked") if self._params.get("locked") else _("Open your vault")

    def enter(self, params: Params) -> None:
        """Ask for the passphrase of a vault that is known, or for the vault first."""
        self._params = params
        found = list(self.desk.found_vaults())
        self._folder = params.get("folder") or (found[0] if found else None)
        locked = bool(params.get("locked"))
        if not locked:
            choice = LanguageChoice()
            choice.wanted.connect(self.speak)
            self.add(choice)
        self.body.addStretch(1)
        self.add_title(*self._words(locked=locked))
        self.where.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(self.where)
        self.add(self._choice_of(found), self.where, self.field, self.practice)
        unsaved = bool(params.get("unsaved"))
        if unsaved:
            self.add(
                ToneLine(
                    "warning", _("Do not switch off this computer before that: they would be lost.")
                )
            )
        self.body.addStretch(2)
        self.set_primary(_("Open"), self._open, icon="unlock")
        if unsaved:
            self.add_secondary(
                _("Close and lose the last words"),
                lambda: self.go("leave"),
                name="lose_words",
                kind="danger",
            )
        if not locked:
            self._other = self.add_secondary(_("Another vault…"), self._choose, name="other_vault")
        self._show_folder(listed=len(found) > 1)

    def first_focus(self) -> QWidget | None:
        """Return the passphrase field, or the way to a vault where none is known."""
        return self.field.edit if self._folder is not None else self._other

    def _words(self, *, locked: bool) -> tuple[str, str]:
        if self._params.get("unsaved"):
            return _("Locked"), _(
                "The last words could not be saved. They wait out of sight until it is opened."
            )
        if locked:
            return _("Locked"), _("What you wrote is kept. Type your passphrase to go on.")
        if self._folder is None:
            return _("Open your vault"), _(
                "No vault was found on this computer or on a drive. Choose the folder it is in."
            )
        return _("Open your vault"), ""

    def _choice_of(self, found: list[Path]) -> QWidget:
        """Where several vaults lie about, one is chosen by its folder."""
        for folder in found:
            self.which.addItem(visible_controls("/".join(folder.parts[-2:])), folder)
        mark_data(self.which)
        self.which.activated.connect(lambda _at: self._take(self.which.currentData()))
        self._which_field = Field(_("Which vault"), self.which, name="which")
        self._which_field.hide()
        return self._which_field

    def leave(self) -> bool:
        """Forget what was typed; stay while the vault is being opened, or nobody would take it."""
        self.field.edit.wipe()
        return not self._waiting

    def cancel(self) -> None:
        """Go back, unless the window is locked."""
        if not self._params.get("locked"):
            self.back.emit()

    def _take(self, folder: Path) -> None:
        self._folder = folder
        self._show_folder(listed=True)

    def _show_folder(self, *, listed: bool = False) -> None:
        known = self._folder is not None and not self._params.get("locked")
        self.where.setVisible(known and not listed)
        self._which_field.setVisible(known and listed)
        self.where.say(visible_controls(str(self._folder or "")))
        self.practice.setVisible(self._folder is not None and practice_of(self._folder) is not None)
        self.field.setEnabled(self._folder is not None)
        if self.primary_button is not None:
            self.primary_button.setEnabled(self._folder is not None)

    def _choose(self) -> None:
        chooser = FileChooser(
            self, mode="folder", drives=getattr(self.context.desk, "drives", None)
        )
        chooser.chosen.connect(self._chosen)
        chooser.open()

    def _chosen(self, paths: list[Path]) -> None:
        self._folder = paths[0]
        self._show_folder()
        self.field.edit.setFocus()

    def _open(self) -> None:
        if self._folder is None:
            return
        if not self.field.edit.text():
            self.field.set_error(_("Type your passphrase."))
            return
        self._wait(waiting=True)
        work = partial(self.desk.unlock, self._folder, self.field.take())
        self.run(work, self._opened, failed=self._failed)

    def _opened(self, opened: Opened) -> None:
        self._waiting = False
        after = self._params.get("after") or opened.resume
        self.go("entered", opened=opened, first=after)

    def _failed(self, error: IntakeError) -> None:
        self._wait(waiting=False)
        if isinstance(error, WrongPassphrase):
            self.notice.emit(None)
            self.field.set_error(
                _("This passphrase does not open it. Check the keyboard's language and Caps Lock.")
            )
        else:
            self.tell_error(error)
        self.field.edit.setFocus()

    def _wait(self, *, waiting: bool) -> None:
        self._waiting = waiting
        self.field.setEnabled(not waiting)
        if self.primary_button is not None:
            self.primary_button.setEnabled(not waiting)
        if waiting:
            self.tell("info", _("Opening. This takes a moment on purpose: it slows down guessing."))

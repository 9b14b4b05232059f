"""A new passphrase in the place of the old one; the vault's contents stay as they are."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from intake_app.errors import IntakeError, WrongPassphrase
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.setup import Setup
from intake_app.gui.widgets.passphrase_field import PassphraseField
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _


class ChangePassphrase(Screen):
    """First what it means and the way to a new one; after that the old one is asked for once."""

    screen_id = "change_passphrase"
    measure: ClassVar = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.setup: Setup | None = None
        self.old: PassphraseField | None = None

    def title(self) -> str:
        """Return the place's name."""
        return _("Change the passphrase")

    def enter(self, params: Params) -> None:
        """Say what happens, or ask for the old passphrase where a new one was chosen."""
        self.setup = params.get("setup")
        self.add_title(_("Change the passphrase"))
        if self.setup is None:
            self.add(
                Label(
                    _("You choose a new passphrase and write it down. Then the old one is asked.")
                ),
                Label(_("Afterwards only the new one opens this vault.")),
                Label(
                    _(
                        "Copies of this vault from before still open with the old passphrase."
                        " Destroy them if somebody may have learned it."
                    ),
                    "soft",
                ),
            )
            self.body.addStretch(1)
            self.set_primary(_("Choose a new passphrase"), self._choose)
        else:
            self.add(Label(_("You chose a new passphrase and have it on paper.")))
            self.old = PassphraseField(_("Your old passphrase"), name="old_passphrase")
            self.add(self.old)
            self.body.addStretch(1)
            self.set_primary(_("Change it now"), self._change)

    def first_focus(self) -> QWidget | None:
        """Return the field for the old passphrase, where it is asked."""
        return self.old.edit if self.old else None

    def leave(self) -> bool:
        """Forget what was typed."""
        if self.old is not None:
            self.old.edit.wipe()
        return True

    def cancel(self) -> None:
        """Give up: the new passphrase is forgotten, the old one stays."""
        if self.setup is not None:
            self.setup.wipe()
        self.back.emit()

    def _choose(self) -> None:
        self.go("passphrase", setup=Setup("interviewer", changes=True))

    def _change(self) -> None:
        if self.setup is None or self.old is None or self.primary_button is None:
            return
        if not self.old.edit.text():
            self.old.set_error(_("Type your old passphrase."))
            return
        self.primary_button.setEnabled(False)
        self.tell("info", _("Changing it. This takes a moment."))
        old, new = self.old.take(), bytearray(self.setup.passphrase)
        self.run(
            lambda: self.desk.session.change_passphrase(old, new), self._done, failed=self._failed
        )

    def _done(self, _nothing: None) -> None:
        if self.setup is not None:
            self.setup.wipe()
        self.go("settings", _replace=True)
        self.tell(
            "success",
            _("The passphrase is changed."),
            _("Destroy the paper with the old one."),
        )

    def _failed(self, error: IntakeError) -> None:
        if self.primary_button is not None:
            self.primary_button.setEnabled(True)
        if isinstance(error, WrongPassphrase) and self.old is not None:
            self.notice.emit(None)
            self.old.set_error(_("This is not the old passphrase. Nothing was changed."))
            self.old.edit.setFocus()
        else:
            self.tell_error(error)

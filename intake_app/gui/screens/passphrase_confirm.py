"""A3: two words typed from the paper show that it was written down."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from intake_app.gui.context import Context, Params
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.setup import Setup
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.passphrase_field import PassphraseField
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.catalogs import gettext as _

ASKED = (2, 5)


class ConfirmPassphrase(Screen):
    """Asks for words 2 and 5; for a passphrase of one's own, for the whole of it."""

    screen_id = "passphrase_confirm"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setup = Setup("interviewer")
        self.fields: dict[int, Field] = {}
        self.whole: PassphraseField | None = None

    def title(self) -> str:
        """Return the place's name."""
        return _("Check your paper")

    def enter(self, params: Params) -> None:
        """Ask."""
        self.setup = params["setup"]
        if self.setup.words:
            self.add_title(_("Check your paper"), _("Type these two words from your paper."))
            for number in ASKED:
                edit = LineEdit(script="free")
                mark_data(edit)
                field = Field(_("Word {number}", number=number), edit, name=f"word_{number}")
                self.fields[number] = field
                self.add(field)
        else:
            self.add_title(_("Check your paper"), _("Type your passphrase from your paper."))
            self.whole = PassphraseField(_("Your passphrase"), name="whole")
            self.add(self.whole)
        self.body.addStretch(1)
        self.set_primary(_("Continue"), self._check)

    def first_focus(self) -> QWidget:
        """Return the first field."""
        return self.whole.edit if self.whole else self.fields[ASKED[0]].widget

    def leave(self) -> bool:
        """Forget what was typed."""
        if self.whole:
            self.whole.edit.wipe()
        return True

    def _check(self) -> None:
        if self.whole is not None:
            typed = self.whole.take()
            right = typed == self.setup.passphrase
            typed[:] = bytes(len(typed))
            if not right:
                self.whole.set_error(_("This is not the passphrase you chose. Look at your paper."))
                self.whole.edit.setFocus()
                return
        elif not self._words_right():
            return
        self.go("change_passphrase" if self.setup.changes else "forgotten", setup=self.setup)

    def _words_right(self) -> bool:
        wrong: QWidget | None = None
        for number, field in self.fields.items():
            edit = field.widget
            typed = edit.text().strip() if isinstance(edit, LineEdit) else ""
            right = typed.casefold() == self.setup.words[number - 1].casefold()
            # The number is named, never the word.
            field.set_error(
                "" if right else _("Word {number} differs from your paper.", number=number)
            )
            wrong = wrong or (None if right else edit)
        if wrong is not None:
            wrong.setFocus()
        return wrong is None

"""A2: a passphrase, made of random words or one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import DoorDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.setup import Setup
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.passphrase_field import PassphraseField
from intake_app.gui.widgets.strength import ENOUGH, Strength
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.words_view import WordsView
from intake_app.localization.catalogs import active, ngettext
from intake_app.localization.catalogs import gettext as _


class MakePassphrase(Screen):
    """Random words by default; writing one's own is the second way."""

    screen_id = "passphrase"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: DoorDesk = context.desk
        self.setup = Setup("interviewer")
        self.words = WordsView()
        self._instruction = Label("", "body")
        self.strength = Strength()
        self.own = PassphraseField(_("Your passphrase"), name="own_passphrase")
        self.again = PassphraseField(_("The same once more"), name="own_again")
        self._writes_own = False

    def title(self) -> str:
        """Return the place's name."""
        return _("Your passphrase")

    def enter(self, params: Params) -> None:
        """Show random words."""
        self.setup = params["setup"]
        self.add_title(
            _("A new passphrase") if self.setup.changes else _("Your passphrase"),
            _("It locks everything you keep here. Nobody else knows it, and nobody can reset it."),
        )
        self._made = _group(
            self._instruction,
            self.words,
            FlowRow(
                button(_("Other words"), self._other, name="other_words"),
                button(_("Show or hide"), self._toggle, kind="quiet", name="hide_words"),
                button(_("I write my own"), self._write_own, kind="quiet", name="write_own"),
            ),
        )
        self._own = _group(
            self.own,
            self.again,
            self.strength,
            FlowRow(button(_("Use random words"), self._use_words, kind="quiet", name="use_words")),
        )
        self.add(self._made, self._own)
        self.body.addStretch(1)
        self.set_primary("", self._go_on)
        self.own.edited.connect(self._judge)
        QShortcut(QKeySequence("Ctrl+G"), self).activated.connect(self._other)
        QShortcut(QKeySequence("Ctrl+H"), self).activated.connect(self._toggle)
        self._other()
        if params.get("own"):
            self._write_own()
        else:
            self._use_words()

    def leave(self) -> bool:
        """Forget what was typed and not taken."""
        self.own.edit.wipe()
        self.again.edit.wipe()
        return True

    def cancel(self) -> None:
        """Give up: the words are forgotten."""
        self.setup.wipe()
        self.back.emit()

    def show_words(self, words: Sequence[str]) -> None:
        """Show these words."""
        self._shown = tuple(words)
        self._instruction.say(
            ngettext(
                "Write this word on paper. Keep the paper away from the computer.",
                "Write these {n} words on paper. Keep the paper away from the computer.",
                len(self._shown),
            )
        )
        self.words.show_words(self._shown, rtl=not self._shown[0].isascii())

    def _other(self) -> None:
        if not self._writes_own:
            self.show_words(self.desk.generate_words(active().code))

    def _toggle(self) -> None:
        self.words.set_hidden(not self.words.words_hidden)

    def _write_own(self) -> None:
        self._switch(own=True)
        self.own.edit.setFocus()

    def _use_words(self) -> None:
        self._switch(own=False)

    def _switch(self, *, own: bool) -> None:
        self._writes_own = own
        self._own.setVisible(own)
        self._made.setVisible(not own)
        label = _("Use this passphrase") if own else _("I wrote it down")
        if self.primary_button is not None:
            self.primary_button.setText(label)
            self.primary_button.setAccessibleName(label)
        self._judge()

    def _judge(self) -> None:
        typed = self.own.edit.text()
        self.strength.show_verdict(self.desk.judge(typed) if typed else None)

    def _go_on(self) -> None:
        if not self._writes_own:
            taken = bytearray(" ".join(self._shown), "utf-8")
            self.setup.keep(taken, self._shown)
        elif not self._take_own():
            return
        self.go("passphrase_confirm", setup=self.setup)

    def _take_own(self) -> bool:
        typed = self.own.edit.text()
        if self.desk.judge(typed).score < ENOUGH:
            self.own.set_error(_("This could be guessed. Words at random are safer."))
            self.own.edit.setFocus()
            return False
        if self.again.edit.text() != typed:
            self.again.set_error(_("The second one differs from the first."))
            self.again.edit.setFocus()
            return False
        self.again.edit.wipe()
        self.setup.keep(self.own.take(), ())
        return True


def _group(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().space(4))
    for widget in widgets:
        column.addWidget(widget)
    return made

"""Looks through the whole vault for damage and says what was found in plain words."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QProgressBar

from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization import vault_words
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services.session import Session


class CheckVault(Screen):
    """Begins by itself; nothing is repaired or deleted here."""

    screen_id = "check_vault"
    measure: ClassVar = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk

    def title(self) -> str:
        """Return the place's name."""
        return _("Check the vault")

    def enter(self, params: Params) -> None:
        """Look through the vault."""
        self.add_title(
            _("Check the vault"),
            _("Every part is read once. Nothing is changed."),
        )
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(_("The vault is being checked"))
        self.add(self._busy)
        self.set_primary(_("Done"), self.back.emit)
        self.run(lambda: _check(self.desk.session), self._show)

    def _show(self, found: tuple[tuple[str, ...], int, int]) -> None:
        problems, lines, files = found
        self._busy.hide()
        card = Card()
        self.add(card)
        if problems:
            for spoken in vault_words.sentences(problems):
                card.add(ToneLine("fault", spoken.what, spoken.hint))
        else:
            card.add(
                ToneLine(
                    "success",
                    _("Everything is in order."),
                    _("Nothing in this vault was changed from outside."),
                )
            )
        looked = (
            ngettext("{n} line of the custody log was read.", "{n} lines were read.", lines),
            ngettext("{n} sealed file was found.", "{n} sealed files were found.", files),
        )
        self.add(Label(" ".join(looked), "soft"))
        self.add(
            Label(
                _(
                    "One thing no check can see: a whole older copy of this vault in its place."
                    " Receipts and drives with your sealed files tell that."
                ),
                "soft",
            )
        )
        self.body.addStretch(1)


def _check(session: Session) -> tuple[tuple[str, ...], int, int]:
    found = session.check()
    return found.problems, found.log_head.seq, found.files

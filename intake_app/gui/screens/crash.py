"""What is shown when the program made a mistake: no details, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from intake_app.gui.context import Params
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.messages import BUG


class Crash(Screen):
    """The vault is locked already; the only way on is out."""

    screen_id = "crash"

    def title(self) -> str:
        """Return the place's name."""
        return _("Stopped")

    def enter(self, params: Params) -> None:
        """Say what happened and what is safe."""
        self.body.addStretch(1)
        self.add_title(_(BUG.what), _(BUG.hint))
        self.add(Label(_("The vault was locked. No report was written or sent anywhere."), "soft"))
        self.body.addStretch(2)
        self.set_primary(_("Close the program"), QApplication.quit)

    def cancel(self) -> None:
        """Do nothing: what was before is gone."""

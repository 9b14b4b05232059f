"""After the seal: the code to note, and what comes next."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Literal

from PySide6.QtWidgets import QWidget

from intake_app.gui.context import Context, Params
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.digits_view import DigitsView
from intake_app.gui.widgets.saved_mark import SaveState
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.times import moment
from intake_app.services.sealing import Sealing


class Sealed(Screen):
    """Nothing here can undo the seal; there is no way back to the draft."""

    screen_id = "sealed"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sealing: Sealing | None = None

    def title(self) -> str:
        """Return the place's name."""
        return _("Sealed")

    def state_word(self) -> str:
        """Return where the statement stands."""
        return _("Sealed")

    def enter(self, params: Params) -> None:
        """Show the code and the next step."""
        sealing: Sealing = params["sealing"]
        self.sealing = sealing
        when = moment(sealing.bundles[0].sealed_at) if sealing.bundles else ""
        self.add_title(
            _("Sealed"),
            _("Sealed {when}. It can be added to, not changed.", when=when),
        )
        self.digits = DigitsView(sealing.code, says=_("Code of this seal"), name="seal_code")
        self.add(Label(_("The code of this seal"), "heading"), self.digits)
        self.add(
            Label(
                _(
                    "Note it if you like. The coordinator sees the same digits when it arrives:"
                    " read them to each other to be sure."
                ),
                "soft",
            )
        )
        count = len(sealing.bundles)
        text = ngettext(
            "{n} sealed file waits to be handed over.",
            "{n} sealed files wait to be handed over.",
            count,
        )
        self.add(ToneLine("success", text))
        self.add(ToneLine("success", _("The readable draft is gone from this computer.")))
        if sealing.replaced:
            said = ngettext(
                "In {n} text a character that no file can hold was replaced.",
                "In {n} texts a character that no file can hold was replaced.",
                sealing.replaced,
            )
            self.add(ToneLine("warning", said))
        self.body.addStretch(1)
        self.set_primary(_("Go to handing over"), partial(self.go, "hand_over"))
        self.add_secondary(_("Sealed statements"), partial(self.go, "outbox"), name="to_outbox")
        self.add_secondary(_("Home"), partial(self.go, "home"), name="to_home", kind="quiet")
        self.set_saved(SaveState("sealed"))

    def first_focus(self) -> QWidget | None:
        """Return the primary button."""
        return self.primary_button

    def cancel(self) -> None:
        """Go home: what was before was the draft, and that is gone."""
        self.go("home")

"""Another year for everybody on the trust list."""

from __future__ import annotations

from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.signing import Given, Signing, needed
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _
from intake_app.services import organising


class Renew(Screen):
    """One sentence, the root key files where they are needed, one button."""

    screen_id = "renew"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.signing = Signing(self)

    def title(self) -> str:
        """Return the place's name."""
        return _("Another year")

    def enter(self, params: Params) -> None:
        """Say what happens."""
        self.add_title(
            _("Another year for everybody"),
            _("Everybody who was not taken off stays on the list for a year from today."),
        )
        self.run(lambda: needed(self.desk.session), self._show)

    def leave(self) -> bool:
        """Forget what was typed."""
        self.signing.wipe()
        return True

    def _show(self, files: int) -> None:
        self.add(Label(_("Look through the list first: does everybody on it still belong?")))
        self.signing.show(files)
        self.body.addStretch(1)
        self.set_primary(_("Make the new list"), self._renew)

    def _renew(self) -> None:
        def renew(roots: Given) -> object:
            return organising.renew(self.desk.session, roots=roots)

        self.signing.sign(renew, lambda _trust: self._renewed())

    def _renewed(self) -> None:
        self.back.emit()
        self.tell(
            "success",
            _("Everybody has another year. The trust list has a new version."),
            _("Write it to a drive, and bring it to every interviewer and coordinator."),
        )

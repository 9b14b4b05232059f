"""A coordinator compares the digits of one request and adds who asked to the trust list."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from intake_app.errors import DigitsDiffer, IntakeError
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.comparing import Comparing
from intake_app.gui.screens.signing import Given, Signing, needed
from intake_app.gui.widgets.text import Label, data_label
from intake_app.localization import times
from intake_app.localization.catalogs import gettext as _
from intake_app.services import organising
from intake_app.services.organising import PendingRequest


class CompareRequest(Comparing):
    """One request: who asks, its digits, and the three answers."""

    screen_id = "request"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.signing = Signing(self)
        self.identity = QCheckBox(_("May see who the witnesses are"))
        self.identity.setObjectName("identity")
        self._sha256 = ""

    def title(self) -> str:
        """Return the place's name."""
        return _("Compare a request")

    def enter(self, params: Params) -> None:
        """Look the request up."""
        self._sha256 = str(params["sha256"])
        self.run(
            lambda: (organising.pending(self.desk.session), needed(self.desk.session)), self._show
        )

    def leave(self) -> bool:
        """Forget what was typed."""
        self.signing.wipe()
        return True

    def _show(self, seen: tuple[list[PendingRequest], int]) -> None:
        found = next((each for each in seen[0] if each.sha256 == self._sha256), None)
        self.add_title(_("Compare a request"))
        if found is None:
            self.add(Label(_("This request was decided already, or its computer is known.")))
            self.body.addStretch(1)
            self.set_primary(_("Done"), self.back.emit)
            return
        self.add(data_label(found.label or found.principal, "heading"))
        kind = (
            _("Asks to be a coordinator, who opens statements.")
            if found.role == "coordinator"
            else _("Asks to be an interviewer's computer, which seals statements.")
        )
        self.add(Label(kind))
        self.add(Label(_("Made on {day}.", day=times.moment(found.made_at)), "soft"))
        self.ask(
            found.digits,
            _(
                "Meet the person, or call them on a number that you know."
                " They read the digits from their screen; you follow here."
            ),
        )
        if found.role == "coordinator":
            self.add(self.identity)
        self.signing.show(seen[1])
        self.body.addStretch(1)
        self.answers(self._same, self._different)

    def _same(self) -> None:
        identity = self.identity.isChecked()

        def add(roots: Given) -> object:
            return organising.approve(
                self.desk.session, self._sha256, digits_same=True, roots=roots, identity=identity
            )

        self.signing.sign(add, lambda _trust: self._added())

    def _added(self) -> None:
        self.back.emit()
        self.tell(
            "success",
            _("Added. The trust list has a new version."),
            _("Write the trust list to a drive, and bring it back to whoever asked."),
        )

    def _different(self) -> None:
        self.run(
            lambda: organising.approve(self.desk.session, self._sha256, digits_same=False),
            lambda _trust: None,
            failed=self._said_no,
        )

    def _said_no(self, error: IntakeError) -> None:
        if not isinstance(error, DigitsDiffer):
            self.tell_error(error)
            return
        self.refuse()
        self.tell(
            "fault",
            _("The digits differ: this request was not added."),
            _("Somebody may have changed it on the way. Ask for a new one face to face."),
        )

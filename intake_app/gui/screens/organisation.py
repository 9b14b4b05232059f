"""B1: what organisation this computer belongs to, in one sentence, and the one next step."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.grey_pixels import grey
from intake_app.gui.notices import Tone
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.digits_view import DigitsView
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.steps_line import StepsLine
from intake_app.gui.widgets.text import Label, data_label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization import times
from intake_app.localization.catalogs import gettext as _
from intake_app.services import enrolling
from intake_app.services.enrolling import Card as OrganisationCard
from intake_app.services.enrolling import Organisation

State = Literal["none", "pinned", "requested", "enrolled", "revoked", "expired"]
_CARDS = (".card", ".png", ".jpg", ".jpeg")
_LISTS = (".trust",)
_AT: dict[State, int] = {
    "none": 0,
    "pinned": 2,
    "requested": 3,
    "enrolled": 4,
    "expired": 4,
    "revoked": 3,
}


class OurOrganisation(Screen):
    """Card, digits, request, trust list: four steps, of which only the next one is offered."""

    screen_id = "organisation"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.state: State = "none"
        self.label_edit: LineEdit | None = None
        self._known: tuple[Organisation | None, str] = (None, "")

    def title(self) -> str:
        """Return the place's name."""
        return _("Your organisation")

    def enter(self, params: Params) -> None:
        """Look up what is known."""
        session = self.desk.session
        self.run(
            lambda: (enrolling.organisation(session), enrolling.request_digits(session)),
            self._show,
        )

    def _show(self, known: tuple[Organisation | None, str]) -> None:
        self._known = known
        found, digits = known
        self.state = state_of(found)
        what, hint = _sentences(self.state)
        self.add_title(_("Your organisation"))
        self.add(StepsLine(_steps(), _AT[self.state]))
        tone: dict[State, Tone] = {"enrolled": "success", "revoked": "fault", "expired": "warning"}
        self.add(ToneLine(tone.get(self.state, "info"), what, hint, name="standing"))
        if found is not None:
            self.add(self._card_of(found))
        if self.state == "pinned":
            self._ask_label()
        if self.state == "requested":
            self._show_request(digits)
        self.body.addStretch(1)
        self._offer()

    def _card_of(self, found: Organisation) -> Card:
        card = Card(data_label(found.name, "heading"))
        if found.version:
            card.add(
                Label(
                    _(
                        "Trust list {version}, valid until {day}.",
                        version=found.version,
                        day=times.day(found.expires),
                    ),
                    "soft",
                )
            )
        words = (
            _("The organisation's digits, as you compared them:")
            if found.digits_compared
            else _("The root keys have changed since; those you compared signed for the new ones:")
        )
        card.add(Label(words, "soft"))
        card.add(DigitsView(found.digits, says=_("The organisation's digits"), name="org_digits"))
        return card

    def _ask_label(self) -> None:
        self.label_edit = LineEdit(script="free")
        self.add(
            Field(
                _("What the coordinator calls this computer"),
                self.label_edit,
                name="label",
                hint=_("Not your real name. For example: Nasrin 2."),
            )
        )

    def _show_request(self, digits: str) -> None:
        self.add(
            Card(
                Label(_("The digits of your request"), "heading"),
                Label(_("When your coordinator has the file, read them these digits aloud.")),
                DigitsView(digits, says=_("The digits of your request"), name="request_digits"),
            )
        )

    def _offer(self) -> None:
        """Put the one next step into the footer, and beside it what may also be wanted."""
        list_words = _("Take in the trust list…")
        if self.state == "none":
            self.set_primary(_("Choose the card…"), self._choose_card)
        elif self.state == "pinned":
            self.set_primary(_("Write the request to a drive…"), self._choose_folder)
        elif self.state in {"requested", "expired", "revoked"}:
            self.set_primary(list_words, self._choose_list)
        else:
            self.set_primary(_("Done"), self.back.emit)
            self.add_secondary(_("Take in a newer trust list…"), self._choose_list, name="newer")
        if self.state == "requested":
            self.add_secondary(
                _("Write the request again…"), self._choose_folder, name="write_again"
            )

    def _choose_card(self) -> None:
        self.ask_path("file", self.take_card, suffixes=_CARDS)

    def take_card(self, paths: list[Path]) -> None:
        """Read a card, as a file or as a picture, and have its digits compared."""
        self.run(lambda: enrolling.read_card(paths[0], pixels=grey), self._compare)

    def _compare(self, card: OrganisationCard) -> None:
        self.go("compare_card", card=card)

    def _choose_folder(self) -> None:
        self.ask_path("folder", self.write_request)

    def write_request(self, paths: list[Path]) -> None:
        """Write the request to where it is carried from."""
        label = self._label()
        self.run(lambda: enrolling.write_request(self.desk.session, label, paths[0]), self._written)

    def _label(self) -> str:
        typed = self.label_edit.text().strip() if self.label_edit else ""
        found = self._known[0]
        number = found.principal.rpartition("-")[2][:4] if found else ""
        # Coordinators tell computers apart by their digits; the name is only for lists.
        return typed or _("Computer {number}", number=number).translate(_NO_ISOLATES).strip()

    def _written(self, _outcome: object) -> None:
        self.go(self.screen_id, _replace=True)
        self.tell(
            "success",
            _("The request is on the drive."),
            _("Bring it to your coordinator, and read them the digits."),
        )

    def _choose_list(self) -> None:
        self.ask_path("file", self.take_list, suffixes=_LISTS)

    def take_list(self, paths: list[Path]) -> None:
        """Take in a trust list."""
        self.run(lambda: enrolling.accept_trust(self.desk.session, paths[0]), self._listed)

    def _listed(self, found: Organisation) -> None:
        self.go(self.screen_id, _replace=True)
        if state_of(found) == "requested":
            self.tell(
                "warning",
                _("The trust list is in use, but this computer is not on it yet."),
                _("Ask your coordinator to add it, then take in the next list."),
            )
        else:
            self.tell("success", _("The trust list is in use."))


_NO_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def state_of(found: Organisation | None) -> State:
    """Return how this computer stands with its organisation."""
    if found is None:
        return "none"
    if found.expired and found.state == "enrolled":
        return "expired"
    return found.state


def _steps() -> tuple[str, ...]:
    return _("Card"), _("Digits compared"), _("Request"), _("On the list")


def _sentences(state: State) -> tuple[str, str]:
    """Return where one stands, and what comes next."""
    return {
        "none": (
            _("This computer belongs to no organisation yet."),
            _(
                "You can interview now. Before sealing, choose the card that your coordinator"
                " gave you: a file, or a picture of the card."
            ),
        ),
        "pinned": (
            _("You know your organisation, but it does not know this computer yet."),
            _("Write a request to a drive, and give it to your coordinator."),
        ),
        "requested": (
            _("Your organisation has not put this computer on its list yet."),
            _("Give the request to your coordinator. They will bring you the trust list."),
        ),
        "enrolled": (
            _("This computer is on your organisation's list."),
            _("You can seal statements. Only your organisation can open them."),
        ),
        "revoked": (
            _("Your organisation has taken this computer off its list."),
            _("What you sealed before stays valid. Talk to your coordinator before going on."),
        ),
        "expired": (
            _("The trust list is older than it should be."),
            _("You can still seal. Ask your coordinator for a newer list soon."),
        ),
    }[state]

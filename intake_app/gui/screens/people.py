"""F12: the organisation as its coordinator sees it: card, requests, members, trust list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card, ChoiceCard
from intake_app.gui.widgets.digits_view import DigitsView
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Section
from intake_app.gui.widgets.member_line import MemberLine
from intake_app.gui.widgets.text import Label, data_label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization import times
from intake_app.localization.catalogs import gettext as _
from intake_app.services import enrolling, organising
from intake_app.services.organising import MemberRow, PendingRequest
from intake_app.services.session import Session

_REQUESTS = (".request",)
_QR_SCALE = 6
_ROOMY = 150  # per cent


@dataclass(frozen=True)
class _Seen:
    """What the page shows; `founded` is False before there is a trust list in this vault."""

    founded: bool
    joining: bool = False
    name: str = ""
    version: int = 0
    expires: str = ""
    expired: bool = False
    digits: str = ""
    picture: bytes = b""
    waiting: tuple[PendingRequest, ...] = ()
    members: tuple[MemberRow, ...] = ()


class People(Screen):
    """One page: what waits first, then the card, then everybody on the list."""

    screen_id = "people"
    measure = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk

    def title(self) -> str:
        """Return the place's name."""
        return _("People and computers")

    def enter(self, params: Params) -> None:
        """Look up the organisation."""
        self.run(lambda: _look(self.desk.session), self._show)

    def _show(self, seen: _Seen) -> None:
        if not seen.founded:
            self._show_beginning(seen)
            return
        self.add(data_label(seen.name, "title"))
        self.add(self._list_line(seen))
        self.add(self._requests(seen.waiting))
        self.add(self._card(seen))
        self.add(self._members(seen.members))
        self.body.addStretch(1)
        self.set_primary(_("Take in a request…"), self._choose_request)
        self.add_secondary(
            _("Write the trust list to a drive…"),
            lambda: self.ask_path("folder", self.write_list),
            name="write_list",
        )

    def _show_beginning(self, seen: _Seen) -> None:
        self.add_title(
            _("People and computers"),
            _("Statements are sealed for an organisation. Found one, or join one that exists."),
        )
        if seen.joining:
            self.add(ToneLine("info", _("This vault has begun to join an organisation.")))
        else:
            self.add(
                ChoiceCard(
                    _("Found an organisation"),
                    _("You are the first. Interviewers will join by a card that you give them."),
                    icon="plus",
                    on_click=partial(self.go, "found"),
                    name="begin_found",
                )
            )
        self.add(
            ChoiceCard(
                _("Join an organisation"),
                _("Another coordinator gave you its card."),
                icon="people",
                on_click=partial(self.go, "organisation"),
                name="begin_join",
            )
        )
        self.body.addStretch(1)

    def _list_line(self, seen: _Seen) -> QWidget:
        day = times.day(seen.expires)
        if seen.expired:
            return ToneLine(
                "warning",
                _("The trust list was valid until {day}.", day=day),
                _("Give everybody another year, and bring the new list to all."),
            )
        return ToneLine(
            "success",
            _("Trust list {version}, valid until {day}.", version=seen.version, day=day),
            _("After every change, bring the new list to each interviewer."),
        )

    def _requests(self, waiting: tuple[PendingRequest, ...]) -> QWidget:
        section = Section(_("Requests"))
        if not waiting:
            section.add(Label(_("No request waits. Interviewers bring them as files."), "soft"))
        for each in waiting:
            made = _(
                "Made on {day}. Compare the digits before you add it.",
                day=times.day(each.made_at),
            )
            section.add(
                ChoiceCard(
                    _("Compare: {name}", name=each.label or each.principal),
                    made,
                    icon="compare",
                    on_click=partial(self.go, "request", sha256=each.sha256),
                    name=f"request_{each.sha256[:8]}",
                )
            )
        return section

    def _card(self, seen: _Seen) -> QWidget:
        now = theme.current()
        # With larger letters the digits need the whole width.
        flat = now.look.scale <= _ROOMY
        way = QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom
        row = QBoxLayout(way)
        row.setSpacing(now.space(5))
        picture = QLabel()
        picture.setPixmap(_qr(seen.picture))
        picture.setAccessibleName(_("The card as a picture"))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(now.space(3))
        column.addWidget(
            Label(_("Give it to each interviewer: as a file, or as a photograph of this picture."))
        )
        column.addWidget(Label(_("Then read these digits to each other:"), "label"))
        column.addWidget(DigitsView(seen.digits, says=_("The card's digits"), name="card_digits"))
        write = button(
            _("Write the card to a drive…"),
            lambda: self.ask_path("folder", self.write_card),
            name="write_card",
        )
        column.addWidget(write, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        row.addLayout(column, 1)
        frame = Card()
        frame.column.addLayout(row)
        return Section(_("The organisation's card"), "", frame)

    def _members(self, members: tuple[MemberRow, ...]) -> QWidget:
        section = Section(_("On the list"))
        now = self.context.clock.now()
        for each in members:
            section.add(MemberLine(each, now, partial(self.go, "revoke", principal=each.principal)))
        year = button(
            _("Another year for everybody…"), partial(self.go, "renew"), kind="quiet", name="renew"
        )
        roots = button(_("Root keys…"), partial(self.go, "roots"), kind="quiet", name="roots")
        section.add(FlowRow(year, roots))
        return section

    def _choose_request(self) -> None:
        self.ask_path("file", self.take_request, suffixes=_REQUESTS)

    def take_request(self, paths: list[Path]) -> None:
        """Read a request and have its digits compared."""
        self.run(
            lambda: organising.read_request(self.desk.session, paths[0]),
            lambda found: self.go("request", sha256=found.sha256),
        )

    def write_card(self, paths: list[Path]) -> None:
        """Write the card as a file."""
        self.run(
            lambda: organising.write_card(self.desk.session, paths[0]),
            lambda _path: self.tell("success", _("The card is on the drive.")),
        )

    def write_list(self, paths: list[Path]) -> None:
        """Write the whole trust list as a file."""
        self.run(
            lambda: organising.export_trust(self.desk.session, paths[0]),
            lambda _path: self.tell(
                "success",
                _("The trust list is on the drive."),
                _("Bring it to each interviewer; they take it in at «Your organisation»."),
            ),
        )


def _look(session: Session) -> _Seen:
    held = organising.trust(session)
    if held is None:
        return _Seen(founded=False, joining=enrolling.organisation(session) is not None)
    return _Seen(
        founded=True,
        name=held.org,
        version=held.version,
        expires=held.expires,
        expired=held.is_expired(session.clock.now()),
        digits=organising.card_digits(session),
        picture=organising.card_qr_png(session, _QR_SCALE),
        waiting=tuple(organising.pending(session)),
        members=tuple(organising.members(session)),
    )


def _qr(data: bytes) -> QPixmap:
    """Return the picture of the card, whole pixels a module, so that a camera reads it."""
    made = QPixmap()
    made.loadFromData(data)
    made.setDevicePixelRatio(2)
    return made

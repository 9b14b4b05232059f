"""One member of the organisation: what it is called, what it may do, whether it still counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from intake_app.clock import parse_rfc3339
from intake_app.gui import icons, theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.text import Label, data_label
from intake_app.localization import times
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services.organising import MemberRow


class MemberLine(Card):
    """A card with name, kind, state and, where it may be, the way off the list."""

    def __init__(self, member: MemberRow, now: datetime, revoke: Callable[[], object]) -> None:
        super().__init__()
        look = theme.current()
        row = QHBoxLayout()
        row.setSpacing(look.space(3))
        picture = QLabel()
        picture.setPixmap(icons.pixmap(_icon(member), "primary_text"))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(look.space(1))
        name = name_of(member)
        column.addWidget(data_label(name, "label"))
        column.addWidget(Label(_kind(member), "soft"))
        column.addWidget(Label(_since(member), "small"))
        if member.role == "device":
            column.addWidget(Label(received_words(member), "small"))
        row.addLayout(column, 1)
        self.column.addLayout(row)
        word, tone = _state(member, now)
        state = QLabel(word)
        state.setProperty("kind", "state")
        state.setProperty("tone", tone)
        compared = QLabel(_("Digits compared here") if member.checked else _("Not compared here"))
        compared.setProperty("kind", "state")
        compared.setProperty("tone", "done" if member.checked else "")
        flow = FlowRow(state, compared, gap=look.space(3))
        if not member.revoked_at and not member.ourselves:
            away = button(_("Take off the list…"), revoke, kind="quiet", name="revoke")
            away.setAccessibleName(_("Take {name} off the list", name=name))
            flow.add(away)
        self.add(flow)


def name_of(member: MemberRow) -> str:
    """Return what a member is called: by its label, else by its short code."""
    return member.label or member.principal


def _icon(member: MemberRow) -> str:
    return "archive" if member.role == "coordinator" else "talk"


def _kind(member: MemberRow) -> str:
    if member.role != "coordinator":
        return _("Interviewer's computer")
    kind = _("Coordinator, this vault") if member.ourselves else _("Coordinator")
    if member.identity:
        return _("{kind}; may see who the witnesses are", kind=kind)
    return kind


def _since(member: MemberRow) -> str:
    if member.revoked_at:
        return _(
            "Off the list since {day}. Reason: {reason}.",
            day=times.day(member.revoked_at),
            reason=reason_word(member.reason),
        )
    return _(
        "On the list from {first} until {last}.",
        first=times.day(member.valid_after),
        last=times.day(member.valid_before),
    )


def received_words(member: MemberRow) -> str:
    """Return how much came in from a computer, and when the last did."""
    if not member.last_seen:
        return _("Nothing has come in from it yet.")
    return ngettext(
        "{n} bundle came in from it, the last on {day}.",
        "{n} bundles came in from it, the last on {day}.",
        member.received,
        day=times.day(member.last_seen),
    )


def _state(member: MemberRow, now: datetime) -> tuple[str, str]:
    if member.revoked_at:
        return _("Off the list"), "fault"
    if parse_rfc3339(member.valid_before) < now:
        return _("Time is over"), "warning"
    return _("On the list"), "done"


def reason_word(code: str) -> str:
    """Return why somebody was taken off the list, in a word or two."""
    return {
        "lost": _("lost"),
        "stolen": _("stolen"),
        "seized": _("seized by others"),
        "copied": _("perhaps copied by others"),
        "left": _("the person has left"),
        "replaced": _("replaced by another computer"),
    }.get(code, _("another reason"))

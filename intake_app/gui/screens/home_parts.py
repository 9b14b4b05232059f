"""What home shows beside its lists: where one stands with the organisation, and empty states."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.notices import Tone
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.text import Label, heading
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services.overview import Overview


def organisation_strip(now: Overview, go: Callable[..., None]) -> QWidget | None:
    """Return what stands between this vault and sealing, or nothing where it belongs."""
    known = now.organisation
    state = known.state if known is not None else "none"
    if known is not None and known.enrolled:
        if not known.expired:
            return None
        says = _("The list of your organisation's members is older than it should be.")
        return _strip(
            "warning", says, _("Ask your coordinator for a new one."), partial(go, "organisation")
        )
    says, hint, label = {
        "none": (
            _("You do not belong to an organisation yet: you can interview, not seal."),
            _("Ask your coordinator for the organisation's card when you next meet."),
            _("Join an organisation"),
        ),
        "pinned": (
            _("You have your organisation's card: you can interview, not seal."),
            _("Next you make a request and take it to your coordinator."),
            _("Go on joining"),
        ),
        "requested": (
            _("Your coordinator has not answered your request yet: you can interview, not seal."),
            _("Take in the list of members when your coordinator brings it."),
            _("Go on joining"),
        ),
        "revoked": (
            _("Your coordinator took this computer off the list: it cannot seal any more."),
            _("Your interviews are still here. Speak with your coordinator face to face."),
            _("See your organisation"),
        ),
    }[state]
    tone: Tone = "warning" if state == "revoked" else "info"
    return _strip(tone, says, hint, partial(go, "organisation"), label)


def alarm_strip(now: Overview, go: Callable[..., None]) -> QWidget | None:
    """Return a warning where receipts came that should not exist, until somebody read of them."""
    if not now.alarms:
        return None
    says = _("A receipt came that should not exist.")
    hint = _("Somebody may be using your name. Delete nothing; tell your coordinator today.")
    return _strip("fault", says, hint, partial(go, "receipts"), _("See the warning"))


def older_strip(now: Overview, go: Callable[..., None]) -> QWidget | None:
    """Return a warning where an older copy of this vault was put back, or somebody says so."""
    if now.claims and not now.older:
        says = _("Somebody says that this vault has lost lines of its custody log.")
        hint = _("It may be true or made up. Delete nothing; tell your coordinator today.")
        go_there = partial(go, "custody_log")
        return _strip("warning", says, hint, go_there, _("See the custody log"))
    if not now.older:
        return None
    says = _("This vault is older than what others know of it.")
    hint = _("An older copy may have been put back. Delete nothing; tell your coordinator today.")
    return _strip("fault", says, hint, partial(go, "custody_log"), _("See the custody log"))


def overdue_strip(now: Overview, go: Callable[..., None]) -> QWidget | None:
    """Return a warning where sealed statements wait for too long."""
    if not now.overdue:
        return None
    says = ngettext(
        "{n} sealed statement has waited here for more than a week.",
        "{n} sealed statements have waited here for more than a week.",
        now.overdue,
    )
    hint = _("If this computer is lost, what waits here is lost with it.")
    return _strip("warning", says, hint, partial(go, "hand_over"), _("Hand over now"))


def _strip(
    tone: Tone, says: str, hint: str, on_click: Callable[[], object], label: str = ""
) -> QWidget:
    card = Card(kind=f"notice-{tone}")
    now = theme.current()
    card.column.setContentsMargins(now.space(4), now.space(2), now.space(4), now.space(2))
    row = QHBoxLayout()
    row.setSpacing(now.space(4))
    row.addWidget(ToneLine(tone, says, hint), 1)
    made = button(label or _("See your organisation"), on_click, name=f"strip_{tone}")
    row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
    card.column.addLayout(row)
    return card


def nobody_yet() -> QWidget:
    """Return what is shown before the first interview."""
    card = Card()
    picture = QLabel()
    picture.setPixmap(icons.pixmap("talk", "primary_text", px=theme.current().measure("icon") * 3))
    card.add(picture)
    card.add(heading(_("Nobody was heard on this computer yet")))
    card.add(
        Label(
            _(
                "Press «New interview» when the witness sits with you."
                " First come the questions about consent; until then nothing is kept."
            )
        )
    )
    return card


def no_drafts() -> QWidget:
    """Return what is shown where everything is sealed."""
    return Card(
        heading(_("No interview is under way")),
        Label(_("Every statement on this computer is sealed.")),
    )

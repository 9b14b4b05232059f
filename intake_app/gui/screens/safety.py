"""A5: what on this computer matters for the safety of the record, one honest line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import Check, DoorDesk
from intake_app.gui.navigation import home_of
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _

_LOOK = {
    "ok": ("success", "success"),
    "fix": ("warning", "accent_text"),
    "unknown": ("help", "text_soft"),
}


class SafetyCheck(Screen):
    """A list of OK, worth fixing, cannot tell; nothing here stops anybody."""

    screen_id = "safety"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: DoorDesk = context.desk
        self._home = "settings"
        self.card = Card()

    def title(self) -> str:
        """Return the place's name."""
        return _("Safety check")

    def enter(self, params: Params) -> None:
        """Look at the computer and list what was seen."""
        role = str(params.get("role", ""))
        self._home = home_of(role)
        self.add_title(
            _("Safety check"),
            _("You can start in any case. These things make this computer safer."),
        )
        self.card.hide()
        self.add(self.card)
        self.body.addStretch(1)
        if role:
            self.set_primary(_("Start"), self._start)
        else:
            self.set_primary(_("Done"), self.back.emit)
        self.run(self.desk.safety_checks, self._show)

    def _show(self, checks: Sequence[Check]) -> None:
        for check in checks:
            self.card.add(_line(check))
        self.card.show()

    def _start(self) -> None:
        self.go(self._home)


def _line(check: Check) -> QWidget:
    now = theme.current()
    icon, colour = _LOOK[check.state]
    name, advice = _texts(check)
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, now.space(1), 0, now.space(1))
    row.setSpacing(now.space(3))
    picture = QLabel()
    picture.setPixmap(icons.pixmap(icon, colour))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Label(name, "label"))
    column.addWidget(Label(advice, "soft"))
    row.addLayout(column, 1)
    state = QLabel(_state_word(check.state))
    state.setProperty("kind", "state")
    state.setProperty("tone", {"ok": "done", "fix": "warning"}.get(check.state, ""))
    row.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
    return line


def _state_word(state: str) -> str:
    return {"ok": _("OK"), "fix": _("Worth fixing"), "unknown": _("Cannot tell")}[state]


def _texts(check: Check) -> tuple[str, str]:
    fine = check.state == "ok"
    return {
        "disk_encryption": (
            _("Disk encryption"),
            _("A thief of this computer reads nothing.")
            if fine
            else _("Turn on disk encryption: other programs leave traces on the disk."),
        ),
        "swap": (
            _("Traces of memory on the disk"),
            _("Nothing from memory is left on the disk.")
            if fine
            else _("Shut the computer down instead of letting it hibernate."),
        ),
        "screen_lock": (
            _("Screen lock"),
            _("The computer locks when you walk away.")
            if fine
            else _("Turn on the screen lock of this computer."),
        ),
        "free_space": (
            _("Room on the disk"),
            _("Free: {amount}.", amount=check.amount)
            if fine
            else _("Little room is left. Free some before long interviews."),
        ),
        "clock": (
            _("The clock"),
            _("Every entry carries the time of this computer.")
            if fine
            else _("Set date and time: every entry carries them."),
        ),
        "battery": (
            _("Power"),
            _("The battery lasts or the cable is in.") if fine else _("Plug the computer in."),
        ),
        "network": (
            _("Network"),
            _("Nothing can come in or go out.")
            if fine
            else _("This program never goes online. Other programs may: turn the network off."),
        ),
    }.get(check.code, (_("Another check"), _("Ask your coordinator about it.")))

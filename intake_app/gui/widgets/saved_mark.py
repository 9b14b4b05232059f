"""The saved mark in the header: it tells the truth in four states and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.widgets.text import restyle
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.times import clock_time


@dataclass(frozen=True)
class SaveState:
    """Whether what is on the screen is kept; `reason` only where it is not."""

    state: Literal["saved", "saving", "not_saved", "sealed"]
    at: datetime | None = None
    reason: str = ""


class SavedMark(QWidget):
    """An icon and words; hidden where a screen keeps nothing."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._gap = theme.current().space(2)
        row.setSpacing(self._gap)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setProperty("kind", "small")
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self._state: SaveState | None = None
        self._whole = ""
        self._brief = False
        self.show_state(None)

    def show_state(self, state: SaveState | None) -> None:
        """Show one of the four states, or nothing."""
        self.setVisible(state is not None)
        if state is None or state == self._state:
            return  # asked at every key: what stands there already costs nothing
        self._state = state
        icon, colour, kind, text = _look(state)
        self._icon.setPixmap(icons.pixmap(icon, colour))
        self._text.setProperty("kind", kind)
        self._whole = text
        self._text.setAccessibleName(text)
        restyle(self._text)
        self._say()

    def shorten(self, *, brief: bool) -> None:
        """Leave the time of the last saving to the tooltip where the place's name needs room."""
        if brief != self._brief:
            self._brief = brief
            self._say()

    @property
    def text(self) -> str:
        """What the mark says where it has the room."""
        return self._whole

    @property
    def whole_width(self) -> int:
        """The width in px that it takes when it says everything."""
        words = self._text.fontMetrics().horizontalAdvance(self._whole)
        return 0 if self.isHidden() else self._icon.sizeHint().width() + self._gap + words

    def _say(self) -> None:
        short = self._brief and self._state is not None and self._state.state == "saved"
        self._text.setText(_("Saved") if short else self._whole)
        self._text.setToolTip(self._whole if short else "")


def _look(state: SaveState) -> tuple[str, str, str, str]:
    if state.state == "saved":
        at = clock_time(state.at, seconds=True) if state.at else ""
        return "saved", "success", "small", _("Saved {time}", time=at) if at else _("Saved")
    if state.state == "saving":
        return "saving", "text_soft", "small", _("Saving…")
    if state.state == "sealed":
        return "sealed", "primary_text", "small", _("Sealed")
    return "fault", "fault", "error", _("NOT saved: {reason}", reason=state.reason)

"""A paragraph in large reading type, in its own direction; nothing of it can be copied."""

from __future__ import annotations

import html
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from intake_app.gui import theme
from intake_app.gui.widgets.text import mark_data
from intake_app.localization.direction import is_rtl
from intake_app.localization.isolate import RLM

Mark = Literal["", "removed"]
_SHORT = 60  # letters: a name or a word stands where its label stands, whatever its script
_LEADING = {True: 118, False: 140}  # per cent of what the font gives; Persian is set wide already
_LRM = "\u200e"


class ParagraphView(QLabel):
    """Shows the witness's own words; `removed` strikes them through, still to be read."""

    def __init__(
        self,
        text: str = "",
        direction: str = "auto",
        *,
        kind: str = "reading",
        beside_label: bool = False,
    ) -> None:
        super().__init__()
        self._beside_label = beside_label
        self.setProperty("kind", kind)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        # Selecting would hand the words to every program at once on X11.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        mark_data(self)
        self._plain = ""
        self.say(text, direction)

    def say(self, text: str, direction: str = "auto", *, mark: Mark = "") -> None:
        """Show another paragraph; line breaks inside it stay."""
        self._plain = text
        rtl = is_rtl(text, direction)
        lines = html.escape(text).replace("\n", "<br>")
        if mark == "removed":
            soft = theme.current().colour("text_soft").name()
            lines = f'<s style="color:{soft}">{lines}</s>'
        hold = RLM if rtl else _LRM
        short = self._beside_label and len(text) <= _SHORT
        side = "right" if (theme.current().rtl if short else rtl) else "left"
        way = "rtl" if rtl else "ltr"
        self.setText(
            f'<p dir="{way}" align="{side}" style="margin:0; line-height:{_LEADING[rtl]}%">'
            f"{hold}{lines}</p>"
        )
        self.setAccessibleName(text)

    @property
    def plain(self) -> str:
        """The paragraph as it was given."""
        return self._plain

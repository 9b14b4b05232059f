"""One plain line of a report: an icon that is also a word, a sentence, what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.notices import Tone
from intake_app.gui.widgets.notice_bar import tone_word
from intake_app.gui.widgets.text import Label

COLOURS: dict[Tone, str] = {
    "info": "info",
    "success": "success",
    "warning": "accent_text",
    "fault": "fault",
}


class ToneLine(QWidget):
    """Never colour alone: the icon's shape and, for screen readers, its word tell the same."""

    def __init__(self, tone: Tone, text: str, hint: str = "", *, name: str = "") -> None:
        super().__init__()
        now = theme.current()
        if name:
            self.setObjectName(name)
        self.tone = tone
        row = QHBoxLayout(self)
        row.setContentsMargins(0, now.space(1), 0, now.space(1))
        row.setSpacing(now.space(3))
        picture = QLabel()
        picture.setPixmap(icons.pixmap(tone, COLOURS[tone]))
        picture.setAccessibleName(tone_word(tone))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.text = Label(text, "label" if hint else "body")
        column.addWidget(self.text)
        self.hint = Label(hint, "soft")
        column.addWidget(self.hint)
        if not hint:
            self.hint.hide()
        row.addLayout(column, 1)

"""The message bar under the header: a word for the tone, the sentence, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from intake_app.gui import icons, theme
from intake_app.gui.notices import Notice
from intake_app.gui.widgets.buttons import icon_button
from intake_app.gui.widgets.text import Label, restyle
from intake_app.localization.catalogs import gettext as _

_COLOUR = {"info": "info", "success": "success", "warning": "accent_text", "fault": "fault"}


class NoticeBar(QFrame):
    """Shows one notice until it is closed or replaced; never colour alone."""

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(now.space(4), now.space(2), now.space(4), now.space(2))
        row.setSpacing(now.space(3))
        self._icon = QLabel()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._text = Label("", "label")
        self._hint = Label("", "body")
        column.addWidget(self._text)
        column.addWidget(self._hint)
        row.addLayout(column, 1)
        self._close = icon_button("close", _("Close this message"), self.clear, name="close_notice")
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.notice: Notice | None = None
        self.hide()

    def say(self, notice: Notice) -> None:
        """Show a notice; screen readers are told."""
        self.notice = notice
        self.setProperty("kind", f"notice-{notice.tone}")
        self._icon.setPixmap(icons.pixmap(notice.tone, _COLOUR[notice.tone]))
        self._icon.setAccessibleName(tone_word(notice.tone))
        self._text.say(notice.text)
        self._hint.say(notice.hint)
        self._hint.setVisible(bool(notice.hint))
        restyle(self)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Take the notice away."""
        self.notice = None
        self.hide()


def tone_word(tone: str) -> str:
    """Return the word that stands for the tone's icon."""
    return {
        "info": _("Note"),
        "success": _("Done"),
        "warning": _("Please look"),
        "fault": _("Problem"),
    }[tone]

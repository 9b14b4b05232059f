"""The header bar: back, place, state word, saved mark, help, lock; always at the same place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.buttons import icon_button
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.saved_mark import SavedMark
from intake_app.localization.catalogs import gettext as _


class Header(QWidget):
    """Shows where one is; its buttons only say what was asked for."""

    back = Signal()
    help = Signal()
    settings = Signal()
    lock = Signal()
    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(now.space(4), now.space(2), now.space(4), now.space(2))
        row.setSpacing(now.space(3))
        self.back_button = icon_button("back", _("Back"), self.back.emit, name="header_back")
        row.addWidget(self.back_button)
        self.place = Elided("", "label")
        self.place.setObjectName("place")
        row.addWidget(self.place, 1)
        self.state = QLabel()
        self.state.setProperty("kind", "state")
        self.state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.state)
        self.saved = SavedMark()
        row.addWidget(self.saved)
        self.help_button = icon_button("help", _("Help"), self.help.emit, name="header_help")
        row.addWidget(self.help_button)
        self.settings_button = icon_button(
            "settings", _("Settings"), self.settings.emit, name="header_settings"
        )
        row.addWidget(self.settings_button)
        self.lock_button = icon_button(
            "lock", _("Lock now (Ctrl+L)"), self.lock.emit, name="header_lock"
        )
        row.addWidget(self.lock_button)
        self.leave_button = icon_button(
            "exit", _("Leave quickly (Ctrl+Q)"), self.leave.emit, name="header_leave"
        )
        row.addWidget(self.leave_button)
        self._gap = row.spacing()
        self.place.installEventFilter(self)

    def show_place(self, title: str, state_word: str) -> None:
        """Show the place's name and the record's state."""
        self.place.say(title)
        self.state.setText(state_word)
        self.state.setAccessibleName(state_word)
        self.state.setVisible(bool(state_word))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room anew when the place gets another width."""
        if watched is self.place and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Whose interview it is matters more than the second of the last saving."""
        place, end = self.place.geometry(), self.help_button.geometry()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = place.right() - end.right() if rtl else end.left() - place.left()
        room -= 0 if self.state.isHidden() else self.state.sizeHint().width() + self._gap
        name = self.place.fontMetrics().horizontalAdvance(self.place.plain)
        self.saved.shorten(brief=name + self.saved.whole_width + 2 * self._gap > room)

"""Says what was just taken out and puts it back: no question before, a way back after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout

from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button, icon_button
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _


class UndoBar(QFrame):
    """Shown from a removal until the next one, or until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.setObjectName("undo_bar")
        self.setProperty("kind", "notice-info")
        self._beside_from = round(now.measure("narrow") * 0.8)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(now.space(3), now.space(1), now.space(3), now.space(1))
        self._box.setSpacing(now.space(2))
        self._text = Label("", "body")
        self.undo_button = button(_("Put it back"), self.undo, icon="undo", name="undo")
        close = icon_button("close", _("Leave it taken out"), self.settle, name="undo_close")
        ways = QHBoxLayout()
        ways.setSpacing(now.space(2))
        ways.addWidget(self.undo_button)
        ways.addStretch(1)
        ways.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box.addWidget(self._text, 1)
        self._box.addLayout(ways)
        self._undo: Callable[[], None] | None = None
        self._settled: Callable[[], None] | None = None
        self.hide()

    def offer(
        self, text: str, undo: Callable[[], None], settled: Callable[[], None] | None = None
    ) -> None:
        """Say what was taken out; `settled` is called once it can no longer be put back."""
        self.settle()
        self._undo, self._settled = undo, settled
        self._text.say(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button under the words where there is no room for it beside them."""
        super().resizeEvent(event)
        beside = event.size().width() >= self._beside_from
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.plain

    def undo(self) -> None:
        """Put back what was taken out."""
        undo, self._undo, self._settled = self._undo, None, None
        self.hide()
        if undo is not None:
            undo()

    def settle(self) -> None:
        """Let it stay taken out."""
        settled, self._undo, self._settled = self._settled, None, None
        self.hide()
        if settled is not None:
            settled()

"""A primary button for what cannot be undone: it acts when it was held down for a second."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from intake_app.gui import icons, theme

HOLD_MS = 1000
_STEP_MS = 30


class HoldButton(QPushButton):
    """Emits `held` after a second of pressing with mouse, touch or Space, else `tapped`.

    While `armed`, a plain click is enough: the person has confirmed in another way.
    """

    held = Signal()
    tapped = Signal()

    def __init__(self, text: str, *, icon: str = "", hold_ms: int = HOLD_MS) -> None:
        super().__init__(text)
        self.setProperty("kind", "primary")
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        if icon:
            self.setIcon(icons.icon(icon, "on_primary"))
            side = theme.current().measure("icon")
            self.setIconSize(QSize(side, side))
        self.armed = False
        self._hold_ms = hold_ms
        self._fired = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._grow)
        self.pressed.connect(self._begin)
        self.released.connect(self._end)
        self.clicked.connect(self._click)

    @property
    def portion(self) -> float:
        """How much of the second has passed, 0 to 1."""
        if not self._timer.isActive():
            return 0.0
        return min(1.0, self._since.elapsed() / self._hold_ms)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, and the passing second along its lower edge."""
        super().paintEvent(event)
        portion = self.portion
        if portion <= 0:
            return
        width = round((self.width() - 8) * portion)
        left = self.width() - 4 - width if theme.current().rtl else 4
        painter = QPainter(self)
        painter.fillRect(QRect(left, self.height() - 8, width, 4), QColor(_bar_colour()))

    def _begin(self) -> None:
        self._fired = False
        if not self.armed:
            self._since.start()
            self._timer.start()

    def _grow(self) -> None:
        self.update()
        if self._since.elapsed() >= self._hold_ms:
            self._timer.stop()
            self._fired = True
            self.held.emit()

    def _end(self) -> None:
        self._timer.stop()
        self.update()

    def _click(self) -> None:
        # The release after a full second is the end of the same gesture, not another click.
        if self._fired:
            self._fired = False
        elif self.armed:
            self.held.emit()
        else:
            self.tapped.emit()


def _bar_colour() -> str:
    return theme.current().colour("on_primary").name()

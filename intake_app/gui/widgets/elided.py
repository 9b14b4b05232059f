"""A one-line label that may be shortened: the whole text is in its tooltip and its name."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QStyle, QStyleOption

from intake_app.gui.widgets.text import Kind


class Elided(QLabel):
    """Shortens with an ellipsis in the middle where a name must be told by both ends."""

    def __init__(
        self,
        text: str = "",
        kind: Kind | str = "body",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setProperty("elides", True)
        self._mode = mode
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setText(text)
        self.setAccessibleName(text)
        self._hint()

    @property
    def plain(self) -> str:
        """The whole text."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters and the ellipsis."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.averageCharWidth() * 6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole text in the tooltip where it no longer fits."""
        super().resizeEvent(event)
        self._hint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text, shortened where it must be."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        # A path begins at its own left and still stands at the side where the page begins.
        painter.setLayoutDirection(self.layoutDirection())
        align = QStyle.visualAlignment(
            QApplication.layoutDirection(),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        )
        shown = QFontMetrics(self.font()).elidedText(self._whole, self._mode, self.width())
        self.style().drawItemText(
            painter, self.rect(), int(align), self.palette(), self.isEnabled(), shown,
            self.foregroundRole(),
        )  # fmt: skip

    def _hint(self) -> None:
        fits = QFontMetrics(self.font()).horizontalAdvance(self._whole) <= self.width()
        # As words, never as markup: a foreign file's name must not make Qt open anything.
        self.setToolTip("" if fits else f"<qt>{html.escape(self._whole)}</qt>")

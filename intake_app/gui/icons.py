"""Line icons of our own, in the colour of a token; arrows of direction turn in right-to-left."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from intake_app.assets import read_text
from intake_app.gui import theme

# Only what points along the reading direction turns; play, clocks, ticks and lenses never do.
MIRRORED = frozenset({"back", "expand", "exit", "forward", "guide", "undo", "words"})


def icon(name: str, colour: str = "text", *, px: int | None = None, gap: int = 0) -> QIcon:
    """Return an icon by name, `px` square, drawn sharp at one and two times the size.

    `gap` px stay empty between it and the text that follows: Qt's own gap is too narrow.
    """
    now = theme.current()
    side = px or now.measure("icon")
    made = QIcon()
    for token, mode in ((colour, QIcon.Mode.Normal), ("text_off", QIcon.Mode.Disabled)):
        for ratio in (1, 2):
            drawn = _drawn(name, now.colour(token).name(), side, ratio, _turned(name))
            made.addPixmap(_widened(drawn, gap * ratio, now.rtl) if gap else drawn, mode)
    return made


def _widened(drawn: QPixmap, gap: int, rtl: bool) -> QPixmap:
    ratio = drawn.devicePixelRatio()
    wide = QPixmap(drawn.width() + gap, drawn.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(QPointF(gap / ratio if rtl else 0, 0), drawn)
    painter.end()
    return wide


def pixmap(name: str, colour: str = "text", *, px: int | None = None) -> QPixmap:
    """Return an icon as a picture for a label, at the density of high-resolution screens."""
    now = theme.current()
    return _drawn(name, now.colour(colour).name(), px or now.measure("icon"), 2, _turned(name))


def _turned(name: str) -> bool:
    return theme.current().rtl and name in MIRRORED


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, side: int, ratio: int, turned: bool) -> QPixmap:
    svg = read_text("icons", f"{name}.svg").replace("currentColor", colour)
    drawn = QPixmap(side * ratio, side * ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side * ratio, side * ratio))
    painter.end()
    if turned:
        drawn = drawn.transformed(QTransform().scale(-1, 1))
    drawn.setDevicePixelRatio(ratio)
    return drawn

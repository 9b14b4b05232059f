"""Pictures of a record, decoded in memory within limits: a file may be made to fill it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from intake_app.domain.exhibits import SHOWABLE

_FORMATS = {"image/jpeg": b"jpeg", "image/png": b"png"}
_MOST_PIXELS = 120_000_000
_MOST_MEGABYTES = 512


def decode(data: bytes, media_type: str, side: int) -> QImage | None:
    """Return the picture, at most `side` pixels in either direction; None where it is none.

    Any thread. Only the format that the first bytes named is tried.
    """
    if media_type not in SHOWABLE:
        return None
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_FORMATS[media_type]))
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return None
    wanted = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    if wanted.width() < size.width():
        reader.setScaledSize(wanted)
    image = reader.read()
    return None if image.isNull() else image

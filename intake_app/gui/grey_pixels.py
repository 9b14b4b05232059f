"""A photograph of an organisation's card, decoded in memory within limits, in shades of grey."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader

from intake_app import errors
from intake_app.services.enrolling import Grey

_MOST_PIXELS = 120_000_000
_MOST_MEGABYTES = 512
_LONGEST_SIDE = 4000  # px: enough for any code, and quick to look through
_FORMATS = {b"\x89PNG": b"png", b"\xff\xd8\xff": b"jpeg"}


def grey(data: bytes) -> Grey:
    """Return a PNG or JPEG as grey pixels, line after line. Any thread.

    Raises:
        CardNoQr: it cannot be decoded, or is larger than any photograph.
    """
    kind = next((name for start, name in _FORMATS.items() if data.startswith(start)), b"")
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not kind or not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        raise errors.CardNoQr
    if max(size.width(), size.height()) > _LONGEST_SIDE:
        reader.setScaledSize(
            size.scaled(_LONGEST_SIDE, _LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        raise errors.CardNoQr
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = image.width(), image.height()
    # Qt pads each line to four bytes.
    lines = (bytes(cast("memoryview", image.constScanLine(y)))[:width] for y in range(height))
    return Grey(b"".join(lines), width, height)

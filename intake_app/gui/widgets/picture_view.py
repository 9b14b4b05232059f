"""A picture shown from memory: only two decoders, nothing larger than it needs, no file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from intake_app.gui.widgets.text import mark_data

_DECODERS = {b"\xff\xd8\xff": b"jpeg", b"\x89PNG\r\n\x1a\n": b"png"}
_MOST_MB = 256  # of memory for one decoded picture: a small file can ask for gigabytes


def decoded(data: bytes, within: QSize) -> QImage | None:
    """Return the picture scaled to fit, or None where the content is no JPEG or PNG.

    The decoder is chosen by the content's first bytes alone.
    """
    kind = next((kind for magic, kind in _DECODERS.items() if data.startswith(magic)), None)
    if kind is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MOST_MB)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class PictureView(QLabel):
    """Shows a decoded picture; it cannot be dragged out or copied."""

    def __init__(self, image: QImage, says: str) -> None:
        super().__init__()
        self.setPixmap(QPixmap.fromImage(image))
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        mark_data(self)

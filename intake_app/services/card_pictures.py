"""The organisation's card as a picture: drawn as a QR code, and read back from pixels.

Files of pictures are foreign bytes: the window decodes them with Qt and hands over grey pixels.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from intake_app import errors
from intake_app.bundle import card as cards
from intake_app.bundle.card import Card

MAX_PIXELS = 64 * 1024 * 1024
_BORDER = 4  # modules of quiet zone that ISO/IEC 18004 asks for
_MAX_SCALE = 40


@dataclass(frozen=True)
class Grey:
    """A picture as one byte a pixel, line by line without gaps; 255 is white."""

    data: bytes
    width: int
    height: int


def qr_png(card: Card, scale: int = 8) -> bytes:
    """Return a PNG of the card's QR code, `scale` pixels a module, error correction M."""
    import segno

    code = segno.make(cards.encode(card), error="m", mode="byte", micro=False, boost_error=False)
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=min(max(scale, 1), _MAX_SCALE), border=_BORDER)
    return picture.getvalue()


def card_from_pixels(picture: Grey) -> Card:
    """Return the one card whose QR code is in a picture.

    Raises:
        CardNoQr: no QR code was found. CardMalformed: it is no card, or there are two different
        ones. KeyWeak.
    """
    import zxingcpp

    size = picture.width * picture.height
    if not 0 < size <= MAX_PIXELS or size != len(picture.data) or picture.width < 1:
        raise errors.CardNoQr
    pixels = memoryview(picture.data).cast("B", (picture.height, picture.width))
    codes = zxingcpp.read_barcodes(pixels, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    contents = {bytes(code.bytes) for code in codes}
    if not contents:
        raise errors.CardNoQr
    if len(contents) > 1:
        raise errors.CardMalformed
    return cards.decode(contents.pop())

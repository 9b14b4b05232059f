"""The made-up language `xx`: shows at a glance which text never went through a catalog."""

from __future__ import annotations

import re

_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACCENTS = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýž"
_ACCENTED = str.maketrans(_PLAIN, _ACCENTS)
# Placeholders, markup and character entities stay as they are.
_KEPT = re.compile(r"(\{[a-z][a-z0-9_]*\}|</?[a-z][^>]*>|&[a-z]+;)")


def accented(text: str) -> str:
    """Return `text` with every ASCII letter accented and brackets round it."""
    if not text:
        return text
    parts = _KEPT.split(text)
    return (
        "⟦"
        + "".join(part if at % 2 else part.translate(_ACCENTED) for at, part in enumerate(parts))
        + "⟧"
    )

"""Which way a text runs: by its first strong letter (UAX #9, P2-P3), unless somebody said so."""

from __future__ import annotations

import unicodedata

from intake_app.localization.isolate import RLM
from intake_app.localization.languages import active

_STRONG = {"L": False, "R": True, "AL": True}
_OPENERS = frozenset({"LRI", "RLI", "FSI"})


def is_rtl(text: str, direction: str = "auto") -> bool:
    """Return whether `text` runs from right to left.

    `direction` is `rtl`, `ltr` or `auto`. A text without a strong letter, such as a bare date,
    runs as the active language does. Letters inside isolates do not decide.
    """
    if direction != "auto":
        return direction == "rtl"
    found = _first_strong(text)
    return active().is_rtl if found is None else found


def held(text: str) -> str:
    """Return a sentence of ours so that it runs as the active language does.

    One that begins with an inserted value has no strong letter in front, and would be laid out
    from left to right: a mark before it holds its direction.
    """
    if not text or not active().is_rtl or _first_strong(text):
        return text
    return RLM + text


def _first_strong(text: str) -> bool | None:
    depth = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _OPENERS:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in _STRONG:
            return _STRONG[kind]
    return None

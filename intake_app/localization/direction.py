"""Which way a text runs: by its first strong letter (UAX #9, P2-P3), unless somebody said so."""

from __future__ import annotations

import unicodedata

from intake_app.localization.languages import active

_RTL = frozenset({"R", "AL"})
_OPENERS = frozenset({"LRI", "RLI", "FSI"})


def is_rtl(text: str, direction: str = "auto") -> bool:
    """Return whether `text` runs from right to left.

    `direction` is `rtl`, `ltr` or `auto`. A text without a strong letter, such as a bare date,
    runs as the active language does. Letters inside isolates do not decide.
    """
    if direction != "auto":
        return direction == "rtl"
    depth = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _OPENERS:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind == "L":
            return False
        elif depth == 0 and kind in _RTL:
            return True
    return active().is_rtl

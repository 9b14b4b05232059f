"""Comparing digits that one person read and another typed."""

from __future__ import annotations

import unicodedata

from intake_app.crypto.digests import same
from intake_app.localization.numerals import fold_digits

_DIGITS = 40


def same_digits(ours: str, typed: str) -> bool:
    """Return whether `typed` is all of `ours`, in any script and with any gaps between groups."""
    return same(_plain(ours).encode(), _plain(typed).encode()) and len(_plain(ours)) == _DIGITS


def _plain(text: str) -> str:
    # Marks of direction come along when somebody pastes from a message.
    return "".join(
        letter
        for letter in fold_digits(text)
        if not letter.isspace() and letter not in "-.," and unicodedata.category(letter) != "Cf"
    )

"""Counts, sizes and durations as people read them in the active language."""

from __future__ import annotations

from intake_app.localization.catalogs import compose, ngettext
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import strip_controls
from intake_app.localization.marking import N_
from intake_app.localization.numerals import decimal, digits, fold_digits, number

__all__ = ["decimal", "digits", "duration", "duration_words", "fold_digits", "number", "size"]

_UNITS = (N_("{amount} kB"), N_("{amount} MB"), N_("{amount} GB"), N_("{amount} TB"))
_STEP = 1000  # as drives are sold and as their labels say
_ONE_PLACE_BELOW = 9.95
_MINUTE, _HOUR = 60, 3600


def size(n_bytes: int) -> str:
    """Return a size in decimal units: 812 bytes, 1.4 MB, 23 GB."""
    if n_bytes < _STEP:
        return strip_controls(ngettext("{n} byte", "{n} bytes", n_bytes))
    amount, unit = n_bytes / _STEP, 0
    while round(amount) >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    places = 1 if amount < _ONE_PLACE_BELOW else 0
    return compose(_UNITS[unit], amount=decimal(amount, places))


def duration(seconds: float) -> str:
    """Return a length of time as a recorder shows it: 0:42, 12:05, 1:02:03."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    text = f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
    return digits(text)


def duration_words(seconds: float) -> str:
    """Return a length of time in words, to the minute: 2 hours 5 minutes, less than a minute."""
    hours, minutes = divmod(max(0, int(seconds)) // _MINUTE, _HOUR // _MINUTE)
    if not hours and not minutes:
        return _("less than a minute")
    said = []
    if hours:
        said.append(ngettext("{n} hour", "{n} hours", hours))
    if minutes:
        said.append(ngettext("{n} minute", "{n} minutes", minutes))
    if len(said) == 1:
        return strip_controls(said[0])
    hours_said, minutes_said = map(strip_controls, said)
    return compose("{hours} and {minutes}", hours=hours_said, minutes=minutes_said)

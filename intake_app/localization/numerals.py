"""Digits of each language; the least that `catalogs` itself needs."""

from __future__ import annotations

from intake_app.localization import languages

_DIGITS = {"latn": "0123456789", "arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩"}
_GROUP = {"latn": ",", "arabext": "٬", "arab": "٬"}
_POINT = {"latn": ".", "arabext": "٫", "arab": "٫"}
_TO = {name: str.maketrans(_DIGITS["latn"], digits) for name, digits in _DIGITS.items()}
_FOLD = str.maketrans(
    _DIGITS["arabext"] + _DIGITS["arab"], _DIGITS["latn"] + _DIGITS["latn"], "\u066c"
)


def digits(value: object, lang: str | None = None) -> str:
    """Return the value with its digits in the language's script, nothing else changed.

    Years, codes read aloud and clock times: never grouped.
    """
    return fold_digits(str(value)).translate(_TO[_system(lang)])


def fold_digits(text: str) -> str:
    """Return the text with ۰-۹ and ٠-٩ as 0-9, for parsing; grouping marks are dropped."""
    return text.translate(_FOLD)


def number(value: int, lang: str | None = None) -> str:
    """Return a count with thousands grouped: 12,345 or ۱۲٬۳۴۵."""
    system = _system(lang)
    return f"{value:,}".replace(",", _GROUP[system]).translate(_TO[system])


def decimal(value: float, places: int, lang: str | None = None) -> str:
    """Return a number with that many decimal places: 1.4 or ۱٫۴."""
    system = _system(lang)
    return f"{value:.{places}f}".replace(".", _POINT[system]).translate(_TO[system])


def _system(lang: str | None) -> str:
    return (languages.active() if lang is None else languages.language(lang)).digits

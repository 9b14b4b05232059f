"""Dates as witnesses say them: «اواخر تابستان ۶۷», «8 Mehr 1401», «before the end of July 1988».

`parse` understands what it fully understands and returns None for everything else; the words
as said are kept by the caller in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from intake_app.localization import calendars, date_grammar, date_words
from intake_app.localization.date_reading import (
    DateReading,
    Fields,
    between,
    of_fields,
    open_ended,
    shifted,
)
from intake_app.localization.date_wording import describe

__all__ = ["DateReading", "Fields", "describe", "of_fields", "parse"]

_PERSIAN_SCRIPT = re.compile("[\u0600-\u06ff]")
_LONGEST = 120  # letters: nobody says a date in more
_ABOUT = re.compile(
    r"^(?:(?:در )?حدودا?|تقریبا|حول و حوش|(?:در )?حوالی|about|around|circa|ca|c|approximately"
    r"|roughly) "
)
_BEFORE = re.compile(r"^(?:(?:قبل|پیش) از|before|prior to) ")
_AFTER = re.compile(r"^(?:(?:بعد|پس) از|after) ")
_SINCE = re.compile(r"^(?:از|since|from) ")
_UNTIL = re.compile(r"^(?:تا|until|till|by) ")
_BETWEEN = re.compile(r"^(?:در )?(?:بین|میان|between) ")
_FROM = re.compile(r"^(?:از|from) ")
_OFFSET = re.compile(
    r"^(?P<count>\S+(?: و \S+)?) (?P<unit>روز|هفته|ماه|days?|weeks?|months?) "
    r"(?P<way>(?:بعد|پس|قبل|پیش) از|after|before) (?P<rest>.+)$"
)
_DASH = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d{1,2} \D)| [-–—] ")
# Days of a unit, and how far the end of so many units may be off.
_UNITS = {
    "روز": (1, 0),
    "day": (1, 0),
    "هفته": (7, 3),
    "week": (7, 3),
    "ماه": (30, 10),
    "month": (30, 10),
}


def parse(text: str, *, calendar_hint: str | None = None) -> DateReading | None:
    """Return what the words mean as days, or None where any of them is not understood.

    `calendar_hint` (`persian` or `gregorian`) decides only what is open otherwise: two-digit
    years. Without it they mean 13xx in Persian script and beside an Iranian month, 19xx beside
    a Gregorian month, and are not understood elsewhere: «summer 88» may be either.
    """
    plain = date_grammar.plain(text) if len(text) <= _LONGEST else ""
    doubt = "?" if plain.endswith(("?", "؟")) else ""
    plain = plain.rstrip("?؟ ")
    while found := _ABOUT.match(plain):
        doubt, plain = "~", plain[found.end() :]
    if not plain:
        return None
    hint = calendar_hint if calendar_hint in {calendars.PERSIAN, calendars.GREGORIAN} else None
    if hint is None and _PERSIAN_SCRIPT.search(text):
        hint = calendars.PERSIAN
    for reader in (_pair, _offset, _open):
        reading = reader(plain, text, hint)
        if reading is not None:
            return reading
    fields = date_grammar.read(plain, hint)
    return None if fields is None else of_fields(fields, text, doubt=doubt)


def _pair(plain: str, said: str, hint: str | None) -> DateReading | None:
    for one, other in _halves(plain):
        right = date_grammar.read(other, hint, lone_day=True)
        left = date_grammar.read(one, hint, lone_day=True)
        if left is None or right is None:
            continue
        reading = _joined(left, right, said)
        if reading is not None:
            return reading
    return None


def _halves(plain: str) -> Iterator[tuple[str, str]]:
    marked = _BETWEEN.match(plain)
    words: tuple[str, ...] = (" یا ", " or ", " تا ", " to ", " until ")
    if marked:
        plain, words = plain[marked.end() :], (" و ", " and ", " تا ", " to ")
    elif started := _FROM.match(plain):
        plain = plain[started.end() :]
        words = (" تا ", " to ", " until ", " till ")
    for word in words:
        at = plain.find(word)
        while at > 0:
            yield plain[:at], plain[at + len(word) :]
            at = plain.find(word, at + 1)
    for dash in _DASH.finditer(plain):
        yield plain[: dash.start()], plain[dash.end() :]


def _joined(left: Fields, right: Fields, said: str) -> DateReading | None:
    """Return the span of two dates, each lending the other what was said only once."""
    if left.calendar and right.calendar and left.calendar != right.calendar:
        if left.year is None or right.year is None:
            return None
        return between(left, right, said)
    one, other = _completed(left, right), _completed(right, left)
    first, second = one.span(), other.span()
    if first is None or second is None:
        return None
    if first[0] > second[0] and left.year is None and one.year is not None:
        # From Bahman to Farvardin 68: the first is of the year before.
        one = replace(one, year=one.year - 1)
    return between(one, other, said)


def _completed(fields: Fields, lender: Fields) -> Fields:
    if fields.fixed is not None:
        return fields
    named = fields.month or fields.season or fields.anchor
    lacks = fields.day is not None or (fields.part is not None and fields.year is None)
    if not named and lacks:
        fields = replace(fields, month=lender.month, season=lender.season)
    if fields.year is None:
        fields = replace(fields, year=lender.year)
    return replace(fields, calendar=fields.calendar or lender.calendar)


def _offset(plain: str, said: str, hint: str | None) -> DateReading | None:
    found = _OFFSET.match(plain)
    if found is None:
        return None
    count = date_words.count(found["count"])
    fields = date_grammar.read(found["rest"], hint)
    if count is None or fields is None or not 0 < count <= 1000:  # noqa: PLR2004
        return None
    length, slack = _UNITS[found["unit"].removesuffix("s")]
    earlier = found["way"].startswith(("قبل", "پیش", "before"))
    return shifted(fields, said, count * length * (-1 if earlier else 1), slack)


def _open(plain: str, said: str, hint: str | None) -> DateReading | None:
    for opening, before, inclusive in (
        (_BEFORE, True, False),
        (_UNTIL, True, True),
        (_AFTER, False, False),
        (_SINCE, False, True),
    ):
        if found := opening.match(plain):
            fields = date_grammar.read(plain[found.end() :], hint)
            if fields is None:
                return None
            return open_ended(fields, said, before=before, inclusive=inclusive)
    return None

"""The lunar calendar as far as witnesses date by it: computed, and the year 1367 from a table.

Months begin with the seen moon, so every conversion is a span of days and never one day.
"""

from __future__ import annotations

from datetime import date, timedelta

from intake_app.localization import calendars

PAD_TABLE = timedelta(days=1)  # Iran may be a day off the Umm al-Qura table
PAD_COMPUTED = timedelta(days=2)
_EPOCH = date(622, 7, 19)  # 1 Muharram 1 AH in the proleptic Gregorian calendar
RAMADAN = 9

Span = tuple[date, date]

# Anchor: (month, day) in the lunar calendar.
LUNAR_ANCHORS = {
    "عاشورا": (1, 10),
    "تاسوعا": (1, 9),
    "اربعین": (2, 20),
    "اول محرم": (1, 1),
    "عید قربان": (12, 10),
    "عید غدیر": (12, 18),
    "عید فطر": (10, 1),
    "ashura": (1, 10),
    "tasua": (1, 9),
    "arbaeen": (2, 20),
    "eid al-adha": (12, 10),
    "eid e qorban": (12, 10),
    "eid al-ghadir": (12, 18),
    "eid e ghadir": (12, 18),
    "eid al-fitr": (10, 1),
}
# The days of 1367 by the Umm al-Qura table.
_TABLE_1367 = {
    (12, 10): date(1988, 7, 23),
    (12, 18): date(1988, 7, 31),
    (1, 1): date(1988, 8, 13),
    (1, 9): date(1988, 8, 21),
    (1, 10): date(1988, 8, 22),
    (2, 20): date(1988, 10, 1),
}


def days(year: int, month: int, day: int | None) -> Span:
    """Return the days that a lunar date or month may be, two days wider on each side.

    The tabular calendar (30-year cycle, leap years 2 5 7 10 13 16 18 21 24 26 29).
    """
    first = _first(year, month)
    if day is not None:
        only = first + timedelta(days=day - 1)
        return only - PAD_COMPUTED, only + PAD_COMPUTED
    following = _first(year, month + 1) if month < 12 else _first(year + 1, 1)  # noqa: PLR2004
    return first - PAD_COMPUTED, following - timedelta(days=1) + PAD_COMPUTED


def in_persian_year(persian_year: int, month: int, day: int | None) -> Span | None:
    """Return when that lunar day or month fell in an Iranian year; None where twice or never."""
    if persian_year == 1367 and day is not None and (month, day) in _TABLE_1367:  # noqa: PLR2004
        only = _TABLE_1367[month, day]
        return only - PAD_TABLE, only + PAD_TABLE
    start = calendars.gregorian(persian_year, 1, 1)
    end = calendars.gregorian(persian_year, 12, calendars.days_in_month(persian_year, 12))
    return _only_in(start, end, month, day)


def in_gregorian_year(year: int, month: int, day: int | None) -> Span | None:
    """Return when that lunar day or month fell in a Gregorian year; None where twice or never."""
    only = _TABLE_1367.get((month, day or 0))
    if only is not None and only.year == year:
        return only - PAD_TABLE, only + PAD_TABLE
    return _only_in(date(year, 1, 1), date(year, 12, 31), month, day)


def _only_in(start: date, end: date, month: int, day: int | None) -> Span | None:
    guess = int((start.year - 622) * 33 / 32)
    found = []
    for year in range(guess - 1, guess + 4):
        first, last = days(year, month, day)
        middle = first + PAD_COMPUTED
        if start <= middle <= end:
            found.append((first, last))
    return found[0] if len(found) == 1 else None


def _first(year: int, month: int) -> date:
    leap_days = (11 * year + 3) // 30
    before = 354 * (year - 1) + leap_days + (59 * (month - 1) + 1) // 2
    return _EPOCH + timedelta(days=before)

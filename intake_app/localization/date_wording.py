"""Says the days that a date may be in the active language and its calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from intake_app.localization import calendars, times
from intake_app.localization.catalogs import active, compose
from intake_app.localization.numerals import digits

_DAY = timedelta(days=1)
_Ymd = tuple[int, int, int]


class Dated(Protocol):
    """What `describe` needs: a reading, or any record that stores one."""

    @property
    def earliest(self) -> str | None:
        """First day, YYYY-MM-DD, Gregorian, or nothing."""

    @property
    def latest(self) -> str | None:
        """Last day, YYYY-MM-DD, Gregorian, or nothing."""


def describe(reading: Dated, *, calendar: str | None = None) -> str:
    """Return the days meant: «Saturday 30 July 1988», «between 23 July and 1 August 1988».

    Iranian in Persian and Gregorian in English, unless `calendar` (`persian` or `gregorian`)
    says otherwise. Nothing where no day follows from the words.
    """
    first = date.fromisoformat(reading.earliest) if reading.earliest else None
    last = date.fromisoformat(reading.latest) if reading.latest else None
    known = [each for each in (first, last) if each is not None]
    if not known:
        return ""
    native = calendars.PERSIAN if active().digits == "arabext" else calendars.GREGORIAN
    persian = (calendar or native) == calendars.PERSIAN and all(
        calendars.first_day() <= each <= calendars.last_day() for each in known
    )
    if first is None:
        return compose("on or before {day}", day=_day(known[0], persian=persian))
    if last is None:
        return compose("on or after {day}", day=_day(known[0], persian=persian))
    if first == last:
        day = _day(first, persian=persian)
        return compose("{weekday} {day}", weekday=calendars.weekday(first), day=day)
    return _whole(first, last, persian=persian) or _between(first, last, persian=persian)


def _day(when: date, *, persian: bool) -> str:
    return times.persian_day(when) if persian else times.gregorian_day(when)


def _month(month: int, *, persian: bool) -> str:
    return calendars.persian_month(month) if persian else calendars.gregorian_month(month)


def _fields(when: date, *, persian: bool) -> _Ymd:
    return calendars.jalali(when) if persian else (when.year, when.month, when.day)


def _whole(first: date, last: date, *, persian: bool) -> str:  # noqa: PLR0911
    """Return «July 1988», «summer 1367» or «1988» where the span is exactly that."""
    year, month, day = _fields(first, persian=persian)
    end_year, end_month, _ = _fields(last, persian=persian)
    after = last + _DAY
    if persian and after > calendars.last_day():
        return ""
    if (day, _fields(after, persian=persian)[2]) != (1, 1):
        return ""
    if (month, end_month, year % 10, end_year - year) == (1, 12, 0, 9):
        return compose("the {year}s", year=digits(year))
    if year != end_year:
        return ""
    if month == end_month:
        return compose("{month} {year}", month=_month(month, persian=persian), year=digits(year))
    if (month, end_month) == (1, 12):
        return compose("the year {year}", year=digits(year))
    if persian and month % 3 == 1 and end_month == month + 2:
        name = calendars.season(calendars.SEASONS[month // 3])
        return compose("{season} {year}", season=name, year=digits(year))
    return ""


def _between(first: date, last: date, *, persian: bool) -> str:
    year, month, day = _fields(first, persian=persian)
    end_year, end_month, _ = _fields(last, persian=persian)
    end = _day(last, persian=persian)
    if year != end_year:
        return compose("between {first} and {last}", first=_day(first, persian=persian), last=end)
    if month != end_month:
        name = _month(month, persian=persian)
        start = compose("{day} {month}", day=digits(day), month=name)
        return compose("between {first} and {last}", first=start, last=end)
    return compose("between {first} and {last}", first=digits(day), last=end)

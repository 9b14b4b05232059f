"""Moments and days as people read them: Iranian calendar in Persian, Gregorian in English.

A moment keeps the offset it was recorded with; one in UTC is shown in the device's own zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from intake_app.clock import parse_rfc3339
from intake_app.localization import calendars
from intake_app.localization.catalogs import active, compose
from intake_app.localization.numerals import digits


def moment(value: datetime | str, *, seconds: bool = False) -> str:
    """Return date and 24-hour time of an aware moment or an RFC 3339 text.

    Raises:
        ValueError: the moment has no time zone or the text is no RFC 3339 moment.
    """
    local = _local(value)
    time = clock_time(local, seconds=seconds)
    return compose("{day}, {time}", day=day(local.date()), time=time)


def moment_as_told(text: str) -> str:
    """Return the moment that a record tells, or its own text where that is no moment.

    For what others wrote: nothing that they can put there stops a page from opening.
    """
    try:
        return moment(text)
    except (ValueError, OverflowError):
        return text


def clock_time(value: datetime | str, *, seconds: bool = False) -> str:
    """Return the 24-hour time of day: 14:05, or 14:05:09 with seconds."""
    return digits(_local(value).strftime("%H:%M:%S" if seconds else "%H:%M"))


def day(value: date | str, *, weekday: bool = False) -> str:
    """Return a day, given as date or `YYYY-MM-DD`: 24 November 2026 or ۳ آذر ۱۴۰۵."""
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    if isinstance(when, datetime):
        when = when.date()
    text = persian_day(when) if _speaks_persian_dates(when) else gregorian_day(when)
    if weekday:
        return compose("{weekday}, {day}", weekday=calendars.weekday(when), day=text)
    return text


def persian_day(when: date) -> str:
    """Return a day in the Iranian calendar, in the active language: 8 Mordad 1367."""
    year, month, number = calendars.jalali(when)
    return _written(number, calendars.persian_month(month), year)


def gregorian_day(when: date) -> str:
    """Return a day in the Gregorian calendar, in the active language: 30 July 1988."""
    return _written(when.day, calendars.gregorian_month(when.month), when.year)


def _written(number: int, month: str, year: int) -> str:
    return compose("{day} {month} {year}", day=digits(number), month=month, year=digits(year))


def _speaks_persian_dates(when: date) -> bool:
    return active().digits == "arabext" and calendars.first_day() <= when <= calendars.last_day()


def _local(value: datetime | str) -> datetime:
    when = parse_rfc3339(value) if isinstance(value, str) else value
    offset = when.utcoffset()
    if offset is None:
        raise ValueError
    return when.astimezone() if offset == timedelta(0) else when

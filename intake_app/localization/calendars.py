"""The Iranian and the Gregorian calendar, with names in the active language.

Conversion is by jdatetime inside 1300-1436 AP, where it agrees with the official leap years;
later years are decided by observation and are not guessed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from types import ModuleType

from intake_app.localization.catalogs import active, gettext, pgettext
from intake_app.localization.marking import N_

FIRST_YEAR, LAST_YEAR = 1300, 1436
PERSIAN, GREGORIAN, ISLAMIC, UNKNOWN = "persian", "gregorian", "islamic", "unknown"

PERSIAN_MONTHS = (
    N_("Farvardin"),
    N_("Ordibehesht"),
    N_("Khordad"),
    N_("Tir"),
    N_("Mordad"),
    N_("Shahrivar"),
    N_("Mehr"),
    N_("Aban"),
    N_("Azar"),
    N_("Dey"),
    N_("Bahman"),
    N_("Esfand"),
)
GREGORIAN_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
# In the order of `date.weekday()`.
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
SEASONS = ("spring", "summer", "autumn", "winter")


class CalendarRangeError(ValueError):
    """A year outside `FIRST_YEAR`-`LAST_YEAR`, or a day that the calendar does not have."""


def jalali(day: date) -> tuple[int, int, int]:
    """Return (year, month, day) in the Iranian calendar.

    Raises:
        CalendarRangeError: before 1300 or after 1436 AP.
    """
    if not first_day() <= day <= last_day():
        raise CalendarRangeError
    found = _jdatetime().date.fromgregorian(date=day)
    return found.year, found.month, found.day


def gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of an Iranian date.

    Raises:
        CalendarRangeError: there is no such day, or it is before 1300 or after 1436 AP.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= day <= days_in_month(year, month)):
        raise CalendarRangeError
    found: date = _jdatetime().date(year, month, day).togregorian()
    return found


def days_in_month(year: int, month: int) -> int:
    """Return 29, 30 or 31.

    Raises:
        CalendarRangeError: no such month, or a year outside the range.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):  # noqa: PLR2004
        raise CalendarRangeError
    if month <= 6:  # noqa: PLR2004
        return 31
    return 30 if month < 12 or is_leap(year) else 29  # noqa: PLR2004


def is_leap(year: int) -> bool:
    """True where Esfand has 30 days."""
    return bool(_jdatetime().date(year, 1, 1).isleap())


def persian_month(month: int) -> str:
    """Return the name of an Iranian month, 1-12, in the active language."""
    return gettext(PERSIAN_MONTHS[month - 1])


def gregorian_month(month: int) -> str:
    """Return the name of a Gregorian month, 1-12, in the active language."""
    return gettext(GREGORIAN_MONTHS[month - 1])


def weekday(day: date) -> str:
    """Return the name of the day of the week in the active language."""
    return gettext(WEEKDAYS[day.weekday()])


def season(code: str) -> str:
    """Return the name of a season (`spring` … `winter`) in the active language."""
    return {
        "spring": pgettext("season", "spring"),
        "summer": pgettext("season", "summer"),
        "autumn": pgettext("season", "autumn"),
        "winter": pgettext("season", "winter"),
    }[code]


def week() -> Sequence[int]:
    """Return the weekdays, as `date.weekday()` counts them, in the order of a month sheet.

    Saturday first where Persian digits are at home, Monday first elsewhere.
    """
    return (5, 6, 0, 1, 2, 3, 4) if active().is_rtl else (0, 1, 2, 3, 4, 5, 6)


def rest_days() -> Sequence[int]:
    """Return the weekdays that are off: Friday in Iran, Saturday and Sunday elsewhere."""
    return (4,) if active().is_rtl else (5, 6)


@cache
def first_day() -> date:
    """Return 1 Farvardin 1300."""
    found: date = _jdatetime().date(FIRST_YEAR, 1, 1).togregorian()
    return found


@cache
def last_day() -> date:
    """Return the last day of 1436."""
    found: date = _jdatetime().date(LAST_YEAR, 12, days_in_month(LAST_YEAR, 12)).togregorian()
    return found


@cache
def _jdatetime() -> ModuleType:
    # Imported on first use: 25 ms that an unlock screen does not need.
    import jdatetime

    module: ModuleType = jdatetime
    return module

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from persiantools.jdatetime import JalaliDate

from intake_app.localization import calendars, catalogs, times
from intake_app.localization.calendars import CalendarRangeError

# The official calendar's leap years (University of Tehran's calendar centre), 1300-1436 AP.
LEAP = frozenset(
    """
    1300 1304 1309 1313 1317 1321 1325 1329 1333 1337 1342 1346 1350 1354 1358 1362 1366 1370 1375
    1379 1383 1387 1391 1395 1399 1403 1408 1412 1416 1420 1424 1428 1432 1436
    """.split()
)
MONTHS_OF_1367 = """
    1988-03-21 1988-04-21 1988-05-22 1988-06-22 1988-07-23 1988-08-23
    1988-09-23 1988-10-23 1988-11-22 1988-12-22 1989-01-21 1989-02-20
""".split()


def test_leap_years_are_the_official_ones() -> None:
    for year in range(calendars.FIRST_YEAR, calendars.LAST_YEAR + 1):
        assert calendars.is_leap(year) == (str(year) in LEAP), year
        assert calendars.days_in_month(year, 12) == (30 if str(year) in LEAP else 29)


def test_every_day_of_1300_to_1420_agrees_with_a_second_implementation() -> None:
    day = calendars.gregorian(1300, 1, 1)
    end = calendars.gregorian(1421, 1, 1)
    while day < end:
        other = JalaliDate(day)  # type: ignore[no-untyped-call]
        assert calendars.jalali(day) == (other.year, other.month, other.day)
        assert calendars.gregorian(other.year, other.month, other.day) == day
        day += timedelta(days=1)


def test_the_months_of_1367() -> None:
    starts = [calendars.gregorian(1367, month, 1).isoformat() for month in range(1, 13)]
    assert starts == MONTHS_OF_1367
    assert calendars.gregorian(1367, 12, 29) == date(1989, 3, 20)


def test_new_years_where_the_2820_year_rule_goes_wrong() -> None:
    assert calendars.gregorian(1403, 12, 30) == date(2025, 3, 20)
    assert calendars.gregorian(1404, 1, 1) == date(2025, 3, 21)


@pytest.mark.parametrize("field", [(1299, 1, 1), (1437, 1, 1), (1367, 13, 1), (1367, 12, 30)])
def test_days_that_are_not_there_are_refused(field: tuple[int, int, int]) -> None:
    with pytest.raises(CalendarRangeError):
        calendars.gregorian(*field)


def test_range_of_conversion() -> None:
    assert calendars.jalali(calendars.first_day()) == (1300, 1, 1)
    assert calendars.jalali(calendars.last_day()) == (1436, 12, 30)
    with pytest.raises(CalendarRangeError):
        calendars.jalali(calendars.last_day() + timedelta(days=1))


def test_the_week_begins_on_saturday_in_persian_and_friday_is_free() -> None:
    assert calendars.week()[0] == 0
    catalogs.activate("fa")
    assert [calendars.week()[0], *calendars.rest_days()] == [5, 4]
    assert calendars.weekday(date(1988, 7, 30)) == "شنبه"
    assert calendars.season("summer") == "تابستان"


def test_moments() -> None:
    assert times.moment("2026-11-24T14:05:09+03:30") == "24 November 2026, 14:05"
    assert times.clock_time("2026-11-24T14:05:09+03:30", seconds=True) == "14:05:09"
    assert times.day(date(1988, 7, 30), weekday=True) == "Saturday, 30 July 1988"
    catalogs.activate("fa")
    assert times.moment("2026-11-24T14:05:09+03:30") == "۳ آذر ۱۴۰۵، ساعت ۱۴:۰۵"
    assert times.day("1988-07-30", weekday=True) == "شنبه ۸ مرداد ۱۳۶۷"
    assert times.day("1900-01-01") == "۱ ژانویه ۱۹۰۰"  # outside the range: Gregorian


def test_a_moment_keeps_its_own_offset_and_utc_is_shown_in_the_devices_zone() -> None:
    moment = datetime.fromisoformat("2026-11-24T22:30:00+00:00")
    local = moment.astimezone()
    assert times.clock_time(moment) == local.strftime("%H:%M")
    with pytest.raises(ValueError):
        times.moment(datetime(2026, 11, 24))  # noqa: DTZ001

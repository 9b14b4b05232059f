"""What a date as said is taken to mean: fields as given, and the days that follow from them.

The words are the truth; interval and EDTF are derived and can be derived again. EDTF is
ISO 8601-2: a set `[a..b]` is one day somewhere inside, which is what an event needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intake_app.localization import calendars, islamic
from intake_app.localization.calendars import GREGORIAN, ISLAMIC, PERSIAN, CalendarRangeError

DAY = timedelta(days=1)
Span = tuple[date, date]
# How far «about» may be off, by what it stands before.
_SLACK = {"day": 3, "month": 10, "season": 31, "year": 183, "decade": 730, "range": 3}
# First month and number of months; first year and number of years.
_YEAR_PARTS: dict[str | None, tuple[int, int]] = {
    None: (1, 12),
    "early": (1, 4),
    "mid": (5, 4),
    "late": (9, 4),
}
_DECADE_PARTS: dict[str | None, tuple[int, int]] = {
    None: (0, 10),
    "early": (0, 3),
    "mid": (3, 4),
    "late": (7, 3),
}
_LAST_MONTH = 12


@dataclass(frozen=True)
class DateReading:
    """One reading of the words; every field is a plain value that any record can hold."""

    said: str
    calendar: str = "unknown"  # persian | gregorian | islamic | unknown
    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str | None = None  # spring | summer | autumn | winter
    part: str | None = None  # early | mid | late
    qualifier: str = "exact"  # exact | about | before | after | between | unknown
    earliest: str | None = None  # YYYY-MM-DD, Gregorian, inclusive
    latest: str | None = None
    edtf: str = ""
    precision: str = "unknown"  # day | month | season | year | decade | range | unknown
    anchor: str | None = None  # the day people date by, as its table names it
    weekday_agrees: bool | None = None  # a contradiction is a note, never an error


@dataclass(frozen=True)
class Fields:
    """What was given, before anything is derived; years may still be missing."""

    calendar: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None  # the second of two days or thirds inside one month
    season: str | None = None
    part: str | None = None
    decade: bool = False
    weekday: int | None = None
    anchor: str | None = None
    fixed: Span | None = None  # an anchor that needs no year

    @property
    def precision(self) -> str:
        """How narrow the fields are."""
        if self.fixed is not None or self.anchor is not None or self.last_day is not None:
            return "range"
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        if self.season is not None:
            return "season"
        return "decade" if self.decade else "year"

    @property
    def is_vague(self) -> bool:
        """True where even the ends of the span are a judgement: lunar days, thirds of a month."""
        return self.part is not None or self.anchor is not None or self.calendar == ISLAMIC

    def span(self) -> Span | None:
        """Return the first and last day that the fields allow; None where no such day exists."""
        if self.fixed is not None:
            return self.fixed
        if self.year is None:
            return None
        try:
            return _span(self, self.year)
        except (CalendarRangeError, ValueError):
            return None


def of_fields(fields: Fields, said: str, *, doubt: str = "") -> DateReading | None:
    """Return the reading of what was given; None where there is no such day or no year.

    `doubt` is EDTF's mark: `~` about, `?` unsure, or nothing.
    """
    span = fields.span()
    if span is None:
        return None
    first, last = span
    precision = fields.precision
    if doubt and not fields.is_vague:
        slack = timedelta(days=_SLACK[precision])
        first, last = first - slack, last + slack
    mark = doubt or ("~" if fields.is_vague else "")
    reading = _bare(fields, said)
    return replace(
        reading,
        qualifier="about" if mark else "exact",
        earliest=first.isoformat(),
        latest=last.isoformat(),
        edtf=_edtf(fields, span, (first, last), mark),
        precision=precision,
        weekday_agrees=_agrees(fields, span),
    )


def open_ended(
    fields: Fields, said: str, *, before: bool, inclusive: bool = False
) -> DateReading | None:
    """Return «before …» or «after …»; where the named day is vague the bound is the wider one."""
    span = fields.span()
    if span is None:
        return None
    first, last = span
    inside = inclusive or fields.is_vague
    reading = replace(_bare(fields, said), precision="range")
    if before:
        latest = (last if inside else first - DAY).isoformat()
        return replace(reading, qualifier="before", latest=latest, edtf=f"[..{latest}]")
    earliest = (first if inside else last + DAY).isoformat()
    return replace(reading, qualifier="after", earliest=earliest, edtf=f"[{earliest}..]")


def between(one: Fields, other: Fields, said: str) -> DateReading | None:
    """Return «one day from … to …», or «… or …», in whichever order they were named."""
    spans = one.span(), other.span()
    if spans[0] is None or spans[1] is None:
        return None
    first, last = min(spans[0][0], spans[1][0]), max(spans[0][1], spans[1][1])
    return replace(
        DateReading(said, calendar=other.calendar or one.calendar),
        year=one.year if one.year == other.year else None,
        month=one.month if one.month == other.month else None,
        qualifier="between",
        earliest=first.isoformat(),
        latest=last.isoformat(),
        edtf=_set(first, last),
        precision="range",
    )


def shifted(fields: Fields, said: str, days: int, slack: int) -> DateReading | None:
    """Return «… days after …»: the named days moved, and widened by `slack` on both sides."""
    span = fields.span()
    if span is None:
        return None
    first, last = (each + timedelta(days=days) for each in span)
    first, last = first - slack * DAY, last + slack * DAY
    reading = DateReading(said, calendar=fields.calendar, anchor=fields.anchor)
    return replace(
        reading,
        qualifier="exact" if first == last else "about",
        earliest=first.isoformat(),
        latest=last.isoformat(),
        edtf=_set(first, last),
        precision="day" if first == last else "range",
    )


def _bare(fields: Fields, said: str) -> DateReading:
    # A lunar day in an Iranian year has no month and day of that year's calendar.
    own = fields.anchor is None
    return DateReading(
        said,
        calendar=fields.calendar or "unknown",
        year=fields.year,
        month=fields.month if own else None,
        day=fields.day if own and fields.last_day is None else None,
        season=fields.season,
        part=fields.part,
        anchor=fields.anchor,
    )


def _agrees(fields: Fields, span: Span) -> bool | None:
    if fields.weekday is None or span[0] != span[1]:
        return None
    return span[0].weekday() == fields.weekday


def _edtf(fields: Fields, exact: Span, padded: Span, mark: str) -> str:
    first, last = exact
    if first == last and fields.anchor is None:
        return first.isoformat() + mark
    if fields.calendar == GREGORIAN and fields.part is None and fields.last_day is None:
        if fields.precision == "month":
            return f"{first:%Y-%m}{mark}"
        if fields.precision == "year":
            return f"{first:%Y}{mark}"
    return _set(*padded)


def _set(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    return f"[{first.isoformat()}..{last.isoformat()}]"


def _span(fields: Fields, year: int) -> Span:
    if fields.anchor is not None:
        return _anchored(fields, year)
    if fields.calendar == ISLAMIC:
        if fields.month is None or fields.part is not None:
            raise CalendarRangeError
        return islamic.days(year, fields.month, fields.day)
    make: Callable[[int, int, int], date] = date
    if fields.calendar == PERSIAN:
        make = calendars.gregorian
    if fields.day is not None and fields.month is not None:
        first = make(year, fields.month, fields.day)
        return first, make(year, fields.month, fields.last_day or fields.day)
    if fields.month is not None:
        return _month_part(make, fields, year, fields.month)
    if fields.season is not None:
        return _season_part(make, fields, year)
    return _year_part(make, fields, year)


def _year_part(make: Callable[[int, int, int], date], fields: Fields, year: int) -> Span:
    if fields.decade:
        start, length = _DECADE_PARTS[fields.part]
        return make(year + start, 1, 1), _month_end(make, year + start + length - 1, _LAST_MONTH)
    month, months = _YEAR_PARTS[fields.part]
    return make(year, month, 1), _month_end(make, year, month + months - 1)


def _month_part(
    make: Callable[[int, int, int], date], fields: Fields, year: int, month: int
) -> Span:
    end = _month_end(make, year, month)
    match fields.part:
        case "early":
            return make(year, month, 1), make(year, month, 10)
        case "mid":
            return make(year, month, 11), make(year, month, 20)
        case "late":
            return make(year, month, 21), end
    return make(year, month, 1), end


def _season_part(make: Callable[[int, int, int], date], fields: Fields, year: int) -> Span:
    at = calendars.SEASONS.index(fields.season or "")
    third = {"early": 0, "mid": 1, "late": 2}
    if fields.calendar == PERSIAN:
        first, last = at * 3 + 1, at * 3 + 3
        if fields.part is not None:
            first = last = first + third[fields.part]
        return make(year, first, 1), _month_end(make, year, last)
    # English seasons begin on the first of a month for some and at the solstice for others; a
    # winter belongs to either of two years. The span holds them all.
    starts = (date(year, 3, 1), date(year, 6, 1), date(year, 9, 1), date(year, 1, 1))
    ends = (date(year, 6, 21), date(year, 9, 22), date(year, 12, 21), date(year + 1, 3, 20))
    if fields.part is None:
        return starts[at], ends[at]
    if fields.season == "winter":
        raise CalendarRangeError
    length = (ends[at] - starts[at]).days // 3
    first_day = starts[at] + length * third[fields.part] * DAY
    return first_day, ends[at] if fields.part == "late" else first_day + length * DAY


def _anchored(fields: Fields, year: int) -> Span:
    month, day = islamic.LUNAR_ANCHORS.get(fields.anchor or "", (fields.month or 0, fields.day))
    found: Span | None
    if fields.calendar == GREGORIAN:
        found = islamic.in_gregorian_year(year, month, day)
    else:
        found = islamic.in_persian_year(year, month, day)
    if found is None:
        raise CalendarRangeError
    return found


def _month_end(make: Callable[[int, int, int], date], year: int, month: int) -> date:
    if make is not date:
        return make(year, month, calendars.days_in_month(year, month))
    following = date(year + 1, 1, 1) if month == _LAST_MONTH else date(year, month + 1, 1)
    return following - DAY

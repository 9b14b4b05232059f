"""Reads one date, without «about», «before» or «or», as a bag of known words and numbers.

A word that is not known makes the whole text unknown: half-understood dates are wrong dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from intake_app.localization import calendars, date_words, islamic
from intake_app.localization.calendars import GREGORIAN, ISLAMIC, PERSIAN
from intake_app.localization.date_reading import Fields
from intake_app.localization.search_keys import match_key

_MARKS = re.compile(r"[,،؛;«»\"'’‘`()]")
_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])")
_ORDINAL = re.compile(r"\b(\d+)\s?(?:st|nd|rd|th|ام|م)\b")
_DECADE = re.compile(r"\b(\d{2}|\d{4})s\b")
_MONTH_SUFFIX = re.compile(r"\b(\S+)ماه\b")
_NUMERIC = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{1,4}))?")
_SPACES = re.compile(r"\s+")

_MOST_DAYS = 31
_MONTHS = 12
_AH_FROM = 1380  # a four-digit year beside a lunar month is lunar from here on (1960)
_LONGEST_PHRASE = 4
_DayYear = tuple[int | None, int | None] | None

_TABLES: Mapping[str, Mapping[str, Any]] = {
    "month": date_words.MONTHS,
    "season": date_words.SEASONS,
    "part": date_words.PARTS,
    "weekday": date_words.WEEKDAYS,
    "era": date_words.ERAS,
    "slice": date_words.SLICES,
    "persian_anchor": date_words.PERSIAN_ANCHORS,
    "fixed": date_words.FIXED_ANCHORS,
    "lunar_anchor": {each: each for each in islamic.LUNAR_ANCHORS},
    "year_word": dict.fromkeys(date_words.YEAR_WORDS, ""),
    "decade_word": dict.fromkeys(date_words.DECADE_WORDS, ""),
    "noise": dict.fromkeys(date_words.NOISE, ""),
}


def plain(text: str) -> str:
    """Return the text folded and without marks, as every table here is written."""
    folded = _ORDINAL.sub(r"\1", _HYPHEN.sub(" ", _DOT.sub(" ", _MARKS.sub(" ", match_key(text)))))
    folded = _DECADE.sub(r"decade \1", folded.replace("سی ام", "سیم"))
    folded = _MONTH_SUFFIX.sub(
        lambda found: f"{found[1]} ماه" if found[1] in date_words.MONTHS else found[0], folded
    )
    return _SPACES.sub(" ", folded).strip()


_PHRASES: Mapping[str, tuple[str, str, Any]] = {
    plain(phrase): (kind, phrase, value)
    for kind, table in _TABLES.items()
    for phrase, value in table.items()
}


@dataclass
class _Bag:
    """What one text holds: at most one of each kind, and numbers before and after the month."""

    found: dict[str, Any] = field(default_factory=dict)
    anchor: str | None = None
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    numeric: re.Match[str] | None = None
    year: int | None = None


def read(text: str, hint: str | None, *, lone_day: bool = False) -> Fields | None:
    """Return the fields of a text that went through `plain`; None where a word is not known.

    `hint` decides two-digit years only. With `lone_day` a number by itself is a day, as in
    «5 or 6 Mordad».
    """
    bag = _bag(text.split())
    if bag is None:
        return None
    calendar = _calendar(bag, hint)
    if bag.numeric is not None:
        if bag.before or bag.after or bag.found.keys() - {"weekday", "era", "noise"}:
            return None
        return _weekday(_numeric(bag.numeric, calendar), bag)
    if (fixed := bag.found.get("fixed")) is not None:
        return Fields(fixed=fixed, anchor=bag.anchor, calendar=GREGORIAN)
    return _weekday(_worded(bag, calendar, hint, lone_day=lone_day), bag)


def _bag(tokens: list[str]) -> _Bag | None:
    bag, at = _Bag(), 0
    while at < len(tokens):
        at = _take(bag, tokens, at)
        if at < 0:
            return None
    return bag


def _take(bag: _Bag, tokens: list[str], at: int) -> int:
    for length in range(_LONGEST_PHRASE, 0, -1):
        phrase = " ".join(tokens[at : at + length])
        for form in (phrase, phrase.removesuffix("ی")):
            if form in _PHRASES and (form == phrase or _takes_ezafe(form)):
                return at + length if _put(bag, form) else -1
    if (numeric := _NUMERIC.fullmatch(tokens[at])) and bag.numeric is None:
        bag.numeric = numeric
        return at + 1
    if tokens[at].isdecimal():
        value, end = int(tokens[at]), at + 1
    elif (worded := date_words.number_words(tokens, at)) is not None:
        value, end = worded
    else:
        return -1
    if at and tokens[at - 1] in date_words.YEAR_WORDS and bag.year is None:
        bag.year = value
    elif bag.found.keys() & {"month", "season", "lunar_anchor", "persian_anchor", "part"}:
        bag.after.append(value)
    else:
        bag.before.append(value)
    return end


def _takes_ezafe(phrase: str) -> bool:
    return _PHRASES[phrase][0] in {"lunar_anchor", "part", "persian_anchor"}


def _put(bag: _Bag, phrase: str) -> bool:
    kind, name, value = _PHRASES[phrase]
    if kind in {"noise", "year_word"}:
        return True
    if kind in bag.found:
        return False
    bag.found[kind] = value
    if kind in {"fixed", "lunar_anchor", "persian_anchor"}:
        bag.anchor = name
    return True


def _calendar(bag: _Bag, hint: str | None) -> str:
    era = bag.found.get("era")
    month = bag.found.get("month")
    if isinstance(month, tuple):
        return str(month[0]) if era in {None, month[0]} else f"{month[0]} {era}"
    return str(era or hint or "")


def _weekday(fields: Fields | None, bag: _Bag) -> Fields | None:
    weekday = bag.found.get("weekday")
    if fields is None or not isinstance(weekday, int):
        return fields
    return replace(fields, weekday=weekday) if fields.precision == "day" else None


def _numeric(found: re.Match[str], calendar: str) -> Fields | None:  # noqa: PLR0911
    first, second, third = found[1], int(found[3]), found[4]
    if third is None:
        # 1367/5 or 67/5: a year and a month; 5/1367 the other way round does not fit here.
        if len(first) == 2 and int(first) <= _MOST_DAYS:  # noqa: PLR2004
            return None
        if len(first) == 1:
            return None
        return _with_year(Fields(month=second), first, calendar or PERSIAN)
    if len(first) == 4 or (len(first) == 2 and int(first) > _MOST_DAYS and len(third) < 3):  # noqa: PLR2004
        # 67/5/8, the year first, is written so in Iran only.
        return _with_year(Fields(month=second, day=int(third)), first, calendar or PERSIAN)
    if len(third) != 4 and not (len(third) == 2 and int(third) > _MOST_DAYS):  # noqa: PLR2004
        return None
    day, month = int(first), second
    fields = _with_year(Fields(month=month, day=day), third, calendar)
    if fields is None or fields.calendar == PERSIAN:
        return fields
    if month > _MONTHS >= day:
        return replace(fields, month=day, day=month)
    # 03/04/1988 is April in one country and March in another.
    return fields if day > _MONTHS or day == month else None


def _with_year(fields: Fields, year: str, calendar: str) -> Fields | None:
    found = _year(int(year), calendar)
    return None if found is None else replace(fields, calendar=found[0], year=found[1])


def _year(value: int, calendar: str) -> tuple[str, int] | None:
    """Return which calendar's year a number is; two digits need to be told."""
    if value < 100:  # noqa: PLR2004
        if calendar == GREGORIAN:
            return GREGORIAN, value + (1900 if value >= 30 else 2000)  # noqa: PLR2004
        return (PERSIAN, 1300 + value) if calendar == PERSIAN else None
    if calendars.FIRST_YEAR <= value <= calendars.LAST_YEAR and calendar != ISLAMIC:
        return PERSIAN, value
    if 1900 <= value <= 2100:  # noqa: PLR2004
        return GREGORIAN, value
    return None


def _worded(bag: _Bag, calendar: str, hint: str | None, *, lone_day: bool) -> Fields | None:
    found = bag.found
    numbers = _day_and_year(bag, lone_day=lone_day)
    if numbers is None:
        return None
    day, year = numbers
    month = found.get("month")
    fields = Fields(
        month=int(month[1]) if isinstance(month, tuple) else None,
        day=day,
        season=str(found["season"]) if "season" in found else None,
        part=str(found["part"]) if "part" in found else None,
        decade="decade_word" in found,
        anchor=bag.anchor,
    )
    if isinstance(month, tuple) and month[0] == ISLAMIC:
        return _lunar(fields, year, calendar, hint)
    if isinstance(month, tuple):
        fields = replace(fields, calendar=str(month[0]))
        if calendar != month[0]:
            return None
    if year is not None:
        dated = _year(year, calendar if calendar != ISLAMIC else "?")
        if dated is None or (fields.calendar and dated[0] != fields.calendar):
            return None
        fields = replace(fields, calendar=dated[0], year=dated[1])
    return _checked(fields, found)


def _checked(fields: Fields, found: Mapping[str, Any]) -> Fields | None:
    """Return the fields where their kinds go together, with named days put in."""
    if "persian_anchor" in found:
        if fields.month or fields.day or fields.season or fields.part or fields.decade:
            return None
        month, day = found["persian_anchor"]
        return replace(fields, month=month, day=day, anchor=None, calendar=PERSIAN)
    named = bool(fields.month or fields.day)
    clash = (
        (fields.anchor and (named or fields.season or fields.part))
        or (fields.season and (named or fields.decade))
        or (fields.day is not None and fields.part)
        or (fields.decade and (named or fields.year is None or fields.year % 10))
    )
    if clash:
        return None
    return _sliced(fields, found.get("slice"))


def _sliced(fields: Fields, days: object) -> Fields | None:
    if not isinstance(days, tuple):
        return fields
    if fields.month is None or fields.day is not None or fields.part is not None:
        return None
    if fields.year is None or fields.calendar not in {PERSIAN, GREGORIAN}:
        return None
    span = fields.span()
    if span is None:
        return None
    end = (span[1] - span[0]).days + 1
    first, last = (each if each > 0 else end + each for each in days)
    return replace(fields, day=first, last_day=last)


def _lunar(fields: Fields, year: int | None, calendar: str, hint: str | None) -> Fields | None:
    """A lunar month beside a lunar year, or beside the Iranian year it fell in."""
    if fields.season or fields.part or fields.decade:
        return None
    said = calendar.partition(" ")[2]
    if year is None:
        return replace(fields, calendar=ISLAMIC)
    if said != PERSIAN and year >= _AH_FROM and year < 1900:  # noqa: PLR2004
        return replace(fields, calendar=ISLAMIC, year=year)
    dated = _year(year, said or hint or "")
    if dated is None:
        return None
    name = next(
        word for word, month in date_words.MONTHS.items() if month == (ISLAMIC, fields.month)
    )
    return replace(fields, calendar=dated[0], year=dated[1], anchor=name)


def _day_and_year(bag: _Bag, *, lone_day: bool) -> _DayYear:
    """Return which of the numbers is the day and which the year; None where unclear."""
    before, after, year = bag.before, bag.after, bag.year
    found: tuple[int | None, int | None]
    month = bag.found.get("month")
    if year is not None:
        if len(before) + len(after) > 1:
            return None
        return next(iter([*before, *after]), None), year
    if month is None:
        return _without_month(bag, lone_day=lone_day)
    match before, after:
        case [], []:
            found = (None, None)
        case [only], []:
            found = (only, None) if only <= _MOST_DAYS else (None, only)
        case [], [only]:
            # «July 30» is a day, «Mordad 67» and «July 88» are years.
            is_day = month[0] == GREGORIAN and only <= _MOST_DAYS
            found = (only, None) if is_day else (None, only)
        case [one], [two]:
            found = (one, two) if one <= _MOST_DAYS else (two, one)
        case [], [one, two]:
            found = (one, two)
        case _:
            return None
    return found


def _without_month(bag: _Bag, *, lone_day: bool) -> _DayYear:
    numbers = [*bag.before, *bag.after]
    is_bare = not bag.found.keys() - {"weekday", "era"}
    if not numbers:
        return None, None
    if lone_day and is_bare and numbers[0] <= _MOST_DAYS and len(numbers) <= 2:  # noqa: PLR2004
        return numbers[0], numbers[1] if len(numbers) > 1 else None
    if len(numbers) > 1 or (is_bare and numbers[0] < 10):  # noqa: PLR2004
        return None
    return None, numbers[0]

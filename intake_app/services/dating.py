"""A date as said, what it is understood as, and what stays open. The words are never changed."""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.domain.record import DateEntry
from intake_app.localization import dates
from intake_app.localization.calendars import GREGORIAN, PERSIAN
from intake_app.localization.date_reading import DateReading

CALENDARS = (PERSIAN, GREGORIAN)


@dataclass(frozen=True)
class Understanding:
    """`entry` as it may be kept; `choices` where the words mean one day or another."""

    entry: DateEntry
    choices: tuple[DateEntry, ...] = ()
    weekday_disagrees: bool = False

    @property
    def is_understood(self) -> bool:
        """True where days follow from the words."""
        return has_days(self.entry)


def understand(said: str) -> Understanding:
    """Return what the words mean as days; where they may mean two things both are given.

    What is not understood keeps its words alone: no date is ever made up.
    """
    reading = dates.parse(said)
    if reading is not None:
        return Understanding(_entry(said, reading), (), reading.weekday_agrees is False)
    read = [dates.parse(said, calendar_hint=each) for each in CALENDARS]
    found = tuple(dict.fromkeys(_entry(said, each) for each in read if each is not None))
    return Understanding(only_words(said), found)


def only_words(said: str) -> DateEntry:
    """Return the words without any day derived from them."""
    return DateEntry(said=said)


def has_days(entry: DateEntry) -> bool:
    """True where the entry holds days besides the words."""
    return bool(entry.earliest or entry.latest)


def _entry(said: str, reading: DateReading) -> DateEntry:
    return DateEntry(
        said=said,
        calendar=reading.calendar,
        qualifier=reading.qualifier,
        precision=reading.precision,
        earliest=reading.earliest or "",
        latest=reading.latest or "",
        edtf=reading.edtf,
    )

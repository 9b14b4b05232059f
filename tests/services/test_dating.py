"""Dates as said: understood, left open, or kept as words alone; never made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.domain.record import DateEntry
from intake_app.services import dating


@pytest.mark.parametrize(
    ("said", "earliest", "latest", "precision"),
    [
        ("اوایل مرداد ۶۷", "1988-07-23", "1988-08-01", "month"),
        ("8 Mehr 1401", "2022-09-30", "2022-09-30", "day"),
        ("July 1988", "1988-07-01", "1988-07-31", "month"),
    ],
)
def test_what_is_understood_keeps_words_and_days(
    said: str, earliest: str, latest: str, precision: str
) -> None:
    found = dating.understand(said)
    assert found.is_understood
    assert found.entry.said == said
    assert (found.entry.earliest, found.entry.latest) == (earliest, latest)
    assert found.entry.precision == precision


def test_what_may_be_two_years_offers_both_and_keeps_only_the_words() -> None:
    found = dating.understand("summer 88")
    assert found.entry == DateEntry(said="summer 88")
    assert sorted(each.earliest[:4] for each in found.choices) == ["1988", "2009"]
    assert all(each.said == "summer 88" for each in found.choices)


@pytest.mark.parametrize("said", ["", "   ", "دو هفته بعد از آخرین ملاقات", "a long time ago"])
def test_what_is_not_understood_has_no_days(said: str) -> None:
    found = dating.understand(said)
    assert found.entry == DateEntry(said=said)
    assert not found.choices
    assert not found.is_understood


@given(st.text(max_size=40))
def test_the_words_are_never_changed(said: str) -> None:
    found = dating.understand(said)
    assert all(each.said == said for each in (found.entry, *found.choices))


def test_a_weekday_that_does_not_fit_is_told() -> None:
    assert dating.understand("Monday 30 July 1988").weekday_disagrees
    assert not dating.understand("Saturday 30 July 1988").weekday_disagrees

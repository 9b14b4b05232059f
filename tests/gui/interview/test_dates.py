"""Dates in the facts, typed as people say them: words are kept, and days only where they follow."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from intake_app.domain.record import DateEntry
from intake_app.services import dating, interviewing
from tests.gui.interview_world import opening
from tests.gui.stage import settle
from tests.gui.typing_text import type_text
from tests.gui.windows import Visitor

SAID = {
    "۸ مرداد ۱۳۶۷": ("1988-07-30", "1988-07-30"),
    "مرداد ۶۷": ("1988-07-23", "1988-08-22"),
    "اواخر تابستان ۶۷": ("1988-08-23", "1988-09-22"),
    "سال ۶۷": ("1988-03-21", "1989-03-20"),
    "٨ مرداد ١٣٦٧": ("1988-07-30", "1988-07-30"),  # digits of an Arabic keyboard
    "30 July 1988": ("1988-07-30", "1988-07-30"),
    "Mordad 1367": ("1988-07-23", "1988-08-22"),
    "دو هفته پس از آخرین ملاقات": ("", ""),
    "a week before they took him": ("", ""),
    "۳۱ شهریورِ سالی که نمی‌دانم": ("", ""),
}


@pytest.fixture
def events(visitor: Visitor) -> Visitor:
    """The page of the events, with one begun."""
    begun = interviewing.begin(visitor.desk.session, opening())
    params = {"statement_id": begun.statement_id, "section": "events"}
    assert visitor.window.show_screen("facts", params)
    settle()
    visitor.screen.list.add_button.click()
    settle()
    return visitor


def date(visitor: Visitor) -> Any:
    return visitor.screen.form._forms[0].field("date")


def kept(visitor: Visitor) -> DateEntry:
    assert visitor.screen.saving.settle()
    number = visitor.screen._statement_id
    return interviewing.load(visitor.desk.session, number).events[0].date


def test_what_is_said_is_kept_with_the_days_that_follow(events: Visitor) -> None:
    for said, days in SAID.items():
        date(events).edit.selectAll()
        type_text(date(events).edit, said)
        settle()
        entry = kept(events)
        assert entry.said == said
        assert (entry.earliest, entry.latest) == days, said
        assert date(events).reading.plain, said


def test_what_may_be_two_years_is_asked_and_never_guessed(events: Visitor) -> None:
    type_text(date(events).edit, "summer 88")
    settle()
    assert kept(events) == DateEntry(said="summer 88")
    name = date(events).objectName()
    events.press(f"{name}_meaning_0")
    chosen = kept(events)
    assert (chosen.said, bool(chosen.earliest)) == ("summer 88", True)
    assert chosen in dating.understand("summer 88").choices


def test_a_reading_that_was_not_meant_is_taken_back_and_stays_so(events: Visitor) -> None:
    type_text(date(events).edit, "مرداد ۶۷")
    settle()
    events.press(f"{date(events).objectName()}_other")
    assert kept(events) == DateEntry(said="مرداد ۶۷")
    number = events.screen._statement_id
    events.window.show_screen("home", {})
    events.window.show_screen("facts", {"statement_id": number, "section": "events"})
    settle()
    assert kept(events) == DateEntry(said="مرداد ۶۷")
    assert date(events).value() == DateEntry(said="مرداد ۶۷")


def test_a_fact_is_chosen_by_the_mouse(events: Visitor) -> None:
    first = date(events).edit
    type_text(first, "مرداد ۶۷")
    events.screen.list.add_button.click()
    settle()
    assert date(events).value() == DateEntry()
    QTest.mouseClick(events.find("fact_1"), Qt.MouseButton.LeftButton)
    settle()
    assert date(events).value().said == "مرداد ۶۷"

"""The course of a reading, its changes, and answers and facts in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.domain.facts import Official
from intake_app.domain.record import Name
from intake_app.localization import catalogs
from intake_app.localization.reference import consent_form
from intake_app.services import interviewing, invented, reading, session
from intake_app.services.reading_course import Change, begin_at, course, tally
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from intake_app.services.telling import facts, passages


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def opened(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    here = Surroundings(clock=clock, cost=KdfCost.quick())
    made = session.create(tmp_path / "v", bytearray(b"river lamp stone"), "interviewer", here)
    yield made
    made.lock()


@pytest.fixture
def draft(opened: Session) -> str:
    told = invented.witness("statement-fa")
    opening = told.opening(opened.now(), consent_form().version)
    made = interviewing.begin(opened, opening).statement_id
    interviewing.write_narrative(opened, made, told.narrative)
    interviewing.revise(opened, made, witness=told.witness, answers=told.answers, **told.facts)
    return made


def test_paragraphs_first_then_answers_then_facts(opened: Session, draft: str) -> None:
    stops = course(interviewing.load(opened, draft))
    kinds = [stop.passage.kind if stop.passage else "" for stop in stops]
    assert kinds == sorted(kinds, key=lambda kind: (kind != "", kind not in {"", "answer"}))
    assert tally(stops).unread == kinds.count("")


def test_what_is_typed_is_one_correction(opened: Session, draft: str, clock: FixedClock) -> None:
    statement = interviewing.load(opened, draft)
    first, second = statement.narrative[:2]
    change = Change(draft, first.id)
    for words in ("a", "ab", "abc"):
        clock.advance(1)
        statement = change.keep(opened, words)
    assert [each.text for each in statement.read_back.paragraphs] == ["abc"]
    clock.advance(1)
    later = Change(draft, first.id)
    later.keep(opened, "d")
    statement = later.take_back(opened)
    assert [each.text for each in statement.read_back.paragraphs] == ["abc"]
    assert begin_at(statement, course(statement)) == 0
    clock.advance(1)
    statement = reading.hear(opened, draft, second.id, "agreed")
    assert begin_at(statement, course(statement)) == 2


def test_another_reader_or_remark_asks_for_the_agreement_again(opened: Session, draft: str) -> None:
    for paragraph in interviewing.load(opened, draft).narrative:
        reading.hear(opened, draft, paragraph.id, "agreed")
    agreed = reading.agree(opened, draft, "interviewer")
    assert begin_at(agreed, course(agreed)) == len(course(agreed))
    same = reading.note(opened, draft, how="interviewer", remark="")
    assert same.read_back.agreed
    other = reading.note(opened, draft, how="interpreter", remark="")
    assert not other.read_back.agreed


@pytest.mark.parametrize("language", ["fa", "en"])
def test_facts_are_told_without_codes_and_officials_never_without_alleged(
    opened: Session, draft: str, language: str
) -> None:
    catalogs.activate(language)
    try:
        named = Official(id="o1", names=(Name(text="Nobody"),), act="x")
        statement = interviewing.revise(opened, draft, officials=(named, Official(id="o2")))
        told = passages(statement)
        assert len({each.id for each in told}) == len(told)
        words = " ".join(
            line.text + " ".join(line.notes) for each in facts(statement) for line in each.lines
        )
        assert not re.search(r"\b[a-z]+_[a-z]+\b", words)
        officials = [each for each in told if each.kind == "official"]
        assert len(officials) == 2
        alleged = "alleged" if language == "en" else "که از او به‌عنوان آمر یا عامل"
        assert all(alleged in each.heading for each in officials)
    finally:
        catalogs.activate("en")

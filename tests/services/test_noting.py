"""What changes during an interview is kept together or not at all; the guide and the overview."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.domain.facts import Victim
from intake_app.domain.narrative import TEXT_LIMIT, text_of
from intake_app.domain.record import Name
from intake_app.domain.statement import Answer
from intake_app.localization.reference import guide
from intake_app.services import guiding, interviewing, noting, overview, session
from intake_app.services.noting import Words
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from tests.gui.interview_world import opening, seal_rows


@pytest.fixture
def vault(tmp_path: Path) -> Session:
    surroundings = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    return session.create(
        tmp_path / "v", bytearray(b"one two three four five"), "interviewer", surroundings
    )


def test_words_answers_and_facts_are_kept_in_one_step(vault: Session) -> None:
    draft = interviewing.begin(vault, opening()).statement_id
    victim = Victim(id="v1", names=(Name(text="آرمین"),))
    kept = noting.note(
        vault,
        draft,
        words=Words("یک\nTwo", ("rtl", "auto")),
        answers=[Answer(question="q17", text="پاییز"), Answer(question="q20", state="dont_know")],
        fields={"victims": (victim,)},
    )
    assert text_of(kept.narrative) == "یک\nTwo"
    assert [each.direction for each in kept.narrative] == ["rtl", "auto"]
    assert {each.question for each in kept.answers} == {"q17", "q20"}
    assert kept.victims == (victim,)
    assert interviewing.load(vault, draft) == kept


def test_where_a_part_does_not_fit_nothing_is_kept(vault: Session) -> None:
    draft = interviewing.begin(vault, opening()).statement_id
    with pytest.raises(errors.StatementInvalid):
        noting.note(vault, draft, words=Words("new"), fields={"exhibits": ()})
    with pytest.raises(errors.StatementTooLarge):
        noting.note(vault, draft, words=Words("x" * (TEXT_LIMIT + 1)))
    assert interviewing.load(vault, draft).narrative == ()


def test_the_end_is_noted_with_its_time(vault: Session) -> None:
    draft = interviewing.begin(vault, opening()).statement_id
    assert noting.end(vault, draft).setting.ended_at == vault.now()


def test_the_guide_asks_each_witness_their_own_questions() -> None:
    relative, survivor = guiding.audience_of("relative"), guiding.audience_of("survivor")
    prison = [each.id for each in guiding.questions_of("G", survivor, {})]
    assert prison
    told = [each.id for each in guiding.questions_of("G", relative, {})]
    assert told
    assert len(told) < len(prison)
    first = next(each for each in prison if each not in told)
    touched = {first: Answer(question=first, text="said anyway")}
    assert first in [each.id for each in guiding.questions_of("G", relative, touched)]
    everyone = guiding.questions_of("A", "all", {})
    assert len(everyone) == len(guide().of_section("A"))
    assert guiding.count_touched(everyone, {}) == 0


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, "open"),
        (Answer(question="q1"), "open"),
        (Answer(question="q1", text="  "), "open"),
        (Answer(question="q1", text="x"), "answered"),
        (Answer(question="q1", state="prefer_not_to_say"), "left"),
    ],
)
def test_what_touched_means(answer: Answer | None, expected: str) -> None:
    assert guiding.touched(answer) == expected


def test_the_overview_counts_statements_and_finds_what_waits_too_long(vault: Session) -> None:
    assert overview.overview(vault).is_empty
    interviewing.begin(vault, opening())
    seal_rows(vault)
    now = overview.overview(vault)
    assert len(now.drafts) == 1
    assert (now.waiting, now.overdue, now.handed_over, now.received) == (2, 1, 3, 2)
    assert now.organisation is None
    assert not now.is_empty

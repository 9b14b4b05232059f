"""The consent sheet, and what is carried from it to the first words."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.domain.consent import USES
from intake_app.domain.statement import Present
from intake_app.services import beginning as beginnings
from intake_app.services import interviewing, overview, session
from intake_app.services.beginning import Beginning, same_twice, start_moment
from intake_app.services.consenting import ConsentSheet
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings

AT = "2026-11-24T09:00:00Z"


@pytest.fixture
def vault(tmp_path: Path) -> Session:
    surroundings = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    return session.create(
        tmp_path / "v", bytearray(b"one two three four five"), "interviewer", surroundings
    )


def answered(word: str = "yes") -> ConsentSheet:
    sheet = ConsentSheet(language="fa", recorded_at=AT)
    sheet.answers = dict.fromkeys(USES, word)  # type: ignore[arg-type]
    return sheet


def test_every_question_needs_an_answer_before_it_goes_on() -> None:
    sheet = ConsentSheet()
    assert sheet.missing == USES
    for use in USES:
        assert not sheet.may_go_on
        sheet.answers[use] = "not_now" if use != "keep" else "yes"
    assert sheet.may_go_on


@pytest.mark.parametrize("word", ["no", "not_now"])
def test_not_keeping_stops_everything(word: str) -> None:
    sheet = answered()
    sheet.answers["keep"] = word  # type: ignore[assignment]
    assert sheet.refuses
    assert not sheet.may_go_on


def test_a_sheet_becomes_a_consent_and_back() -> None:
    sheet = answered()
    sheet.limits = {"share_un": " not before 2030 ", "publish_named": "never"}
    sheet.answers["publish_named"] = "no"
    sheet.under_18 = sheet.at_risk = True
    given = sheet.consent(AT)
    assert given.form == "consent/1"
    limits = {each.use: each.limit for each in given.uses}
    assert limits["share_un"] == "not before 2030"
    assert limits["publish_named"] == ""  # a limit to a no limits nothing
    again = ConsentSheet.of(given)
    assert again.consent(AT) == given


def test_an_interview_begins_with_what_was_entered(vault: Session) -> None:
    beginning = Beginning(
        sheet=answered(),
        pseudonym=" Witness 0427 ",
        relation="relative",
        relation_text="خواهر",
        language="fa",
        place_type="home",
        present=(Present(role="interviewer", pseudonym="Nasrin 2"),),
        started_at=AT,
    )
    statement = beginnings.begin(vault, beginning)
    assert statement.witness.pseudonym == "Witness 0427"
    assert statement.witness.relation_text == "خواهر"
    assert statement.setting.started_at == AT
    assert interviewing.load(vault, statement.statement_id) == statement


def test_without_consent_nothing_begins(vault: Session) -> None:
    for sheet, fault in (
        (ConsentSheet(), errors.ConsentMissing),
        (answered("no"), errors.ConsentRefused),
    ):
        with pytest.raises(fault):
            beginnings.begin(vault, Beginning(sheet=sheet, pseudonym="W", relation_text="x"))
    assert interviewing.drafts(vault) == []


def test_a_correction_of_a_bundle_that_was_not_sealed_here_does_not_begin(vault: Session) -> None:
    beginning = Beginning(sheet=answered(), pseudonym="W", purpose="correction", corrects="1" * 32)
    with pytest.raises(errors.StatementMissing):
        beginnings.begin(vault, beginning)
    assert interviewing.drafts(vault) == []


def test_the_start_is_a_time_of_this_day_or_of_the_evening_before() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    now = datetime(2026, 11, 24, 0, 20, tzinfo=tehran)
    assert start_moment("00:05", now) == "2026-11-23T20:35:00Z"
    assert start_moment("۲۳:۵۰", now) == "2026-11-23T20:20:00Z"
    assert start_moment("12:10", now) is None  # more than half a day ago: still to come
    for typed in ("", "25:00", "12:60", "noon", "12", "1:2"):
        assert start_moment(typed, now) is None


def test_two_of_the_same_role_and_name_are_noticed() -> None:
    one = Present(role="relative", pseudonym="A")
    assert same_twice((one, Present(role="relative", pseudonym=" A ")))
    assert not same_twice((one, Present(role="relative", pseudonym="B")))
    assert not same_twice(())


def test_proposed_pseudonyms_do_not_count_up_and_are_free(vault: Session) -> None:
    made = {overview.free_pseudonym(vault, "Witness {number}") for _ in range(50)}
    assert len(made) > 40
    for _ in range(3):
        name = overview.free_pseudonym(vault, "Witness {number}")
        beginnings.begin(vault, Beginning(sheet=answered(), pseudonym=name))
    names = [row.pseudonym for row in interviewing.drafts(vault)]
    assert len(set(names)) == 3

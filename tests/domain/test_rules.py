"""Consent, readiness, schema and the life of a statement."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from intake_app import errors
from intake_app.domain import lifecycle, narrative, readiness, schema
from intake_app.domain.consent import USES, AnswerWord, Consent, UseAnswer
from intake_app.domain.exhibits import extension_of, media_type_of
from intake_app.domain.lifecycle import Event, State
from intake_app.domain.reading_back import Correction, ReadBack
from intake_app.domain.statement import Setting, Statement, Witness


def consent(answer: AnswerWord = "yes", uses: tuple[str, ...] = USES) -> Consent:
    return Consent(
        form="consent/1",
        language="fa",
        given_as="spoken",
        recorded_at="2026-11-24T09:00:00Z",
        uses=tuple(UseAnswer(use=use, answer=answer) for use in uses),
    )


def statement() -> Statement:
    told = narrative.from_text("یک")
    return Statement(
        statement_id="0" * 32,
        kind="full",
        created_at="2026-11-24T09:00:00Z",
        witness=Witness(pseudonym="Witness 1"),
        setting=Setting(),
        consent=consent(),
        narrative=told,
        read_back=ReadBack(
            how="interviewer",
            paragraphs=(Correction(paragraph="p1", verdict="agreed"),),
            agreed=True,
        ),
    )


def test_not_now_is_no() -> None:
    assert not consent("not_now").allows("keep")
    assert consent().allowed == USES
    assert consent(uses=USES[:3]).missing == USES[3:]


@pytest.mark.parametrize("order", list(itertools.permutations(("yes", "not_now", "no"))))
def test_of_several_answers_to_one_use_the_narrowest_counts(order: tuple[AnswerWord, ...]) -> None:
    for many, expected in ((order, "no"), ([w for w in order if w != "no"], "not_now")):
        said = msgspec.structs.replace(
            consent(), uses=tuple(UseAnswer(use="keep", answer=word, limit=word) for word in many)
        )
        assert (said.answer("keep"), said.allows("keep"), said.is_clear) == (expected, False, False)
        assert said.limit("keep").splitlines() == list(many)
    twice = msgspec.structs.replace(consent(), uses=consent().uses * 2)
    assert twice.allowed == USES
    assert not twice.is_clear
    assert consent().is_clear
    assert consent().limit("keep") == consent().limit("no such use") == ""


def test_a_read_and_agreed_statement_is_ready() -> None:
    assert readiness.missing(statement()) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"consent": consent(uses=USES[1:])}, {"consent_incomplete", "consent_refused"}),
        ({"consent": consent("no")}, {"consent_refused"}),
        ({"narrative": (), "read_back": ReadBack(agreed=True)}, {"nothing_said"}),
        ({"read_back": ReadBack()}, {"unread_paragraphs", "not_agreed"}),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], expected: set[str]) -> None:
    assert set(readiness.missing(msgspec.structs.replace(statement(), **changes))) == expected


def test_nothing_stands_in_the_way_of_a_withdrawal() -> None:
    taken_back = msgspec.structs.replace(
        statement(), purpose="withdrawal", consent=consent("no"), narrative=(), read_back=ReadBack()
    )
    assert readiness.missing(taken_back) == ()


def test_records_come_back_from_plain_values() -> None:
    assert schema.from_plain(schema.to_plain(statement()), Statement) == statement()


@pytest.mark.parametrize(
    ("field", "value"), [("surprise", 1), ("kind", "secret words"), ("narrative", [{"id": 3}])]
)
def test_a_foreign_field_is_named_without_its_content(field: str, value: object) -> None:
    plain: dict[str, object] = {**schema.to_plain(statement()), field: value}
    with pytest.raises(errors.StatementInvalid) as caught:
        schema.from_plain(plain, Statement)
    assert "secret" not in str(caught.value.params)


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_the_whole_product_of_states_and_events(state: State, event: Event) -> None:
    after = lifecycle.after(state, event)
    if state is State.DELETED:
        assert after is None
    elif event is Event.DELETE:
        assert after is State.DELETED
    elif event is Event.SEAL:
        assert (after is State.WAITING) == (state is State.DRAFT)
    elif state is State.DRAFT:
        assert after is None
    elif event is Event.RECEIPT or state is State.RECEIVED:
        assert after is State.RECEIVED
    else:
        assert after is State.HANDED_OVER


def test_the_content_says_what_a_file_is() -> None:
    assert media_type_of(b"\xff\xd8\xff\xe0" + bytes(20)) == "image/jpeg"
    assert media_type_of(b"RIFF....WAVEfmt ") == "audio/wav"
    assert media_type_of(b"MZ") == "application/octet-stream"
    assert extension_of("application/x-unknown") == "bin"

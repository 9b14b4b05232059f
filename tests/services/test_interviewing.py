"""Drafts: nothing before consent, everything that was typed, and nothing after they are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app import errors
from intake_app.domain.consent import USES, Consent, UseAnswer
from intake_app.domain.facts import Victim
from intake_app.domain.narrative import TEXT_LIMIT, from_text, text_of
from intake_app.domain.record import Name
from intake_app.domain.statement import Answer, Identity, Setting, Statement, Witness
from intake_app.services import consenting, exhibits, interviewing, reading, session
from intake_app.services.session import Session
from intake_app.vault import layout
from tests.services.making import opening
from tests.services.people import WORDS, People, events


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    made = People(tmp_path_factory.mktemp("people"))
    yield made
    made.close()


@pytest.fixture
def device(people: People) -> Session:
    return people.person("interviewer")


def answers(**said: str) -> Consent:
    """A consent with a yes for every use but those that are told."""
    uses = [UseAnswer(use=use, answer=said.get(use, "yes")) for use in USES]  # type: ignore[arg-type]
    return msgspec.structs.replace(
        opening().consent, uses=tuple(each for each in uses if each.answer)
    )


@pytest.mark.parametrize("use", USES)
def test_every_use_needs_an_answer(device: Session, use: str) -> None:
    with pytest.raises(errors.ConsentMissing):
        interviewing.begin(device, replace(opening(), consent=answers(**{use: ""})))
    assert events(device) == ["vault.create"]
    assert interviewing.drafts(device) == []


@pytest.mark.parametrize("answer", ["no", "not_now"])
def test_who_does_not_want_it_kept_leaves_no_trace(device: Session, answer: str) -> None:
    with pytest.raises(errors.ConsentRefused):
        interviewing.begin(device, replace(opening(), consent=answers(keep=answer)))
    assert events(device) == ["vault.create"]
    assert interviewing.drafts(device) == []


def test_consent_taken_back_while_telling_takes_nothing_more(
    device: Session, tmp_path: Path
) -> None:
    statement = interviewing.begin(device, opening())
    own = statement.statement_id
    before = interviewing.load_identity(device, own)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4 paper")
    interviewing.revise(device, own, consent=answers(keep="no"))
    with pytest.raises(errors.ConsentRefused):
        exhibits.attach(device, own, paper)
    with pytest.raises(errors.ConsentRefused):
        interviewing.save_identity(device, msgspec.structs.replace(before, contact_rule="ring me"))
    consenting.keep(device, own, answers(keep="no"), "ring me")
    assert interviewing.load_identity(device, own) == before
    assert not list((device.folder / layout.MEDIA).iterdir())


def test_a_coordinator_hears_nobody(people: People) -> None:
    with pytest.raises(errors.WrongRole):
        interviewing.begin(people.person("coordinator"), opening())
    assert interviewing.begin(people.person("witness"), opening())


@pytest.mark.parametrize("change", [{"kind": "confession"}, {"purpose": "order"}])
def test_words_that_the_form_does_not_know(device: Session, change: dict[str, str]) -> None:
    with pytest.raises(errors.StatementInvalid):
        interviewing.begin(device, replace(opening(), **change))  # type: ignore[arg-type]
    assert interviewing.drafts(device) == []


def test_what_is_begun_is_there_after_locking(people: People, device: Session) -> None:
    said = replace(opening(), relation="survivor", setting=Setting(language="fa", place="خانه"))
    made = interviewing.begin(device, said)
    assert made.setting.started_at == made.created_at == device.now()
    assert events(device)[-2:] == ["draft.open", "consent"]
    assert device.custody.entries()[-1].x == {}, "how much was allowed is nobody else's to read"
    device.lock()
    again = session.unlock(device.folder, bytearray(WORDS), device.surroundings)
    people.sessions.append(again)
    assert interviewing.load(again, made.statement_id) == made
    assert interviewing.load_identity(again, made.statement_id) == Identity(
        statement_id=made.statement_id, pseudonym="شاهد ۱"
    )
    [row] = interviewing.drafts(again)
    assert (row.pseudonym, row.kind, row.purpose) == ("شاهد ۱", "full", "testimony")
    assert (row.characters, row.exhibits) == (0, 0)


def test_the_list_has_what_was_touched_last_first(people: People, device: Session) -> None:
    one, two = (interviewing.begin(device, opening()).statement_id for _ in range(2))
    people.clock.advance(60)
    interviewing.write_narrative(device, one, "words")
    rows = interviewing.drafts(device)
    assert [each.statement_id for each in rows] == [one, two]
    assert (rows[0].characters, rows[1].characters) == (5, 0)
    assert rows[0].updated_at > rows[0].created_at


def test_an_edit_takes_the_agreement_back(device: Session) -> None:
    draft = interviewing.begin(device, opening()).statement_id
    made = interviewing.write_narrative(device, draft, "یک\nدو")
    for each in made.narrative:
        reading.hear(device, draft, each.id, "agreed")
    assert reading.agree(device, draft, "interviewer").read_back.agreed
    assert interviewing.write_narrative(device, draft, "یک\nدو").read_back.agreed
    changed = interviewing.write_narrative(device, draft, "یک\nسه")
    assert not changed.read_back.agreed
    with pytest.raises(errors.NotReadBack):
        reading.agree(device, draft, "interviewer")


def test_more_text_than_a_bundle_holds_changes_nothing(device: Session) -> None:
    draft = interviewing.begin(device, opening()).statement_id
    kept = interviewing.write_narrative(device, draft, "kept")
    with pytest.raises(errors.StatementTooLarge):
        interviewing.write_narrative(device, draft, "x" * (TEXT_LIMIT + 1))
    assert interviewing.load(device, draft) == kept


def test_whole_fields_are_replaced_and_checked(device: Session) -> None:
    draft = interviewing.begin(device, opening()).statement_id
    victims = (Victim(id="v1", names=(Name(text="آرمین"),)),)
    assert interviewing.revise(device, draft, victims=victims).victims == victims
    before = interviewing.load(device, draft)
    for change in (
        {"format": "x"},
        {"created_at": "1988-07-28T00:00:00Z"},
        {"exhibits": ()},
        {"read_back": before.read_back},
        {"narrative": ()},
        {"nothing": 1},
        {"victims": ("v1",)},
        {"victims": None},
        {"kind": "confession"},
    ):
        with pytest.raises(errors.StatementInvalid):
            interviewing.revise(device, draft, **change)
    assert interviewing.load(device, draft) == before


def test_a_change_of_consent_is_told_and_nothing_else_is(device: Session) -> None:
    draft = interviewing.begin(device, opening()).statement_id
    count = events(device).count("consent")
    interviewing.revise(device, draft, consent=opening().consent)
    interviewing.revise(device, draft, calendar="gregorian")
    assert events(device).count("consent") == count
    interviewing.revise(device, draft, consent=answers(share_court="no"))
    line = device.custody.entries()[-1]
    assert (line.event, line.ref, line.x) == ("consent", draft, {})


def test_one_answer_for_one_question(device: Session) -> None:
    draft = interviewing.begin(device, opening()).statement_id
    for text in ("پاییز", "زمستان"):
        made = interviewing.answer(device, draft, Answer(question="q17", text=text))
    made = interviewing.answer(device, draft, Answer(question="q20", text="نه"))
    assert [(each.question, each.text) for each in made.answers] == [
        ("q17", "زمستان"),
        ("q20", "نه"),
    ]


def test_what_is_discarded_is_gone_with_key_text_and_files(device: Session, tmp_path: Path) -> None:
    draft = interviewing.begin(device, opening()).statement_id
    interviewing.write_narrative(device, draft, "نامش را صدا زدند")
    (tmp_path / "letter").write_bytes(b"dear")
    exhibits.attach(device, draft, tmp_path / "letter")
    interviewing.discard(device, draft)
    assert events(device)[-1] == "draft.discard"
    assert list((device.folder / layout.MEDIA).iterdir()) == []
    for table in ("drafts", "draft_keys", "media"):
        assert device.vault.db.rows(f"SELECT * FROM {table}") == []  # noqa: S608
    for job in (interviewing.load, interviewing.load_identity, interviewing.discard):
        with pytest.raises(errors.StatementMissing):
            job(device, draft)
    with pytest.raises(errors.StatementMissing):
        interviewing.write_narrative(device, draft, "again")
    with pytest.raises(errors.StatementMissing):
        interviewing.save_identity(device, Identity(statement_id=draft, pseudonym="x"))


LETTERS = st.text(st.characters(), max_size=200)


@settings(max_examples=200, deadline=None)
@given(LETTERS, LETTERS, LETTERS)
def test_every_letter_survives_even_half_ones(text: str, name: str, remark: str) -> None:
    """What input methods make of letters is kept: surrogates, marks, joiners, NUL."""
    statement = Statement(
        statement_id="ab" * 16,
        kind="full",
        created_at="2026-11-24T09:00:00Z",
        witness=Witness(pseudonym=name),
        consent=opening().consent,
        setting=Setting(place=remark),
        narrative=from_text(text),
    )
    packed = interviewing.pack(statement)
    assert len(packed) % (16 * 1024) == 0
    assert interviewing.unpack(packed, Statement) == statement
    names = (Name(text=name),)
    who = Identity(statement_id="ab" * 16, pseudonym=name, names=names, contact=remark)
    assert interviewing.unpack(interviewing.pack(who), Identity) == who


@settings(max_examples=60, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=4))
def test_what_was_written_last_is_what_is_read(people: People, texts: list[str]) -> None:
    able = [each for each in people.sessions if each.is_open and each.role == "interviewer"]
    device = able[0] if able else people.person("interviewer")
    draft = interviewing.begin(device, opening()).statement_id
    for text in texts:
        interviewing.write_narrative(device, draft, text)
    assert text_of(interviewing.load(device, draft).narrative) == texts[-1]
    interviewing.discard(device, draft)

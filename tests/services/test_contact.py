"""How a witness may be reached: a code in the statement, the words with who the witness is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.crypto import age
from intake_app.crypto.kdf import KdfCost
from intake_app.domain.consent import CONTACT_RULES, NEVER, NOTED, USES, Consent
from intake_app.domain.contact import parted, with_words
from intake_app.domain.statement import Identity, Statement
from intake_app.localization.reference import coded_list
from intake_app.services import beginning as beginnings
from intake_app.services import (
    consenting,
    device_keys,
    interviewing,
    noting,
    session,
    statement_files,
)
from intake_app.services.beginning import Beginning
from intake_app.services.consenting import ConsentSheet
from intake_app.services.noting import Words
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from intake_app.vault.drafts import Drafts
from intake_app.vault.sealed import Sealed
from tests.services.making import Office, office

AT = "2026-11-24T09:00:00Z"
TOLD = "فقط از راه خواهرم، شمارهٔ ۰۰۰ ۱۲۳"


@pytest.fixture
def vault(tmp_path: Path) -> Session:
    surroundings = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    return session.create(
        tmp_path / "v", bytearray(b"one two three four five"), "interviewer", surroundings
    )


def sheet(rule: str = "", words: str = "", reached: str = "yes") -> ConsentSheet:
    made = ConsentSheet(language="fa", recorded_at=AT, contact_rule=rule, contact_words=words)
    made.answers = {**dict.fromkeys(USES, "yes"), "contact_again": reached}  # type: ignore[dict-item]
    return made


def old_draft(vault: Session, reached: str = "yes", kept: str = "") -> str:
    """Put a draft into the vault as it was written before the rule was coded."""
    statement = beginnings.begin(vault, Beginning(sheet=sheet(reached=reached), pseudonym="W"))
    number = statement.statement_id
    statement = interviewing.write_narrative(vault, number, "سخن")
    consent = msgspec.structs.replace(statement.consent, contact_rule=TOLD)
    who = msgspec.structs.replace(interviewing.load_identity(vault, number), contact_rule=kept)
    Drafts(vault.vault).save(
        number,
        body=interviewing.pack(msgspec.structs.replace(statement, consent=consent)),
        identity=interviewing.pack(who),
    )
    return number


def stored(vault: Session, number: str) -> tuple[str, str]:
    """Return the rule of the consent and that of the identity as they lie in the vault."""
    drafts = Drafts(vault.vault)
    statement = interviewing.unpack(drafts.body(number), Statement)
    who = interviewing.unpack(drafts.identity(number), Identity)
    return statement.consent.contact_rule, who.contact_rule


def test_the_list_and_the_code_know_the_same_words() -> None:
    assert coded_list("contact_rules").codes == CONTACT_RULES


@pytest.mark.parametrize("answer", ["no", "not_now"])
def test_whoever_says_no_is_never_contacted(answer: str) -> None:
    given = sheet("any_time", TOLD, answer).consent(AT)
    assert given.contact_rule == NEVER
    assert ConsentSheet.of(given).consent(AT) == given


def test_the_words_go_to_the_identity_and_the_code_to_the_statement(vault: Session) -> None:
    beginning = Beginning(sheet=sheet("named_person", TOLD), pseudonym="W")
    number = beginnings.begin(vault, beginning).statement_id
    assert stored(vault, number) == ("named_person", TOLD)
    assert TOLD not in interviewing.pack(interviewing.load(vault, number)).decode()


def test_words_that_were_typed_before_a_no_are_not_kept(vault: Session) -> None:
    beginning = Beginning(sheet=sheet("named_person", TOLD, "no"), pseudonym="W")
    number = beginnings.begin(vault, beginning).statement_id
    assert stored(vault, number) == (NEVER, "")


def test_changing_the_answers_keeps_both_together(vault: Session) -> None:
    number = beginnings.begin(vault, Beginning(sheet=sheet("any_time"), pseudonym="W")).statement_id
    consenting.keep(vault, number, sheet("agreed_times").consent(AT), TOLD)
    assert stored(vault, number) == ("agreed_times", TOLD)
    consenting.keep(vault, number, sheet(reached="no").consent(AT), "")
    assert stored(vault, number) == (NEVER, TOLD)  # a no destroys nothing that was noted


def test_words_in_the_place_of_the_code_are_refused(vault: Session) -> None:
    number = beginnings.begin(vault, Beginning(sheet=sheet(), pseudonym="W")).statement_id
    consent = msgspec.structs.replace(sheet().consent(AT), contact_rule=TOLD)
    with pytest.raises(errors.StatementInvalid):
        interviewing.revise(vault, number, consent=consent)
    assert stored(vault, number) == ("", "")


@pytest.mark.parametrize("first", ["statement", "identity", "list", "typing"])
@pytest.mark.parametrize("kept", ["", "فقط پیام"])
def test_an_old_draft_is_brought_up_to_date_without_loss(
    vault: Session, first: str, kept: str
) -> None:
    number = old_draft(vault, kept=kept)
    before = Drafts(vault.vault).load(number).updated_at
    vault.clock.advance(3600)  # type: ignore[attr-defined]
    if first == "statement":
        assert interviewing.load(vault, number).consent.contact_rule == NOTED
    elif first == "identity":
        assert TOLD in interviewing.load_identity(vault, number).contact_rule
    elif first == "list":
        assert interviewing.drafts(vault)[0].updated_at == before
    else:
        noting.note(vault, number, words=Words("سخن\nو سخنی دیگر"))
    expected = f"{kept}\n{TOLD}" if kept else TOLD
    assert stored(vault, number) == (NOTED, expected)
    assert interviewing.load_identity(vault, number).contact_rule == expected  # once, not twice
    if first != "typing":
        assert Drafts(vault.vault).load(number).updated_at == before


def test_old_words_beside_a_no_are_kept_and_nobody_is_told_to_use_them(vault: Session) -> None:
    number = old_draft(vault, reached="no")
    assert interviewing.load(vault, number).consent.contact_rule == NEVER
    assert stored(vault, number) == (NEVER, TOLD)


@contextmanager
def takes_nothing(vault: Session) -> Iterator[None]:
    """Let the vault refuse every write, as on a stick that was locked."""
    raw = vault.vault.db._raw
    raw.set_authorizer(None)
    raw.execute("PRAGMA query_only = 1")
    try:
        yield
    finally:
        raw.execute("PRAGMA query_only = 0")


def test_an_old_draft_is_read_where_nothing_can_be_written_and_parted_later(
    vault: Session,
) -> None:
    number = old_draft(vault)
    with takes_nothing(vault):
        with pytest.raises(errors.VaultReadOnly):
            interviewing.write_narrative(vault, number, "سخن")
        assert interviewing.load(vault, number).consent.contact_rule == NOTED
        assert interviewing.load_identity(vault, number).contact_rule == TOLD
        assert stored(vault, number) == (TOLD, "")
    interviewing.load(vault, number)
    assert stored(vault, number) == (NOTED, TOLD)


def test_a_file_from_outside_is_parted_as_it_comes_in(vault: Session, tmp_path: Path) -> None:
    plain = json.loads(msgspec.json.encode(sheet().consent(AT)))
    told = {
        "pseudonym": "W",
        "consent": {**plain, "contact_rule": TOLD},
        "narrative": "سخن",
        "identity": {"names": ["نام"], "contact_rule": "شب نه"},
    }
    path = tmp_path / "told.json"
    path.write_text(json.dumps(told), "utf-8")
    number = statement_files.take_in(vault, path).statement_id
    assert stored(vault, number) == (NOTED, f"شب نه\n{TOLD}")


def test_parting_is_done_once_and_adds_nothing_twice() -> None:
    consent = Consent(
        form="", language="fa", given_as="spoken", recorded_at=AT, uses=(), contact_rule=TOLD
    )
    coded, words = parted(consent)
    assert (coded.contact_rule, words) == (NEVER, TOLD)
    assert parted(coded) == (coded, "")
    who = with_words(Identity(statement_id="1", pseudonym="W"), words)
    assert with_words(who, words) == who
    assert not who.is_empty


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    yield from office(tmp_path)


def test_no_word_of_it_is_in_the_bundle_that_more_people_open(desk: Office) -> None:
    number = desk.draft()
    said = interviewing.load(desk.device, number).consent
    coded = msgspec.structs.replace(said, contact_rule="named_person")
    consenting.keep(desk.device, number, coded, TOLD)
    desk.close(number)
    opened = _opened(desk)
    assert [kind for kind, content in opened.items() if TOLD.encode() in content] == ["identity"]
    assert b'"contact_rule":"named_person"' in opened["statement"]


def _opened(desk: Office) -> dict[str, bytes]:
    keys = [device_keys.identity(desk.coordinator)]
    return {
        row.kind: age.decrypt_bytes(desk.file(row.bundle_id).read_bytes(), keys)
        for row in Sealed(desk.device.vault).all()
    }

"""What may go to a court: only what the witness allows for that very use, today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import errors
from intake_app.crypto import canonical
from intake_app.domain.consent import USES, AnswerWord, Consent, UseAnswer
from intake_app.domain.record import Name
from intake_app.domain.statement import Identity, Link
from intake_app.services import (
    court_choosing,
    court_questions,
    device_keys,
    importing,
    organising,
    withdrawing,
)
from intake_app.services.court_choosing import COURT, Plan, plan
from intake_app.services.court_questions import Asked
from intake_app.vault.sealed import Sealed
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import Office, opening

COURT_FIELDS = set(Identity.__struct_fields__) - {
    "format", "statement_id", "pseudonym", "names",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def take_in(office: Office) -> None:
    """The coordinator takes in everything that was sealed, each once."""
    for row in reversed(Sealed(office.device.vault).all()):
        importing.import_file(office.coordinator, office.device.folder / "outbox" / row.outer_name)


def said(answer: AnswerWord | None, limit: str = "", use: str = COURT) -> Consent:
    consent = opening().consent
    assert consent is not None
    uses = [each for each in consent.uses if each.use != use]
    if answer is not None:
        uses.append(UseAnswer(use=use, answer=answer, limit=limit))
    return msgspec.structs.replace(consent, uses=tuple(uses))


def seal(office: Office, consent: Consent) -> str:
    return office.close(office.draft(opening_=replace(opening(), consent=consent)))


def reasons(made: Plan) -> dict[str, str]:
    return {each.bundle_id: each.reason for each in made.left_out}


def chosen(made: Plan) -> set[str]:
    return {each.bundle_id for each in made.chosen}


def test_only_a_yes_for_this_very_use_goes_out(office: Office) -> None:
    yes, no = seal(office, said("yes")), seal(office, said("no"))
    not_now = seal(office, said("not_now"))
    take_in(office)
    made = plan(office.coordinator, COURT)
    assert chosen(made) == {yes}
    assert reasons(made) == {no: "REFUSED", not_now: "NOT_NOW"}
    assert chosen(plan(office.coordinator, "share_un")) == {yes, no, not_now}
    assert chosen(plan(office.coordinator, COURT, [no])) == set()
    with pytest.raises(errors.NothingAllowed):
        court_choosing.require_some(plan(office.coordinator, COURT, [no]))


@pytest.mark.parametrize("use", sorted(set(USES) - set(court_choosing.USES)))
def test_there_are_no_other_uses_to_hand_over_for(office: Office, use: str) -> None:
    with pytest.raises(ValueError, match=use):
        plan(office.coordinator, use)


def test_what_was_taken_back_stays_here(office: Office) -> None:
    kept, taken_back, partly = office.seal(), office.seal(), office.seal()
    office.withdraw(taken_back)
    consent = said("no", use="share_un")
    part = replace(opening(), consent=consent)
    office.close(withdrawing.withdrawal(office.device, partly, part).statement_id)
    take_in(office)
    made = plan(office.coordinator, COURT)
    assert chosen(made) == {kept, partly}
    assert reasons(made)[taken_back] == "WITHDRAWN"
    assert list(reasons(made).values()).count("IS_WITHDRAWAL") == 2
    assert reasons(plan(office.coordinator, "share_un"))[partly] == "WITHDRAWN"


def test_a_correction_goes_with_its_statement_and_its_no_counts_for_both(office: Office) -> None:
    first = office.seal()
    second = office.later(first, "correction", "corrects")
    take_in(office)
    made = plan(office.coordinator, COURT, [first])
    assert chosen(made) == {first, second}
    assert [each.kind for each in made.chosen] == ["statement", "correction"]
    third = Link(rel="adds_to", bundle_id=first)
    later = replace(opening(purpose="addition", links=(third,)), consent=said("no"))
    office.close(office.draft(opening_=later))
    take_in(office)
    made = plan(office.coordinator, COURT, [second])
    assert chosen(made) == set()
    assert sorted(reasons(made).values()) == ["REFUSED", "REFUSED_LATER", "REFUSED_LATER"]


def codes(made: Plan) -> list[str]:
    asked = [each.asked for each in made.chosen] + [each.asked for each in made.left_out]
    return [each.code for questions in asked for each in questions]


def test_a_limit_has_to_be_read_by_a_person(office: Office) -> None:
    bundle_id = seal(office, said("yes", "only while my brother lives abroad"))
    refused = seal(office, said("no", "never"))
    take_in(office)
    made = plan(office.coordinator, COURT)
    assert reasons(made) == {bundle_id: "LIMIT_UNREAD", refused: "REFUSED"}
    asked = [[each.words for each in row.asked] for row in made.left_out]
    assert asked == [["only while my brother lives abroad"], []]
    nothing = [bundle_id, refused, COURT, *(code[:-1] for code in codes(made))]
    assert chosen(plan(office.coordinator, COURT, answers=nothing)) == set()
    read = plan(office.coordinator, COURT, answers=codes(made))
    assert chosen(read) == {bundle_id}, "reading a limit turns no «no» into a «yes»"
    assert read.chosen[0].limit == "only while my brother lives abroad"


def test_a_limit_that_was_read_for_one_use_is_not_read_for_another(office: Office) -> None:
    limits = {COURT: "in closed session", "share_researchers": "while my mother lives, no"}
    uses = tuple(UseAnswer(use=use, answer="yes", limit=limits.get(use, "")) for use in USES)
    consent = opening().consent
    assert consent is not None
    bundle_id = seal(office, msgspec.structs.replace(consent, uses=uses))
    take_in(office)
    answers = codes(plan(office.coordinator, COURT))
    assert chosen(plan(office.coordinator, COURT, answers=answers)) == {bundle_id}
    other = plan(office.coordinator, "share_researchers", answers=answers)
    assert reasons(other) == {bundle_id: "LIMIT_UNREAD"}
    assert other.left_out[0].asked[0].words == "while my mother lives, no"


def test_an_answer_is_to_these_words_alone() -> None:
    def asked(limit: str, contact_rule: str = "") -> list[Asked]:
        consent = msgspec.structs.replace(said("yes", limit), contact_rule=contact_rule)
        return list(court_questions.about_statement("a" * 32, COURT, consent))

    found = [*asked("one"), *asked("two"), *asked("", "one"), *asked("", "two")]
    assert len({each.code for each in found}) == len(found) == 4
    assert [each.topic for each in asked("one", "two")] == ["LIMIT_UNREAD", "CONTACT_WORDS"]
    assert asked("", "named_person") == []


@pytest.mark.parametrize("use", court_choosing.USES)
def test_words_about_contact_go_nowhere_unread(office: Office, use: str) -> None:
    """As in statements from before the rule was coded, or from another program."""
    words = "phone 0912-000-0000, through my sister in Shiraz"

    def change(taken: Taken) -> Taken:
        value: Any = canonical.decode(taken.of("data/000001.json"), max_bytes=2**22)
        value["consent"]["contact_rule"] = words
        return taken.put("data/000001.json", canonical.encode(value)).listed()

    bundle_id = office.seal()
    took = importing.import_file(office.coordinator, making.forged(office, bundle_id, change))
    assert (took.verdict, took.notes) == ("accepted", ("CONTACT_WORDS",))
    made = plan(office.coordinator, use, [bundle_id])
    assert reasons(made) == {bundle_id: "CONTACT_WORDS"}
    assert [each.words for each in made.left_out[0].asked] == [words]
    assert chosen(plan(office.coordinator, use, [bundle_id], answers=codes(made))) == {bundle_id}


def test_more_than_the_name_is_asked_about_by_itself(office: Office) -> None:
    bundle_id = office.seal(identity=True)
    take_in(office)
    made = plan(office.coordinator, COURT, with_identity=True)
    assert chosen(made) == {bundle_id}
    [name] = made.left_out
    assert (name.kind, name.reason) == ("identity", "NAME_HAS_CONTACT")
    assert [each.words for each in name.asked] == ["contact"], "which fields, not what is in them"
    assert codes(plan(office.coordinator, COURT)) == [], "asked only where the name goes"
    both = plan(office.coordinator, COURT, with_identity=True, answers=codes(made))
    assert chosen(both) == {bundle_id, name.bundle_id}
    assert chosen(plan(office.coordinator, COURT, answers=codes(made))) == {bundle_id}


@given(st.dictionaries(st.sampled_from(sorted(COURT_FIELDS)), st.text(max_size=9)))
def test_every_field_beside_the_name_is_asked_about(fields: dict[str, str]) -> None:
    identity = msgspec.structs.replace(
        Identity(statement_id="a" * 32, pseudonym="w", names=(Name(text="n"),)), **fields
    )
    filled = {name for name, text in fields.items() if text.strip()}
    asked = court_questions.about_name("b" * 32, COURT, identity)
    assert {name for each in asked for name in each.words.split()} == filled


def test_the_name_goes_only_by_choice_and_only_where_it_was_asked_about(office: Office) -> None:
    bundle_id = office.seal(identity=True)
    other = office.seal()
    name = next(
        row.bundle_id for row in Sealed(office.device.vault).all() if row.kind == "identity"
    )
    take_in(office)
    assert chosen(plan(office.coordinator, COURT)) == {bundle_id, other}
    assert reasons(plan(office.coordinator, COURT, [name])) == {name: "NAME_NOT_CHOSEN"}
    named = plan(office.coordinator, COURT, with_identity=True)
    answers = codes(named)
    named = plan(office.coordinator, COURT, with_identity=True, answers=answers)
    assert chosen(named) == {bundle_id, other, name}
    un = plan(office.coordinator, "share_un", with_identity=True, answers=answers)
    assert reasons(un) == {name: "NAME_NOT_COVERED"}
    alone = plan(office.coordinator, COURT, [name, other], with_identity=True)
    assert reasons(alone) == {name: "NAME_WITHOUT_STATEMENT"}
    office.withdraw(bundle_id)
    take_in(office)
    gone = plan(office.coordinator, COURT, with_identity=True, answers=answers)
    assert chosen(gone) == {other}


def test_what_experts_would_refuse_is_not_handed_over(office: Office) -> None:
    """A computer whose key is taken back to a time before a statement that came in already."""
    early = office.seal()
    last = office.coordinator.now()
    office.people.clock.advance(60)
    late = office.seal()
    take_in(office)
    principal = device_keys.principal(office.device)
    organising.revoke(office.coordinator, principal, reason="stolen", last_trusted_at=last)
    made = plan(office.coordinator, COURT)
    assert chosen(made) == {early}
    assert reasons(made) == {late: "COMPUTER_NOT_TRUSTED"}


def test_only_a_coordinator_and_only_what_is_there(office: Office) -> None:
    with pytest.raises(errors.WrongRole):
        plan(office.device, COURT)
    with pytest.raises(errors.StatementMissing):
        plan(office.coordinator, COURT, ["00" * 16])
    assert plan(office.coordinator, COURT) == Plan(COURT, (), ())

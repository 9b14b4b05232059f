"""A withdrawal that is held keeps things here already; until somebody decides nothing goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.bundle import description as descriptions
from intake_app.crypto import chain
from intake_app.services import archive_reading, importing, withdrawing
from intake_app.services.court_choosing import COURT, plan
from intake_app.vault.inbox import Inbox
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import Office, forged, opening
from tests.services.test_court_choosing import chosen, reasons, said, seal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def later_log(taken: Taken) -> Taken:
    """The same bundle without the first line of its part of the log, as if a stick were lost."""
    lines = taken.of("custody.log").splitlines(keepends=True)
    span = descriptions.decode(taken.of("bundle.json")).log
    log = {
        "prev_seq": span.prev_seq + len(lines) - 1,
        "prev_head": chain.hash_of(lines[-2]),
        "seq": span.seq,
        "head": span.head,
    }
    return taken.put("custody.log", lines[-1]).described(log=log)


def broken_log(taken: Taken) -> Taken:
    return taken.put("custody.log", taken.of("custody.log")[:-20] + b"\n").described()


def hold(office: Office, bundle_id: str, code: str = "LOG_GAP") -> str:
    change = later_log if code == "LOG_GAP" else broken_log
    outcome = importing.import_file(office.coordinator, forged(office, bundle_id, change))
    assert (outcome.verdict, outcome.code) == ("held", code)
    return outcome.item_id


def take_in(office: Office, *bundle_ids: str) -> None:
    for each in bundle_ids:
        assert importing.import_file(office.coordinator, office.copy(each)).verdict == "accepted"


@pytest.mark.parametrize("code", ["LOG_GAP", "LOG_BROKEN"])
def test_a_held_withdrawal_keeps_its_statement_here(office: Office, code: str) -> None:
    statement, other = office.seal(), office.seal()
    take_in(office, statement, other)
    assert chosen(plan(office.coordinator, COURT)) == {statement, other}
    item_id = hold(office, office.withdraw(statement), code)
    made = plan(office.coordinator, COURT)
    assert chosen(made) == {other}
    assert reasons(made) == {statement: "WITHDRAWAL_WAITS"}
    record = archive_reading.open_record(office.coordinator, statement)
    assert record.withdrawal_waits
    assert record.withdrawn_by == ()
    assert record.consent_now is not None
    assert not record.consent_now.allows(COURT)
    assert not archive_reading.open_record(office.coordinator, other).withdrawal_waits
    importing.decide(office.coordinator, item_id, accept=False, reason="the witness said: no")
    assert chosen(plan(office.coordinator, COURT)) == {statement, other}


def test_accepted_it_goes_on_to_count(office: Office) -> None:
    statement = office.seal()
    take_in(office, statement)
    item_id = hold(office, office.withdraw(statement))
    importing.decide(office.coordinator, item_id, accept=True, reason="the witness called")
    made = plan(office.coordinator, COURT)
    assert reasons(made)[statement] == "WITHDRAWN"
    assert not archive_reading.open_record(office.coordinator, statement).withdrawal_waits


def test_it_takes_what_it_does_not_allow_and_no_more(office: Office) -> None:
    statement = office.seal()
    take_in(office, statement)
    part = replace(opening(), consent=said("no", use="share_un"))
    taken = withdrawing.withdrawal(office.device, statement, part)
    hold(office, office.close(taken.statement_id))
    assert chosen(plan(office.coordinator, COURT)) == {statement}
    assert reasons(plan(office.coordinator, "share_un")) == {statement: "WITHDRAWAL_WAITS"}


def test_it_reaches_all_parts_also_through_what_is_held_itself(office: Office) -> None:
    statement = office.seal()
    correction = office.later(statement, "correction", "corrects")
    take_in(office, statement)
    hold(office, correction)
    assert chosen(plan(office.coordinator, COURT)) == {statement}
    hold(office, office.withdraw(correction))
    assert reasons(plan(office.coordinator, COURT)) == {statement: "WITHDRAWAL_WAITS"}


def test_a_held_part_that_says_no(office: Office) -> None:
    statement = office.seal()
    take_in(office, statement)
    of = withdrawing.linked(office.device, statement, "addition", opening())
    no = office.draft(opening_=replace(of, consent=said("no")))
    hold(office, office.close(no))
    assert reasons(plan(office.coordinator, COURT)) == {statement: "WITHDRAWAL_WAITS"}
    assert chosen(plan(office.coordinator, "share_un")) == {statement}


def test_what_is_held_gives_nothing(office: Office) -> None:
    refused = seal(office, said("no"))
    take_in(office, refused)
    hold(office, office.later(refused, "correction", "corrects"))
    assert reasons(plan(office.coordinator, COURT)) == {refused: "REFUSED"}


def test_a_held_file_that_cannot_be_read_keeps_everything(office: Office) -> None:
    statement = office.seal()
    take_in(office, statement)
    item_id = hold(office, office.seal())
    name = Inbox(office.coordinator.vault).get(item_id).quarantine_name
    path = office.coordinator.folder / "quarantine" / name
    whole = path.read_bytes()
    for damaged in (b"", whole[:5000], office.file(office.seal()).read_bytes()):
        path.write_bytes(damaged)
        assert reasons(plan(office.coordinator, COURT)) == {statement: "WITHDRAWAL_WAITS"}
    importing.decide(office.coordinator, item_id, accept=False, reason="it is damaged")
    assert chosen(plan(office.coordinator, COURT)) == {statement}

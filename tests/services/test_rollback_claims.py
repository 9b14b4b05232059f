"""Who says that a vault was set back has to prove it: nobody makes one «older» by saying so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.crypto import canonical
from intake_app.crypto.chain import Head
from intake_app.crypto.kdf import KdfCost
from intake_app.crypto.keys import SigningKey
from intake_app.services import (
    custody,
    device_keys,
    giving_receipts,
    importing,
    own_receipts,
    receipting,
    rollback_claims,
    session,
)
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import Office, forged
from tests.services.people import WORDS, events
from tests.services.receipts import given_back, receipt, second_coordinator


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def lie(office: Office, mark: str = "cd") -> importing.ImportOutcome:
    """A device that makes up a receipt of ours, and a line of our log, and signs for both."""
    office.device.custody.append(
        "receipt",
        "ab" * 16,
        coordinator=device_keys.principal(office.coordinator),
        verdict="accepted",
        sha256=mark * 32,
    )

    def change(taken: Taken) -> Taken:
        value = canonical.decode(taken.of("bundle.json"), max_bytes=2**22)
        assert isinstance(value, dict)
        seen = {"receipt_sha256": mark * 32, "org_head_seq": 999_999, "org_head": mark * 32}
        return taken.described(seen=seen)

    return importing.import_file(office.coordinator, forged(office, office.seal(), change))


def sound(vault: Session) -> bool:
    """Whether the vault's log is as good as before, whatever anybody says."""
    verdict = custody.verify(vault)
    return verdict.ok and not custody.is_older(vault) and "vault.rollback" not in events(vault)


def test_a_device_that_makes_it_up_is_noted_by_name_and_changes_nothing(office: Office) -> None:
    outcome = lie(office)
    assert own_receipts.NOTE in outcome.notes
    assert sound(office.coordinator)
    [claim] = rollback_claims.waiting(office.coordinator)
    assert (claim.by, claim.lost) == (
        device_keys.principal(office.device),
        Head(999_999, "cd" * 32),
    )
    [line] = [e for e in office.coordinator.custody.entries() if e.event == rollback_claims.EVENT]
    assert (line.seq, line.ref) == (claim.line, claim.by)
    # Reopened it still waits, and it is still no more than what somebody said.
    office.coordinator.lock()
    around = Surroundings(clock=office.people.clock, cost=KdfCost.quick())
    office.coordinator = session.unlock(office.coordinator.folder, bytearray(WORDS), around)
    office.people.sessions.append(office.coordinator)
    assert rollback_claims.waiting(office.coordinator) == [claim]
    assert sound(office.coordinator)


def test_a_decision_settles_it_and_is_logged(office: Office) -> None:
    lie(office)
    vault = office.coordinator
    [claim] = rollback_claims.waiting(vault)
    assert not rollback_claims.decide(vault, claim.line + 1, believed=True)
    assert rollback_claims.decide(vault, claim.line, believed=False)
    line = vault.custody.entries()[-1]
    assert (line.event, line.ref) == (rollback_claims.EVENT, claim.by)
    assert line.x == {"step": "dismissed", "line": claim.line}
    assert sound(vault)
    assert custody.verify(vault).claims == 0
    assert not rollback_claims.decide(vault, claim.line, believed=True)
    # The same words do not come back, other words do.
    rollback_claims.note(vault, claim.by, claim.lost)
    assert rollback_claims.waiting(vault) == []
    lie(office, "ef")
    [again] = rollback_claims.waiting(vault)
    assert rollback_claims.decide(vault, again.line, believed=True)
    assert custody.verify(vault).problem == custody.OLDER
    assert [each.event for each in vault.custody.entries()][-2:] == [
        rollback_claims.EVENT,
        "vault.rollback",
    ]


def test_a_coordinator_who_makes_up_a_line_of_a_device(office: Office) -> None:
    bundle_id = office.seal()
    for number in range(3):
        path = receipt(office, bundle_id, device_log=Head(900 + number, "ab" * 32))
        with pytest.raises(errors.ReceiptForged):
            receipting.take_in(office.device, path)
    assert sound(office.device)
    assert [each.by for each in rollback_claims.waiting(office.device)] == [
        device_keys.principal(office.coordinator)
    ]


def test_two_who_say_the_same_are_two(office: Office) -> None:
    lost = Head(900, "ab" * 32)
    for by in ("coord-00000001", "coord-00000002", "coord-00000001"):
        rollback_claims.note(office.device, by, lost)
    assert [each.by for each in rollback_claims.waiting(office.device)] == [
        "coord-00000001",
        "coord-00000002",
    ]


def test_no_flood_of_words_fills_the_log(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollback_claims, "MOST", 3)
    for number in range(9):
        rollback_claims.note(office.device, "coord-00000001", Head(900, f"{number:02x}" * 32))
    assert len(rollback_claims.waiting(office.device)) == 3
    assert events(office.device).count(rollback_claims.EVENT) == 3


def test_a_line_that_is_here_is_no_claim(office: Office) -> None:
    rollback_claims.note(office.device, "coord-00000001", office.device.custody.head())
    assert rollback_claims.waiting(office.device) == []


def newest_back(office: Office) -> Path:
    who = device_keys.principal(office.coordinator)
    return giving_receipts.give_back(office.device, who, office.people.place())


def confirmed(office: Office) -> str:
    bundle_id = office.seal()
    importing.import_file(office.coordinator, office.copy(bundle_id))
    [path] = giving_receipts.write_receipts(office.coordinator, office.people.place(), [bundle_id])
    receipting.take_in(office.device, path)
    return bundle_id


def test_a_receipt_that_comes_back_proves_nothing_where_its_line_is_here(office: Office) -> None:
    confirmed(office)
    path = newest_back(office)
    assert b"accepted" not in path.read_bytes()
    assert path.suffix == ".receipt"
    assert not own_receipts.prove(office.coordinator, path)
    assert sound(office.coordinator)


def test_only_our_own_signature_proves_it(office: Office) -> None:
    confirmed(office)
    path = newest_back(office)
    second = second_coordinator(office)
    with pytest.raises(errors.ReceiptRefused):  # sealed for another
        own_receipts.prove(second, path)
    lost = Head(999, "ab" * 32)
    for key, fault in (
        (SigningKey.generate(), errors.ReceiptRefused),
        (device_keys.signing_key(office.device), errors.ReceiptRefused),
        (device_keys.signing_key(second), errors.ReceiptRefused),
    ):
        made = receipt(office, office.seal(), key=key, org_log=lost)
        with pytest.raises(fault):
            own_receipts.prove(office.coordinator, given_back(office, made))
    theirs = receipt(office, office.seal(), second, org_log=lost)
    with pytest.raises(errors.ReceiptForged):
        own_receipts.prove(office.coordinator, given_back(office, theirs))
    assert sound(office.coordinator)
    ours = given_back(office, receipt(office, office.seal(), org_log=lost))
    assert own_receipts.prove(office.coordinator, ours)
    assert own_receipts.prove(office.coordinator, ours)
    assert custody.verify(office.coordinator).problem == custody.OLDER
    assert events(office.coordinator).count("vault.rollback") == 1


def test_what_cannot_be_given_back(office: Office) -> None:
    who = device_keys.principal(office.coordinator)
    for asked, fault in ((who, errors.NothingToHandOver), ("coord-0000", errors.ReceiptNotListed)):
        with pytest.raises(fault):
            giving_receipts.give_back(office.device, asked, office.people.place())
    with pytest.raises(errors.WrongRole):
        giving_receipts.give_back(office.coordinator, who, office.people.place())

"""Receipts: only for own bundles, from trusted coordinators; deletion waits for enough of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.bundle import description
from intake_app.bundle import receipt as receipts
from intake_app.crypto import age
from intake_app.crypto.chain import Head
from intake_app.services import (
    device_keys,
    giving_receipts,
    handing_over,
    importing,
    log_span,
    receipting,
    trusting,
)
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors
from intake_app.vault.archive import Archive
from intake_app.vault.receipts import Receipts
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import Office
from tests.services.people import events
from tests.services.receipts import receipt, second_coordinator


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


@pytest.fixture
def second(office: Office) -> Session:
    return second_coordinator(office)


def accepted(office: Office, bundle_id: str, by: Session | None = None) -> bool:
    """Take in a receipt of one of the coordinators; return whether the bundle may go."""
    return receipting.take_in(office.device, receipt(office, bundle_id, by)).complete


def test_a_receipt_lets_the_device_delete(office: Office) -> None:
    bundle_id = office.seal()
    with pytest.raises(errors.NotReceipted):
        receipting.delete(office.device, [bundle_id])
    head = office.device.custody.head()
    path = receipt(office, bundle_id)
    for _ in range(2):
        outcome = receipting.take_in(office.device, path)
        assert (outcome.verdict, outcome.complete) == ("accepted", True)
    assert events(office.device).count("receipt") == 1
    assert office.row(bundle_id).state == "received"
    newest = Anchors(office.device.vault).newest()
    assert newest is not None
    assert (newest.seq, newest.head) == (head.seq, head.hash)
    assert handing_over.outbox(office.device)[0].deletable
    file = office.file(bundle_id)
    assert receipting.delete(office.device, [bundle_id]) == 1
    assert not file.exists()
    assert office.row(bundle_id).state == "deleted"
    assert handing_over.outbox(office.device) == []
    assert events(office.device)[-1] == "delete"
    assert receipting.delete(office.device, [bundle_id]) == 0


def test_two_coordinators_are_needed_and_one_twice_is_one(office: Office, second: Session) -> None:
    bundle_id = office.seal()
    assert not accepted(office, bundle_id)
    office.people.clock.advance(3600)
    assert not accepted(office, bundle_id)
    assert len(Receipts(office.device.vault).of_bundle(bundle_id)) == 2
    row = handing_over.outbox(office.device)[0]
    assert (row.receipts, row.receipts_needed, row.deletable) == (1, 2, False)
    with pytest.raises(errors.NotReceipted) as fault:
        receipting.delete(office.device, [bundle_id])
    assert fault.value.params == {"receipts": 1, "needed": 2}
    assert office.file(bundle_id).exists()
    assert accepted(office, bundle_id, second)
    receipting.delete(office.device, [bundle_id])
    line = office.device.custody.entries()[-1]
    assert (line.event, line.ref) == ("delete", bundle_id)
    assert dict(line.x) == {"receipts": 2, "needed": 2}


def test_one_missing_receipt_keeps_all_of_a_choice(office: Office) -> None:
    confirmed, alone = office.seal(), office.seal("دیگری")
    assert accepted(office, confirmed)
    with pytest.raises(errors.NotReceipted):
        receipting.delete(office.device, [confirmed, alone])
    assert office.file(confirmed).exists()
    assert office.row(confirmed).state == "received"
    assert "delete" not in events(office.device)


def test_how_many_are_needed_can_be_set_but_never_to_none(office: Office, second: Session) -> None:
    bundle_id = office.seal()
    for wanted, needed in ((0, 1), (1, 1), (2, 2), (9, 2), ("junk", 2), ("1", 1), (None, 2)):
        office.device.settings.put(receipting.NEEDED, wanted)
        assert receipting.standing(office.device, office.row(bundle_id)).needed == needed


@pytest.mark.parametrize("verdict", ["held:LOG_GAP", "refused:TAG_HASH"])
def test_a_bundle_that_was_not_taken_in_is_not_received(office: Office, verdict: str) -> None:
    bundle_id = office.seal()
    path = receipt(office, bundle_id, verdict=verdict)
    assert not receipting.take_in(office.device, path).complete
    assert office.row(bundle_id).state == "waiting"
    assert Anchors(office.device.vault).newest() is None
    with pytest.raises(errors.NotReceipted):
        receipting.delete(office.device, [bundle_id])
    assert accepted(office, bundle_id)


def test_an_older_receipt_again_takes_nothing_back(office: Office) -> None:
    bundle_id = office.seal()
    held = receipt(office, bundle_id, verdict="held:LOG_GAP")
    early = receipt(office, bundle_id)
    office.seal("دیگری")
    late = office.device.custody.head()
    assert accepted(office, bundle_id)
    for old in (held, early, held, early):
        assert receipting.take_in(office.device, old).complete
    assert office.row(bundle_id).state == "received"
    newest = Anchors(office.device.vault).newest()
    assert newest is not None
    assert newest.seq == late.seq


def test_the_same_words_sealed_again_are_the_same_receipt(office: Office) -> None:
    bundle_id = office.seal()
    moment = office.coordinator.now()
    one, again = (
        receipt(
            office,
            bundle_id,
            received_at=moment,
            device_log=office.device.custody.head(),
            org_log=Head(7, "ab" * 32),
        )
        for _ in range(2)
    )
    assert one.read_bytes() != again.read_bytes()
    receipting.take_in(office.device, one)
    before = office.device.custody.head()
    receipting.take_in(office.device, again)
    assert office.device.custody.head() == before
    assert len(Receipts(office.device.vault).of_bundle(bundle_id)) == 1


def test_without_receipts_a_reason_is_needed_and_logged_as_a_word(office: Office) -> None:
    first, second = office.seal(), office.seal("دیگری")
    for nothing in ("", "  ", "\n"):
        with pytest.raises(errors.NotReceipted):
            receipting.delete(office.device, [first, second], without_receipt_reason=nothing)
    assert office.file(first).exists()
    receipting.delete(office.device, [first], without_receipt_reason="danger")
    receipting.delete(office.device, [second], without_receipt_reason="زهرا گفت")
    reasons = [
        each.x["reason"] for each in office.device.custody.entries() if each.event == "delete"
    ]
    assert reasons == ["danger", "other"]
    assert "زهرا".encode() not in b"".join(office.device.custody.lines())
    with pytest.raises(errors.StatementMissing):
        receipting.delete(office.device, ["ab" * 16], without_receipt_reason="danger")


def test_the_log_of_the_next_seal_begins_after_what_was_confirmed(office: Office) -> None:
    bundle_id = office.seal()
    confirmed = office.device.custody.head()
    assert accepted(office, bundle_id)
    trust = trusting.current_trust(office.device)
    assert trust is not None
    part = log_span.log_part(office.device, trust)
    assert part.span.prev_seq == confirmed.seq
    assert len(part.lines) == office.device.custody.head().seq - confirmed.seq


def test_heads_travel_both_ways(office: Office) -> None:
    """The coordinator's head goes back with the next bundle, ours came with its receipt."""
    importing.import_file(office.coordinator, office.copy(office.seal()))
    path = giving_receipts.write_receipts(office.coordinator, office.people.place())[0]
    receipting.take_in(office.device, path)
    [kept] = Receipts(office.device.vault).all()
    later = office.seal("دیگری")
    assert importing.import_file(office.coordinator, office.copy(later)).verdict == "accepted"
    seen = description.decode(Archive(office.coordinator.vault).get(later).description).seen
    assert seen.receipt_sha256 == kept.receipt_sha256
    assert office.coordinator.custody.hash_at(seen.org_head_seq) == seen.org_head


def test_an_older_receipt_that_comes_later_takes_no_sight(office: Office, second: Session) -> None:
    """What the next bundle says it has seen goes by the logs, not by the order of the sticks."""
    first = office.seal()
    early, others = receipt(office, first), receipt(office, first, second)
    office.coordinator.custody.append("export")
    same_line = receipt(office, first)
    newer = office.seal("دیگری")
    late = receipt(office, newer, received_at=office.coordinator.now())
    paths = {"early": early, "others": others, "same": same_line, "late": late}
    said = {name: receipts.read(path.read_bytes(), [device_keys.identity(office.device)])[0]
            for name, path in paths.items()}  # fmt: skip
    for name, expected in (
        ("same", "same"), ("early", "same"), ("late", "late"), ("others", "late"),
    ):  # fmt: skip
        receipting.take_in(office.device, paths[name])
        newest = receipting.newest(office.device)
        assert newest is not None
        assert newest[1] == said[expected]
    later = office.seal("سومی")
    content = age.decrypt_bytes(
        office.file(later).read_bytes(), [device_keys.identity(office.coordinator)]
    )
    seen = description.decode(Taken.apart(content).of("bundle.json")).seen
    assert seen.org_head == said["late"].org_log.hash

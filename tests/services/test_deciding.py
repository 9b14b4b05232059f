"""What is odd is kept whole for people, who decide once and say why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.bundle import description as descriptions
from intake_app.bundle.description import LogSpan
from intake_app.crypto import age, chain
from intake_app.errors import BundleRefused
from intake_app.services import (
    device_keys,
    importing,
    organising,
)
from intake_app.services.session import Session
from intake_app.vault.archive import Archive, DeviceLogs
from intake_app.vault.inbox import Inbox
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import Office, forged, vault_files
from tests.services.people import events


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


@dataclass(frozen=True)
class Gap:
    """Two bundles; the file of the later one leaves out the log lines that the first brings."""

    first: str
    later: str
    file: Path


@pytest.fixture
def gap(office: Office) -> Gap:
    first = office.seal("words before")
    later = office.seal("words after")

    def log_of(content: Taken) -> LogSpan:
        return descriptions.decode(content.of("bundle.json")).log

    identity = device_keys.identity(office.coordinator)
    seq = log_of(Taken.apart(age.decrypt_bytes(office.file(first).read_bytes(), [identity]))).seq

    def leave_out(taken: Taken) -> Taken:
        span = log_of(taken)
        lines = taken.of("custody.log").splitlines(keepends=True)
        log = {
            "prev_seq": seq,
            "prev_head": chain.hash_of(lines[seq - 1]),
            "seq": span.seq,
            "head": span.head,
        }
        return taken.put("custody.log", b"".join(lines[seq:])).described(log=log)

    return Gap(first, later, forged(office, later, leave_out))


def only_held(session: Session) -> str:
    [item] = Inbox(session.vault).held()
    return item.item_id


def test_a_gap_in_the_log_holds_the_bundle(office: Office, gap: Gap) -> None:
    outcome = importing.import_file(office.coordinator, gap.file)
    assert (outcome.verdict, outcome.code, outcome.alarm) == ("held", "LOG_GAP", False)
    item = Inbox(office.coordinator.vault).get(outcome.item_id)
    assert vault_files(office.coordinator) == {"archive": [], "quarantine": [item.quarantine_name]}
    line = office.coordinator.custody.entries()[-1]
    assert (line.event, line.ref) == ("hold", item.outer_sha256)
    assert line.x["code"] == "LOG_GAP"
    again = importing.import_file(office.coordinator, gap.file)
    assert again.item_id == outcome.item_id
    assert len(vault_files(office.coordinator)["quarantine"]) == 1
    [row] = importing.inbox(office.coordinator)
    assert (row.waits, row.pseudonym, row.device) == (True, "", outcome.device)


def test_a_held_bundle_joins_when_the_missing_lines_come(office: Office, gap: Gap) -> None:
    held = importing.import_file(office.coordinator, gap.file)
    assert importing.import_file(office.coordinator, office.copy(gap.first)).verdict == "accepted"
    row = next(each for each in importing.inbox(office.coordinator) if each.item_id == held.item_id)
    assert (row.waits, row.decision, row.bundle_id) == (False, "accepted", gap.later)
    assert {each.bundle_id for each in Archive(office.coordinator.vault).all()} == {
        gap.first,
        gap.later,
    }
    assert vault_files(office.coordinator)["quarantine"] == []
    assert events(office.coordinator).count("receipt") == 2
    release = next(each for each in office.coordinator.custody.entries() if each.event == "release")
    assert release.x["by_hand"] is False
    lines = DeviceLogs(office.coordinator.vault).lines(device_keys.principal(office.device))
    assert chain.check(lines).seq == len(lines)


def test_both_orders_of_a_stick_end_the_same(office: Office, gap: Gap) -> None:
    outcomes = importing.import_many(office.coordinator, [gap.file, office.copy(gap.first)])
    assert [each.verdict for each in outcomes] == ["held", "accepted"]
    assert Inbox(office.coordinator.vault).held() == []
    assert len(vault_files(office.coordinator)["archive"]) == 2


def test_a_person_may_take_it_in_with_a_reason(office: Office, gap: Gap) -> None:
    item_id = importing.import_file(office.coordinator, gap.file).item_id
    with pytest.raises(errors.ReasonMissing):
        importing.decide(office.coordinator, item_id, accept=True, reason="  \n")
    outcome = importing.decide(
        office.coordinator, item_id, accept=True, reason="the first stick was burnt"
    )
    assert (outcome.verdict, outcome.bundle_id) == ("accepted", gap.later)
    kept = Archive(office.coordinator.vault).get(gap.later)
    assert kept.notes == ("LOG_GAP",)
    assert vault_files(office.coordinator) == {"archive": [kept.outer_name], "quarantine": []}
    assert events(office.coordinator)[-3:] == ["release", "import", "receipt"]
    assert b"burnt" not in b"".join(office.coordinator.custody.lines())
    with pytest.raises(errors.AlreadyDecided):
        importing.decide(office.coordinator, item_id, accept=False, reason="second thoughts")
    # What came before the gap still joins, and so does what follows.
    third = office.seal("words at last")
    outcomes = importing.import_many(
        office.coordinator, [office.copy(third), office.copy(gap.first)]
    )
    assert [each.verdict for each in outcomes] == ["accepted", "accepted"]
    lines = DeviceLogs(office.coordinator.vault).lines(device_keys.principal(office.device))
    assert chain.check(lines).seq == len(lines)


def test_a_person_may_refuse_it_with_a_reason(office: Office, gap: Gap) -> None:
    item_id = importing.import_file(office.coordinator, gap.file).item_id
    outcome = importing.decide(office.coordinator, item_id, accept=False, reason="not ours")
    assert outcome.verdict == "refused"
    assert vault_files(office.coordinator) == {"archive": [], "quarantine": []}
    item = Inbox(office.coordinator.vault).get(item_id)
    assert (item.decision, item.reason, item.file_gone) == ("rejected", "not ours", 1)
    assert office.coordinator.custody.entries()[-1].x["decision"] == "rejected"
    again = importing.import_file(office.coordinator, gap.file)
    assert again.verdict == "held"
    assert again.item_id != item_id


def test_only_what_is_held_can_be_decided(office: Office) -> None:
    outcome = importing.import_file(office.coordinator, office.copy(office.seal()))
    with pytest.raises(errors.AlreadyDecided):
        importing.decide(office.coordinator, outcome.item_id, accept=False, reason="why")
    with pytest.raises(errors.StatementMissing):
        importing.decide(office.coordinator, "no such item", accept=True, reason="why")


def test_another_content_under_a_known_id_is_an_alarm(office: Office) -> None:
    bundle_id = office.seal()
    importing.import_file(office.coordinator, office.copy(bundle_id))
    before = Archive(office.coordinator.vault).get(bundle_id)

    def lie(taken: Taken) -> Taken:
        return taken.described(interviewer="Somebody else")

    outcome = importing.import_file(office.coordinator, forged(office, bundle_id, lie))
    assert (outcome.verdict, outcome.code, outcome.alarm) == ("held", "ID_REUSED", True)
    with pytest.raises(BundleRefused) as caught:
        importing.decide(office.coordinator, outcome.item_id, accept=True, reason="why not")
    assert caught.value.code == "ID_REUSED"
    assert Archive(office.coordinator.vault).get(bundle_id) == before
    assert only_held(office.coordinator) == outcome.item_id
    row = next(each for each in importing.inbox(office.coordinator) if each.waits)
    assert row.alarm
    assert row.pseudonym == ""


def test_a_kept_file_that_was_touched_is_not_taken_in(office: Office, gap: Gap) -> None:
    item_id = importing.import_file(office.coordinator, gap.file).item_id
    name = Inbox(office.coordinator.vault).get(item_id).quarantine_name
    path = office.coordinator.folder / "quarantine" / name
    sealed = bytearray(path.read_bytes())
    other = office.seal("other words")
    path.write_bytes(office.file(other).read_bytes())
    with pytest.raises(errors.MediaDamaged):
        importing.decide(office.coordinator, item_id, accept=True, reason="it is fine")
    sealed[-1] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(BundleRefused):
        importing.decide(office.coordinator, item_id, accept=True, reason="it is fine")
    path.unlink()
    with pytest.raises(errors.VaultIo):
        importing.decide(office.coordinator, item_id, accept=True, reason="it is fine")
    assert only_held(office.coordinator) == item_id
    assert vault_files(office.coordinator)["archive"] == []


def test_a_device_that_was_taken_back_is_held_or_refused(office: Office) -> None:
    early = office.seal("before it was lost")
    office.people.clock.advance(60)
    last = office.coordinator.now()
    principal = device_keys.principal(office.device)
    office.people.clock.advance(3600)
    organising.revoke(office.coordinator, principal, reason="lost", last_trusted_at=last)
    outcome = importing.import_file(office.coordinator, office.copy(early))
    assert (outcome.verdict, outcome.code) == ("held", "SIGNER_REVOKED_UNDATED")
    report = importing.report(office.coordinator, outcome.item_id)
    assert report.waits
    late = office.seal("after it was lost")
    outcome = importing.import_file(office.coordinator, office.copy(late))
    assert (outcome.verdict, outcome.code) == ("refused", "SIGNER_REVOKED")


def test_a_bundle_that_others_dated_counts_although_the_device_is_lost(office: Office) -> None:
    first = office.seal("first words")
    office.people.clock.advance(60)
    second = office.seal("second words")  # its log tells of the first one's seal
    office.people.clock.advance(60)
    assert importing.import_file(office.coordinator, office.copy(second)).verdict == "accepted"
    office.people.clock.advance(60)
    last = office.coordinator.now()
    principal = device_keys.principal(office.device)
    office.people.clock.advance(3600)
    organising.revoke(office.coordinator, principal, reason="lost", last_trusted_at=last)
    outcome = importing.import_file(office.coordinator, office.copy(first))
    assert (outcome.verdict, outcome.code) == ("accepted", "")


def test_the_log_of_a_set_back_device_is_an_alarm(office: Office, tmp_path: Path) -> None:
    import shutil

    from intake_app.services import session as sessions
    from tests.services.people import WORDS

    office.seal("words zero")
    office.device.lock()
    shutil.copytree(office.device.folder, tmp_path / "older")
    office.device = sessions.unlock(
        office.device.folder, bytearray(WORDS), office.coordinator.surroundings
    )
    office.people.sessions.append(office.device)
    ahead = office.seal("words one")
    later = office.seal("words two")
    for each in (ahead, later):
        assert importing.import_file(office.coordinator, office.copy(each)).verdict == "accepted"
    office.device.lock()
    office.device = sessions.unlock(
        tmp_path / "older", bytearray(WORDS), office.coordinator.surroundings
    )
    office.people.sessions.append(office.device)
    outcome = importing.import_file(office.coordinator, office.copy(office.seal("other words")))
    assert outcome.verdict == "held"
    assert outcome.code in ("LOG_FORK", "LOG_ROLLBACK")
    assert outcome.alarm
    taken = importing.decide(
        office.coordinator,
        outcome.item_id,
        accept=True,
        reason="the laptop was restored from a copy",
    )
    assert taken.verdict == "accepted"
    lines = DeviceLogs(office.coordinator.vault).lines(device_keys.principal(office.device))
    assert chain.check(lines).seq == len(lines)

"""Old copies of vaults put back, two lives of one vault, one id twice: noticed, and said plainly.

Vault folders are really copied and put back, as a thief, a backup or a frightened person would.
"""

from __future__ import annotations

import copy as copylib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.localization import messages, report_words
from intake_app.services import (
    custody,
    device_keys,
    giving_receipts,
    importing,
    inbox_list,
    overview,
    own_receipts,
    receipting,
    rollback_claims,
    session,
)
from intake_app.services.importing import ImportOutcome
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from tests.bundle.a_bundle import Taken
from tests.cli.running import intake
from tests.services import making
from tests.services.making import Office, forged
from tests.services.people import WORDS


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path / "people")


def copied(who: Session, to: Path) -> Path:
    """Lock a vault and copy its folder; the session is of no use afterwards."""
    who.lock()
    return Path(shutil.copytree(who.folder, to))


def put_back(copy: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)


def reopened(office: Office, folder: Path, clock: FixedClock | None = None) -> Session:
    around = Surroundings(clock=clock or office.people.clock, cost=KdfCost.quick())
    made = session.unlock(folder, bytearray(WORDS), around)
    office.people.sessions.append(made)
    return made


def taken_in(office: Office, bundle_id: str) -> ImportOutcome:
    return importing.import_file(office.coordinator, office.copy(bundle_id))


def receipt_of(office: Office, bundle_id: str) -> Path:
    [path] = giving_receipts.write_receipts(office.coordinator, office.people.place(), [bundle_id])
    return path


def says(office: Office, outcome: ImportOutcome, code: str) -> None:
    """The command line's row, the inbox and the report in the window all tell of `code`."""
    row = next(
        each
        for each in inbox_list.listed(importing.inbox(office.coordinator))
        if each.row.item_id == outcome.item_id
    )
    report = importing.report(office.coordinator, outcome.item_id)
    said = report_words.line(code, {}).what
    assert said == messages.sentence(code).what
    assert said in {report_words.line(each.code, each.params).what for each in report.lines}
    if outcome.verdict == "held":
        assert (row.row.waits, row.row.code) == (True, code)
        assert row.row.alarm == outcome.alarm
        assert inbox_list.listed(importing.inbox(office.coordinator))[0] == row


def test_an_old_copy_of_the_device_put_back_shows_as_two_histories(
    office: Office, tmp_path: Path
) -> None:
    assert taken_in(office, office.seal("first")).verdict == "accepted"
    copy = copied(office.device, tmp_path / "copy")
    office.people.clock.advance(60)
    office.device = reopened(office, office.device.folder)
    assert taken_in(office, office.seal("second")).verdict == "accepted"
    office.device.lock()
    put_back(copy, office.device.folder)
    office.people.clock.advance(60)
    office.device = reopened(office, office.device.folder)
    assert not overview.overview(office.device).older  # the whole folder: it cannot know yet
    outcome = taken_in(office, office.seal("third"))
    assert (outcome.verdict, outcome.code, outcome.alarm) == ("held", "LOG_FORK", True)
    says(office, outcome, "LOG_FORK")
    assert (
        importing.decide(
            office.coordinator, outcome.item_id, accept=True, reason="spoken to face to face"
        ).verdict
        == "accepted"
    )
    assert ("warn", "ACCEPTED_BY_HAND") in {
        (each.tone, each.code)
        for each in importing.report(office.coordinator, outcome.item_id).lines
    }


def test_the_device_learns_of_it_from_the_receipt(office: Office, tmp_path: Path) -> None:
    copy = copied(office.device, tmp_path / "copy")
    office.device = reopened(office, office.device.folder)
    bundle_id = office.seal("after the copy")
    taken_in(office, bundle_id)
    receipt = receipt_of(office, bundle_id)
    office.device.lock()
    put_back(copy, office.device.folder)
    office.device = reopened(office, office.device.folder)
    assert not custody.is_older(office.device)
    with pytest.raises(errors.ReceiptUnknownBundle):
        receipting.take_in(office.device, receipt)
    now = overview.overview(office.device)
    assert (now.older, now.alarms, now.claims) == (False, 1, 1)  # a coordinator's word, no proof
    verdict = custody.verify(office.device)
    assert (verdict.ok, verdict.claims) == (True, 1)
    office.device.lock()
    office.device = reopened(office, office.device.folder)
    [claim] = rollback_claims.waiting(office.device)  # and it is not forgotten
    assert claim.by == device_keys.principal(office.coordinator)
    assert rollback_claims.decide(office.device, claim.line, believed=True)
    office.device.lock()
    office.device = reopened(office, office.device.folder)
    now = overview.overview(office.device)
    assert (now.older, now.claims) == (True, 0)
    verdict = custody.verify(office.device)
    assert (verdict.ok, verdict.problem) == (False, custody.OLDER)
    # What is sealed now tells the coordinators.
    outcome = taken_in(office, office.seal("sealed on the old copy"))
    assert (outcome.verdict, outcome.code) == ("held", "LOG_FORK")


def test_a_database_alone_put_back_is_noticed_at_home_and_told_of(
    office: Office, tmp_path: Path
) -> None:
    copy = copied(office.device, tmp_path / "copy")
    office.device = reopened(office, office.device.folder)
    office.seal("never handed over")
    office.device.lock()
    for each in office.device.folder.glob("vault.db*"):
        each.unlink()
    shutil.copyfile(copy / "vault.db", office.device.folder / "vault.db")
    office.people.clock.advance(60)
    office.device = reopened(office, office.device.folder)
    assert overview.overview(office.device).older
    outcome = taken_in(office, office.seal("sealed on the old database"))
    assert outcome.verdict == "accepted"
    assert "DEVICE_SET_BACK" in outcome.notes
    says(office, outcome, "DEVICE_SET_BACK")


def test_one_draft_sealed_twice_from_two_copies(office: Office, tmp_path: Path) -> None:
    draft = office.draft("the same words")
    copy = copied(office.device, tmp_path / "copy")
    office.device = reopened(office, office.device.folder)
    assert taken_in(office, office.close(draft)).verdict == "accepted"
    assert taken_in(office, office.seal("its log tells of the first")).verdict == "accepted"
    office.device = reopened(office, copy)
    outcome = taken_in(office, office.close(draft))
    assert (outcome.verdict, outcome.code, outcome.alarm) == ("held", "LOG_FORK", True)
    says(office, outcome, "LOG_FORK")


def test_a_copy_that_wakes_at_the_very_same_moment_is_set_back(
    office: Office, tmp_path: Path
) -> None:
    """As a snapshot of a computer does: to the seal both histories are the same to the byte."""
    draft = office.draft("the same words")
    copy = copied(office.device, tmp_path / "copy")
    moment = copylib.copy(office.people.clock)
    office.device = reopened(office, office.device.folder)
    assert taken_in(office, office.close(draft)).verdict == "accepted"
    assert taken_in(office, office.seal("its log tells of the first")).verdict == "accepted"
    office.device = reopened(office, copy, moment)
    outcome = taken_in(office, office.close(draft))
    assert (outcome.verdict, outcome.code, outcome.alarm) == ("held", "LOG_ROLLBACK", True)
    says(office, outcome, "LOG_ROLLBACK")


def test_two_bundles_under_one_id_and_a_replay(office: Office, tmp_path: Path) -> None:
    bundle_id = office.seal()
    path = office.copy(bundle_id)
    assert importing.import_file(office.coordinator, path).verdict == "accepted"

    def lie(taken: Taken) -> Taken:
        return taken.described(interviewer="Somebody else")

    lied = forged(office, bundle_id, lie)
    outcome = importing.import_file(office.coordinator, lied)
    assert (outcome.verdict, outcome.code, outcome.alarm) == ("held", "ID_REUSED", True)
    says(office, outcome, "ID_REUSED")
    again = importing.import_file(office.coordinator, path)
    assert (again.verdict, again.code) == ("duplicate", "REPLAY")
    report = importing.report(office.coordinator, again.item_id)
    assert report.lines[0].code == "ALREADY_HERE"
    office.coordinator.lock()
    key = tmp_path / "words"
    key.write_bytes(WORDS)
    # The command line asks the real clock, which must not be behind the invented one.
    ran = intake(
        *("import", office.coordinator.folder, lied, path, "--json", "--passphrase-file", key),
        home=tmp_path / "home",
    )
    told = {each["code"]: each["verdict"] for each in ran.told["outcomes"]}
    assert told == {"ID_REUSED": "held", "REPLAY": "duplicate"}


def test_the_coordinators_own_vault_put_back(office: Office, tmp_path: Path) -> None:
    first = office.seal("first")
    copy = copied(office.coordinator, tmp_path / "copy")
    office.coordinator = reopened(office, office.coordinator.folder)
    assert taken_in(office, first).verdict == "accepted"
    receipting.take_in(office.device, receipt_of(office, first))
    office.coordinator.lock()
    put_back(copy, office.coordinator.folder)
    office.coordinator = reopened(office, office.coordinator.folder)
    assert not custody.is_older(office.coordinator)
    outcome = taken_in(office, office.seal("second"))
    assert (outcome.verdict, outcome.code) == ("held", "LOG_GAP")
    assert "OUR_RECEIPT_UNKNOWN" in outcome.notes
    verdict = custody.verify(office.coordinator)
    assert (verdict.ok, verdict.claims) == (True, 1)  # the device's word
    [claim] = rollback_claims.waiting(office.coordinator)
    assert claim.by == device_keys.principal(office.device)
    # The device still has what we signed: that is the proof.
    who = device_keys.principal(office.coordinator)
    proof = giving_receipts.give_back(office.device, who, office.people.place())
    assert own_receipts.prove(office.coordinator, proof)
    assert rollback_claims.waiting(office.coordinator) == []
    assert custody.is_older(office.coordinator)
    assert custody.verify(office.coordinator).problem == custody.OLDER
    lines = [e for e in office.coordinator.custody.entries() if e.event == "vault.rollback"]
    assert len(lines) == 1
    # Said again at every start; and the bundle that went missing can be brought in again.
    office.coordinator.lock()
    office.coordinator = reopened(office, office.coordinator.folder)
    assert custody.is_older(office.coordinator)
    assert taken_in(office, first).verdict == "accepted"
    assert not [row for row in importing.inbox(office.coordinator) if row.waits]


def test_the_command_line_says_that_a_vault_is_older(office: Office, tmp_path: Path) -> None:
    copy = copied(office.device, tmp_path / "copy")
    office.device = reopened(office, office.device.folder)
    bundle_id = office.seal("after the copy")
    taken_in(office, bundle_id)
    receipt = receipt_of(office, bundle_id)
    office.device.lock()
    put_back(copy, office.device.folder)
    key = tmp_path / "words"
    key.write_bytes(WORDS)
    more = ("--json", "--passphrase-file", key)
    ran = intake("receipt", "import", office.device.folder, receipt, *more, home=tmp_path / "home")
    assert [each["code"] for each in ran.told["receipts"]] == ["RECEIPT_UNKNOWN_BUNDLE"]
    ran = intake("custody", "verify", office.device.folder, *more, home=tmp_path / "home")
    assert (ran.code, ran.told["problem"], ran.told["claims"]) == (0, "", 1)
    ran = intake("custody", "show", office.device.folder, *more, home=tmp_path / "home")
    [line] = [each["seq"] for each in ran.told["entries"] if each["event"] == "rollback.claimed"]
    decide = ("custody", "decide", office.device.folder, line, "--believe")
    assert intake(*decide, *more, home=tmp_path / "home").told["decided"]
    assert intake(*decide, *more, home=tmp_path / "home").code == 1
    ran = intake("custody", "verify", office.device.folder, *more, home=tmp_path / "home")
    assert (ran.code, ran.told["problem"], ran.told["claims"]) == (1, "VAULT_OLDER", 0)

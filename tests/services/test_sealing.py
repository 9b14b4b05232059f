"""A statement is a draft or sealed; sealed, nothing of it can be read on the device."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from intake_app import errors
from intake_app.domain.consent import USES, UseAnswer
from intake_app.domain.record import Name
from intake_app.services import exhibits, importing, interviewing, sealing, withdrawing
from intake_app.services.sealed_files import SealedFile
from intake_app.vault.archive import Archive
from intake_app.vault.drafts import Drafts
from intake_app.vault.files import PartFile
from intake_app.vault.media import MediaStore
from intake_app.vault.sealed import Sealed
from tests.services import making
from tests.services.making import PICTURE, Office
from tests.services.people import events

MARK = "سپیدار-کبود"
MARKS = tuple(MARK.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def untouched(office: Office, statement_id: str) -> None:
    assert interviewing.load(office.device, statement_id).statement_id == statement_id
    assert Sealed(office.device.vault).all() == []
    assert list((office.device.folder / "outbox").iterdir()) == []
    assert "seal" not in events(office.device)


def test_steps_bundles_and_log(office: Office) -> None:
    statement_id = office.draft()
    picture = office.people.place() / "عکس.jpg"
    picture.write_bytes(PICTURE)
    exhibits.attach(office.device, statement_id, picture)
    who = interviewing.load_identity(office.device, statement_id)
    named = msgspec.structs.replace(who, names=(Name(text=MARK),))
    interviewing.save_identity(office.device, named)
    seen: list[tuple[int, int, str]] = []
    sealed = sealing.seal(office.device, statement_id, progress=lambda *now: seen.append(now))
    assert list(dict.fromkeys(step for _, _, step in seen)) == list(sealing.STEPS)
    assert all(done <= total for done, total, _ in seen)
    assert [each.kind for each in sealed.bundles] == ["statement", "identity"]
    assert len(sealed.code.replace(" ", "")) == 40
    assert events(office.device)[-3:] == ["seal", "seal", "key.drop"]
    with pytest.raises(errors.StatementMissing):
        interviewing.load(office.device, statement_id)
    assert MediaStore(office.device.vault).of(statement_id) == []
    assert list((office.device.folder / "media").iterdir()) == []
    for each in sealed.bundles:
        assert importing.import_file(office.coordinator, office.file(each.bundle_id)).verdict == (
            "accepted"
        )
    archive = Archive(office.coordinator.vault)
    statement = archive.get(sealed.bundles[0].bundle_id)
    assert MARK.encode() not in statement.statement + statement.description
    assert sealed.bundles[1].bundle_id.encode() not in statement.statement + statement.description
    assert MARK.encode() in archive.get(sealed.bundles[1].bundle_id).statement


def test_nothing_that_was_said_is_left_in_the_folder(office: Office) -> None:
    statement_id = office.draft(f"{MARK} و دیگر هیچ")
    paper = office.people.place() / "paper.bin"
    paper.write_bytes(MARKS[0] * 1000)
    exhibits.attach(office.device, statement_id, paper)
    sealing.seal(office.device, statement_id)
    assert office.device.vault.db.value("SELECT count(*) FROM draft_keys") == 0
    files = [path for path in office.device.folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        assert not any(mark in data for mark in MARKS), path.name
    assert (office.device.folder / "vault.db-wal").stat().st_size == 0


def test_a_draft_that_is_not_ready(office: Office) -> None:
    begun = interviewing.begin(office.device, making.opening())
    with pytest.raises(errors.StatementInvalid):
        sealing.seal(office.device, begun.statement_id)
    interviewing.write_narrative(office.device, begun.statement_id, "one\ntwo")
    with pytest.raises(errors.NotReadBack):
        sealing.seal(office.device, begun.statement_id)
    no = tuple(UseAnswer(use=use, answer="no") for use in USES)
    refused = msgspec.structs.replace(begun.consent, uses=no)
    interviewing.revise(office.device, begun.statement_id, consent=refused)
    assert "consent_refused" in sealing.plan(office.device, begun.statement_id).missing
    with pytest.raises(errors.ConsentRefused):
        sealing.seal(office.device, begun.statement_id)
    untouched(office, begun.statement_id)


def test_without_an_organisation_there_is_a_plan_and_no_seal(tmp_path: Path) -> None:
    for each in making.office(tmp_path):
        alone = each.people.person("interviewer")
        own = Office(each.people, each.coordinator, alone)
        statement_id = own.draft()
        plan = sealing.plan(alone, statement_id)
        assert (plan.enrolled, plan.may_seal, plan.openers) == (False, False, ())
        with pytest.raises(errors.NoOrganisation):
            sealing.seal(alone, statement_id)
        untouched(own, statement_id)


def test_an_old_trust_list_warns_and_a_wrong_clock_stops(office: Office) -> None:
    statement_id = office.draft()
    now = office.people.clock.now()
    for moved in (timedelta(days=-4000), timedelta(days=4000)):
        office.people.clock.set_wall(now + moved)
        assert sealing.plan(office.device, statement_id).clock_wrong
        with pytest.raises(errors.ClockWrong):
            sealing.seal(office.device, statement_id)
    untouched(office, statement_id)
    office.people.clock.set_wall(now + timedelta(days=500))
    plan = sealing.plan(office.device, statement_id)
    assert plan.trust_expired
    assert plan.may_seal
    assert sealing.seal(office.device, statement_id).bundles


def test_a_damaged_file_in_the_vault_stops_the_seal(office: Office) -> None:
    statement_id = office.draft()
    paper = office.people.place() / "paper.bin"
    paper.write_bytes(b"x" * 200_000)
    exhibit = exhibits.attach(office.device, statement_id, paper)
    kept = office.device.folder / "media" / exhibit.id
    data = bytearray(kept.read_bytes())
    data[-100] ^= 1
    kept.write_bytes(data)
    with pytest.raises(errors.SourceChanged):
        sealing.seal(office.device, statement_id)
    untouched(office, statement_id)


def test_a_file_that_reads_back_otherwise_stops_the_seal(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement_id = office.draft()
    finish = SealedFile.finish

    def and_flip(self: SealedFile, name: str) -> object:
        row = finish(self, name)
        data = bytearray(self._file.path.read_bytes())
        data[-1] ^= 1
        self._file.path.write_bytes(data)
        return row

    monkeypatch.setattr(SealedFile, "finish", and_flip)
    with pytest.raises(errors.SealCheckFailed):
        sealing.seal(office.device, statement_id)
    untouched(office, statement_id)


def test_a_full_disk_and_a_stop_leave_the_draft(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement_id = office.draft()
    for step in ("write", "reread"):
        seen: list[str] = []
        with pytest.raises(errors.Cancelled):
            sealing.seal(
                office.device,
                statement_id,
                progress=lambda _d, _t, now, seen=seen: seen.append(now),  # type: ignore[misc]
                cancelled=lambda step=step, seen=seen: step in seen,  # type: ignore[misc]
            )
        untouched(office, statement_id)

    def full(_self: PartFile, _data: bytes) -> int:
        from intake_app.vault.faults import from_os

        raise from_os(OSError(errno.ENOSPC, "full"))

    monkeypatch.setattr(PartFile, "write", full)
    with pytest.raises(errors.VaultDiskFull):
        sealing.seal(office.device, statement_id)
    untouched(office, statement_id)


def test_half_characters_are_replaced_in_the_bundle_and_kept_in_the_draft(office: Office) -> None:
    statement_id = office.draft("a \ud83d b\0c")
    assert "\ud83d" in interviewing.load(office.device, statement_id).narrative[0].text
    sealed = sealing.seal(office.device, statement_id)
    assert sealed.replaced == 1
    outcome = importing.import_file(office.coordinator, office.file(sealed.bundles[0].bundle_id))
    kept = Archive(office.coordinator.vault).get(outcome.bundle_id).statement.decode()
    assert "a \ufffd b\u2400c" in kept


def test_the_log_goes_on_from_where_every_coordinator_holds_it(office: Office) -> None:
    first = office.seal()
    importing.import_file(office.coordinator, office.file(first))
    second = office.seal()
    outcome = importing.import_file(office.coordinator, office.file(second))
    assert outcome.verdict == "accepted"


def test_a_withdrawal_seals_without_words(office: Office) -> None:
    first = office.seal()
    begun = withdrawing.withdrawal(office.device, first)
    assert "withdraw" in events(office.device)
    sealed = sealing.seal(office.device, begun.statement_id)
    assert sealed.bundles[0].kind == "withdrawal"
    for each in (first, sealed.bundles[0].bundle_id):
        outcome = importing.import_file(office.coordinator, office.file(each))
        assert outcome.verdict == "accepted"
    with pytest.raises(errors.StatementMissing):
        withdrawing.withdrawal(office.device, "ab" * 16)
    assert Drafts(office.device.vault).all() == []

"""What was taken in is read to the byte, the witness apart, and what was taken back stays so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from intake_app import errors
from intake_app.crypto import canonical
from intake_app.domain.consent import USES
from intake_app.domain.narrative import text_of
from intake_app.services import archive_reading, importing, interviewing, withdrawing
from intake_app.services.archive_reading import Record
from intake_app.vault.archive import Archive
from intake_app.vault.sealed import Sealed
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import FILM, PICTURE, WORDS, Office, forged
from tests.services.people import events


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def taken_in(office: Office, *bundle_ids: str) -> None:
    for each in bundle_ids:
        assert importing.import_file(office.coordinator, office.copy(each)).verdict == "accepted"


def opened(office: Office, bundle_id: str) -> Record:
    return archive_reading.open_record(office.coordinator, bundle_id)


def test_words_and_files_come_out_as_they_went_in(office: Office) -> None:
    bundle_id = office.seal(files=True)
    taken_in(office, bundle_id)
    record = opened(office, bundle_id)
    assert record.statement is not None
    assert text_of(record.statement.narrative) == WORDS
    assert [each.name for each in record.statement.exhibits] == ["عکس.jpg", "film.bin"]
    assert record.kind == "statement"
    assert record.description.bundle_id == bundle_id
    assert record.bundle.device == record.description.signer
    paths = [each.path for each in record.statement.exhibits]
    contents = [
        b"".join(archive_reading.read_file(office.coordinator, bundle_id, each)) for each in paths
    ]
    assert contents == [PICTURE, FILM]
    assert archive_reading.picture(office.coordinator, bundle_id, paths[0]) == PICTURE
    assert archive_reading.picture(office.coordinator, bundle_id, paths[1]) is None
    with pytest.raises(errors.ExhibitMissing):
        archive_reading.read_file(office.coordinator, bundle_id, "data/000009.bin")
    with pytest.raises(errors.WrongRole):
        archive_reading.read_file(office.device, bundle_id, paths[0])


def test_history_receipts_and_one_line_for_each_look(office: Office) -> None:
    bundle_id = office.seal(files=True)
    taken_in(office, bundle_id)
    record = opened(office, bundle_id)
    assert [each.event for each in record.custody] == ["import", "receipt"]
    told = [each.event for each in record.device_custody]
    assert told[0] == "draft.open"
    assert told.count("exhibit.add") == 2
    assert len(record.receipts) == 1
    assert events(office.coordinator).count("view") == 1
    again = opened(office, bundle_id)
    assert [each.event for each in again.custody] == ["import", "receipt", "view"]
    [row] = archive_reading.bundles(office.coordinator)
    assert (row.bundle_id, row.witness, row.kind) == (bundle_id, "شاهد ۱", "statement")
    assert (row.is_withdrawn, row.is_corrected) == (False, False)
    with pytest.raises(errors.StatementMissing):
        opened(office, "00" * 16)
    with pytest.raises(errors.WrongRole):
        archive_reading.bundles(office.device)


def test_who_the_witness_is_stays_closed_until_asked_for(office: Office) -> None:
    bundle_id = office.seal(identity=True)
    importing.import_many(office.coordinator, [office.stick()])
    record = opened(office, bundle_id)
    assert record.identity is None
    assert record.identity_bundle_id
    assert "نام راستین" not in repr(record)
    who = archive_reading.identity(office.coordinator, bundle_id)
    assert who is not None
    assert who.names[0].text == "نام راستین"
    line = office.coordinator.custody.entries()[-1]
    assert (line.event, line.ref, line.x) == (
        "view",
        record.identity_bundle_id,
        {"kind": "identity"},
    )
    both = archive_reading.open_record(office.coordinator, bundle_id, with_identity=True)
    assert both.identity == who
    apart = opened(office, record.identity_bundle_id)
    assert (apart.statement, apart.kind, apart.identity) == (None, "identity", who)
    assert apart.consent_now is None


def test_nobody_else_puts_a_name_to_a_witness(office: Office, tmp_path: Path) -> None:
    bundle_id = office.seal("told to another")
    taken_in(office, bundle_id)
    assert archive_reading.identity(office.coordinator, bundle_id) is None
    other = office.people.person("interviewer")
    office.people.enrol(office.coordinator, other, "other laptop")
    stranger = Office(office.people, office.coordinator, other)
    stranger.seal("its own words", identity=True)
    identity = next(each.bundle_id for each in Sealed(other.vault).all() if each.kind == "identity")

    def point_at_it(taken: Taken) -> Taken:
        link = {"rel": "identity-of", "bundle_id": bundle_id, "tagmanifest_sha256": ""}
        return taken.described(links=[link])

    path = forged(stranger, identity, point_at_it)
    assert importing.import_file(office.coordinator, path).verdict == "accepted"
    assert opened(office, bundle_id).identity_bundle_id == ""
    assert archive_reading.identity(office.coordinator, bundle_id) is None
    assert opened(office, bundle_id).links[0].direction == "in"


def test_corrections_are_linked_both_ways(office: Office) -> None:
    first = office.seal()
    second = office.later(first, "correction", "corrects")
    third = office.later(first, "addition", "adds_to")
    taken_in(office, second)
    early = opened(office, second)
    [link] = early.links
    assert (link.rel, link.bundle_id, link.direction, link.here) == (
        "corrects",
        first,
        "out",
        False,
    )
    taken_in(office, first, third)
    record = opened(office, first)
    assert set(record.corrected_by) == {second, third}
    assert record.corrects == ()
    assert all(each.here and each.direction == "in" for each in record.links)
    assert opened(office, second).corrects == (first,)
    assert opened(office, third).kind == "addition"
    rows = {each.bundle_id: each for each in archive_reading.bundles(office.coordinator)}
    assert rows[first].is_corrected
    assert rows[second].kind == "correction"


def test_consent_that_is_taken_back_holds_no_more(office: Office) -> None:
    first = office.seal()
    second = office.later(first, "correction", "corrects")
    other = office.seal("another witness")
    withdrawal = office.withdraw(first)
    fresh = office.later(first, "addition", "adds_to")
    taken_in(office, first, second, other)
    for each in (first, second, other):
        record = opened(office, each)
        assert record.consent_now == record.consent
        assert record.consent_now is not None
        assert record.consent_now.allowed == USES
    taken_in(office, withdrawal, fresh)
    for each in (first, second):
        record = opened(office, each)
        assert record.withdrawn_by == (withdrawal,)
        assert record.consent is not None
        assert record.consent.allowed == USES
        assert record.consent_now is not None
        assert record.consent_now.allowed == ()
    # Another witness is not meant, nor what was allowed anew afterwards.
    for each in (other, fresh):
        record = opened(office, each)
        assert (record.withdrawn_by, record.consent_now) == ((), record.consent)
    assert opened(office, withdrawal).kind == "withdrawal"
    rows = {each.bundle_id: each for each in archive_reading.bundles(office.coordinator)}
    assert rows[first].is_withdrawn


def test_damage_in_the_archive_is_seen_while_reading(office: Office) -> None:
    bundle_id = office.seal(files=True)
    taken_in(office, bundle_id)
    path = opened(office, bundle_id).files[2].path
    kept = Archive(office.coordinator.vault).get(bundle_id)
    sealed = office.coordinator.folder / "archive" / kept.outer_name
    whole = sealed.read_bytes()
    other = office.seal("other words")
    for damaged in (
        whole[:300_000] + bytes([whole[300_000] ^ 1]) + whole[300_001:],
        whole[:-100],
        office.file(other).read_bytes(),
        b"",
    ):
        sealed.write_bytes(damaged)
        with pytest.raises(errors.MediaDamaged):
            for _piece in archive_reading.read_file(office.coordinator, bundle_id, path):
                pass
    sealed.unlink()
    with pytest.raises(errors.MediaDamaged):
        list(archive_reading.read_file(office.coordinator, bundle_id, path))


def test_a_picture_is_what_its_bytes_say(office: Office) -> None:
    bundle_id = office.seal(files=True)

    def lie(taken: Taken) -> Taken:
        return taken.put("data/000002.jpg", b"<svg>" + PICTURE[5:]).listed()

    def no_exhibits(taken: Taken) -> Taken:
        value = msgspec.json.decode(taken.of("data/000001.json"))
        value["exhibits"] = []
        return lie(taken.put("data/000001.json", canonical.encode(value)))

    path = forged(office, bundle_id, no_exhibits)
    assert importing.import_file(office.coordinator, path).verdict == "accepted"
    assert archive_reading.picture(office.coordinator, bundle_id, "data/000002.jpg") is None


def test_a_copy_is_whole_named_by_us_and_told_of(office: Office) -> None:
    bundle_id = office.seal(files=True)
    taken_in(office, bundle_id)
    folder = office.people.place()
    seen: list[int] = []
    path = archive_reading.save_copy(
        office.coordinator,
        bundle_id,
        "data/000002.jpg",
        folder,
        progress=lambda done, _total: seen.append(done),
    )
    assert path.read_bytes() == PICTURE
    assert path.name == f"{bundle_id[:8]}-000002.jpg"
    assert path.stat().st_mode & 0o077 == 0
    assert seen[-1] == len(PICTURE)
    line = office.coordinator.custody.entries()[-1]
    assert (line.event, line.x) == ("export", {"what": "file", "number": 2})
    with pytest.raises(errors.OutputFailed):
        archive_reading.save_copy(office.coordinator, bundle_id, "data/000002.jpg", folder)
    with pytest.raises(errors.Cancelled):
        archive_reading.save_copy(
            office.coordinator, bundle_id, "data/000003.bin", folder, cancelled=lambda: True
        )
    with pytest.raises(errors.OutputFailed):
        archive_reading.save_copy(
            office.coordinator, bundle_id, "data/000003.bin", folder / "missing"
        )
    assert [each.name for each in folder.iterdir()] == [path.name]
    assert office.coordinator.custody.entries()[-1] == line


def test_partial_withdrawal_keeps_what_is_still_allowed(office: Office) -> None:
    first = office.seal()
    opening = making.opening()
    uses = tuple(
        msgspec.structs.replace(each, answer="no" if each.use.startswith("publish") else "yes")
        for each in opening.consent.uses
    )
    consent = msgspec.structs.replace(opening.consent, uses=uses)
    made = withdrawing.withdrawal(office.device, first, replace(opening, consent=consent))
    assert interviewing.load(office.device, made.statement_id).purpose == "withdrawal"
    withdrawal = office.close(made.statement_id)
    taken_in(office, first, withdrawal)
    record = opened(office, first)
    assert record.consent_now is not None
    assert set(USES) - set(record.consent_now.allowed) == {"publish_named", "publish_unnamed"}

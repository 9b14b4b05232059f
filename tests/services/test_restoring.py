"""A file that the archive lost comes back from the same file, and from nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.localization import vault_words
from intake_app.services import archive_reading, importing, restoring
from intake_app.services import session as sessions
from intake_app.vault import layout
from intake_app.vault.archive import Archive
from tests.services import making
from tests.services.making import PICTURE, Office, vault_files
from tests.services.people import WORDS, events


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


@pytest.fixture
def bundle_id(office: Office) -> str:
    made = office.seal(files=True)
    assert importing.import_file(office.coordinator, office.copy(made)).verdict == "accepted"
    return made


def kept(office: Office, bundle_id: str) -> Path:
    name = Archive(office.coordinator.vault).get(bundle_id).outer_name
    return office.coordinator.folder / layout.ARCHIVE / name


def lose(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "cut":
        path.write_bytes(data[:-1])
    elif how == "empty":
        path.write_bytes(b"")
    else:
        path.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])


LOSSES = {
    "missing": "file_missing",
    "cut": "file_size",
    "empty": "file_size",
    "changed": "file_changed",
}


@pytest.mark.parametrize("how", LOSSES)
def test_the_check_names_it_and_the_same_file_mends_it(
    office: Office, bundle_id: str, how: str
) -> None:
    path = kept(office, bundle_id)
    whole = path.read_bytes()
    lose(path, how)
    found = office.coordinator.check()
    assert found.problems == (f"{LOSSES[how]}:archive/{path.name}",)
    [spoken] = vault_words.sentences(found.problems)
    assert "archive" in spoken.what
    outcome = importing.import_file(office.coordinator, office.copy(bundle_id))
    assert (outcome.verdict, outcome.code) == ("duplicate", restoring.RESTORED)
    assert path.read_bytes() == whole
    assert office.coordinator.check().ok
    line = next(each for each in office.coordinator.custody.entries() if each.event == "archive")
    assert (line.ref, line.x["step"]) == (bundle_id, "restored")
    assert line.x["was"] == ("missing" if how == "missing" else "damaged")
    picture = archive_reading.read_file(office.coordinator, bundle_id, "data/000002.jpg")
    assert b"".join(picture) == PICTURE
    codes = [each.code for each in importing.report(office.coordinator, outcome.item_id).lines]
    assert codes[:2] == ["ALREADY_HERE", restoring.RESTORED]


def test_a_second_delivery_of_what_is_whole_changes_nothing(office: Office, bundle_id: str) -> None:
    before = kept(office, bundle_id).stat().st_mtime_ns
    outcome = importing.import_file(office.coordinator, office.copy(bundle_id))
    assert outcome.code == "REPLAY"
    assert kept(office, bundle_id).stat().st_mtime_ns == before
    assert "archive" not in events(office.coordinator)


def test_another_file_never_takes_its_place(office: Office, bundle_id: str) -> None:
    path = kept(office, bundle_id)
    copy = office.copy(bundle_id)
    path.unlink()
    data = bytearray(copy.read_bytes())
    data[-1] ^= 1
    copy.write_bytes(data)
    assert importing.import_file(office.coordinator, copy).verdict == "refused"
    assert not path.exists()
    assert vault_files(office.coordinator) == {"archive": [], "quarantine": []}


def test_a_file_that_changes_between_the_two_readings_is_not_taken(
    office: Office, bundle_id: str
) -> None:
    path = kept(office, bundle_id)
    path.unlink()
    copy = office.copy(bundle_id)
    copy.write_bytes(os.urandom(copy.stat().st_size))
    with copy.open("rb", buffering=0) as source, pytest.raises(errors.FileMissing):
        restoring.put_back(office.coordinator, bundle_id, source, lambda _size: None)
    assert vault_files(office.coordinator) == {"archive": [], "quarantine": []}
    assert "archive" not in events(office.coordinator)


def test_broken_off_it_leaves_nothing_and_can_be_begun_again(
    office: Office, bundle_id: str
) -> None:
    path = kept(office, bundle_id)
    lose(path, "changed")
    damaged = path.read_bytes()
    count = 0

    def enough() -> bool:
        nonlocal count
        count += 1
        return count > 2

    with pytest.raises(errors.Cancelled):
        importing.import_file(office.coordinator, office.copy(bundle_id), cancelled=enough)
    assert path.read_bytes() == damaged
    assert vault_files(office.coordinator) == {"archive": [path.name], "quarantine": []}
    outcome = importing.import_file(office.coordinator, office.copy(bundle_id))
    assert outcome.code == restoring.RESTORED


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_what_a_crash_left_of_it_is_no_hindrance(
    office: Office, bundle_id: str, share: float
) -> None:
    """Half of it gives way to the next try; all of it takes its place at the next unlocking."""
    path = kept(office, bundle_id)
    whole = path.read_bytes()
    path.unlink()
    path.with_name(path.name + layout.PART).write_bytes(whole[: int(len(whole) * share)])
    office.coordinator.lock()
    around = office.coordinator.surroundings
    office.coordinator = sessions.unlock(office.coordinator.folder, bytearray(WORDS), around)
    office.people.sessions.append(office.coordinator)
    assert path.exists() == (share == 1.0)
    outcome = importing.import_file(office.coordinator, office.copy(bundle_id))
    assert outcome.code == ("REPLAY" if share == 1.0 else restoring.RESTORED)
    assert path.read_bytes() == whole
    assert vault_files(office.coordinator) == {"archive": [path.name], "quarantine": []}

"""On the drive a bundle is whole and read back, or it is not there; every fault has its name."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.localization import catalogs, messages
from intake_app.services import handing_over
from intake_app.services.copying import SLOW_MS, FolderOnDrive
from intake_app.services.drives import Drive
from tests.services import making
from tests.services.making import Office
from tests.services.people import events


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


class FaultyDrive(FolderOnDrive):
    """A real folder that fails in one chosen way."""

    def __init__(self, path: Path, fault: str, clock: FixedClock) -> None:
        super().__init__(path)
        self.fault = fault
        self.clock = clock

    def open_new(self, name: str) -> int:
        if self.fault == "read_only":
            raise OSError(errno.EROFS, "read-only")
        return super().open_new(name)

    def write(self, handle: int, data: memoryview) -> int:
        numbers = {"full": errno.ENOSPC, "too_large": errno.EFBIG, "pulled": errno.EIO}
        if self.fault in numbers:
            raise OSError(numbers[self.fault], self.fault)
        if self.fault == "gone":
            shutil.rmtree(self.path)
        return super().write(handle, data)

    def flush(self, handle: int) -> None:
        if self.fault == "slow":
            self.clock.advance(SLOW_MS / 1000 + 1)
        super().flush(handle)

    def read(self, name: str) -> Iterator[bytes]:
        for number, piece in enumerate(super().read(name)):
            odd = self.fault == "read_back" and not number
            yield bytes([piece[0] ^ 1]) + piece[1:] if odd else piece


def still_waiting(office: Office, bundle_id: str) -> None:
    assert [each.bundle_id for each in handing_over.waiting(office.device)] == [bundle_id]
    assert "export" not in events(office.device)


def test_copied_read_back_and_noted_once(office: Office) -> None:
    bundle_id = office.seal()
    drive = office.people.place()
    seen: list[tuple[int, int, str]] = []
    done = handing_over.hand_over(office.device, drive, progress=lambda *now: seen.append(now))
    row = office.row(bundle_id)
    assert done.copied == (row.outer_name,)
    assert [each.name for each in drive.iterdir()] == [row.outer_name]
    assert (drive / row.outer_name).read_bytes() == office.file(bundle_id).read_bytes()
    assert {step for _, _, step in seen} == set(handing_over.STEPS)
    assert seen[-1][0] == seen[-1][1]
    assert (row.state, events(office.device).count("export")) == ("handed_over", 1)
    with pytest.raises(errors.NothingToHandOver):
        handing_over.hand_over(office.device, drive)
    again = handing_over.hand_over(office.device, drive, bundle_ids=[bundle_id])
    assert (again.copied, again.already) == ((), 1)
    assert events(office.device).count("export") == 1


def test_what_lies_there_already_is_noted_and_not_copied(office: Office) -> None:
    bundle_id = office.seal()
    drive = office.people.place()
    shutil.copy(office.file(bundle_id), drive)
    done = handing_over.hand_over(office.device, drive)
    assert (done.copied, done.already) == ((), 1)
    assert office.row(bundle_id).state == "handed_over"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("full", errors.DriveFull),
        ("read_only", errors.DriveReadOnly),
        ("pulled", errors.DrivePulled),
        ("gone", errors.DrivePulled),
        ("slow", errors.DriveSlow),
        ("too_large", errors.DriveFileTooLarge),
        ("read_back", errors.DriveReadBack),
    ],
)
def test_each_fault_has_its_name_and_leaves_no_half_file(
    office: Office, fault: str, expected: type[errors.DriveError]
) -> None:
    bundle_id = office.seal()
    path = office.people.place()
    drive = FaultyDrive(path, fault, office.people.clock)
    with pytest.raises(expected):
        handing_over.hand_over(office.device, drive)
    assert not path.exists() or list(path.iterdir()) == []
    still_waiting(office, bundle_id)


def test_seen_before_anything_is_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle_id = office.seal()
    place = office.people.place()
    (place / "file").write_bytes(b"")
    inside = office.device.folder / "media"
    link = place / "link"
    link.symlink_to(office.device.folder)
    for target, expected in (
        (place / "none", errors.DriveMissing),
        (place / "file", errors.DriveMissing),
        (inside, errors.DriveIsVault),
        (link, errors.DriveIsVault),
        (office.coordinator.folder, errors.DriveIsVault),
    ):
        with pytest.raises(expected):
            handing_over.hand_over(office.device, target)
    (place / office.row(bundle_id).outer_name).write_bytes(b"somebody's")
    with pytest.raises(errors.DriveNameTaken):
        handing_over.hand_over(office.device, place)
    empty = office.people.place()
    as_it_is = Drive("stick", empty, 10**10, 10**10, "vfat", read_only=False)
    for drive, fault in (
        (replace(as_it_is, free_bytes=1000), errors.DriveFull),
        (replace(as_it_is, largest_file_bytes=1000), errors.DriveFileTooLarge),
        (replace(as_it_is, read_only=True), errors.DriveReadOnly),
    ):
        monkeypatch.setattr(handing_over, "describe", lambda _path, drive=drive: drive)
        with pytest.raises(fault):
            handing_over.hand_over(office.device, empty)
    assert list(empty.iterdir()) == []
    still_waiting(office, bundle_id)


def test_a_damaged_file_in_the_vault_is_not_blamed_on_the_drive(office: Office) -> None:
    bundle_id = office.seal()
    path = office.file(bundle_id)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    drive = office.people.place()
    with pytest.raises(errors.MediaDamaged):
        handing_over.hand_over(office.device, drive)
    path.unlink()
    with pytest.raises(errors.VaultIo):
        handing_over.hand_over(office.device, drive)
    assert list(drive.iterdir()) == []


def test_a_stop_keeps_what_was_done(office: Office) -> None:
    first, second = office.seal(), office.seal("دیگری")
    drive = office.people.place()
    stop = office.row(first).outer_size * 2
    reached: list[int] = []
    with pytest.raises(errors.Cancelled):
        handing_over.hand_over(
            office.device,
            drive,
            progress=lambda done, _total, _step: reached.append(done),
            cancelled=lambda: reached[-1] > stop,
        )
    assert [each.name for each in drive.iterdir()] == [office.row(first).outer_name]
    assert [each.bundle_id for each in handing_over.waiting(office.device)] == [second]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_each_fault_has_its_own_sentence(language: str) -> None:
    faults = errors.DriveError.__subclasses__()
    assert len(faults) >= 8
    catalogs.activate("en")
    english = [messages.sentence(fault()).what for fault in faults]
    catalogs.activate(language)
    try:
        spoken = [messages.sentence(fault()) for fault in faults]
    finally:
        catalogs.activate("en")
    assert len({each.what for each in spoken} - {messages.sentence("NO_SUCH").what}) == len(faults)
    assert all(each.hint for each in spoken)
    assert ([each.what for each in spoken] == english) == (language == "en")

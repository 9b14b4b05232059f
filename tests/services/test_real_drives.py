"""Hand-over to disks that really fail: every fault under its name, nothing half, then it works."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import SystemClock
from intake_app.services import copying, drives, handing_over
from intake_app.services.copying import FolderOnDrive, copy_checked
from intake_app.vault.sealed import SealedBundle
from tests.services import making
from tests.services.disks import MIB, Disk, OntoFull, largest_file, may_mount
from tests.services.making import Office
from tests.services.people import events

can_mount = functools.cache(may_mount)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, SealedBundle]]:
    for office in making.office(tmp_path_factory.mktemp("office")):
        yield office, office.row(office.seal())


@pytest.fixture(params=["mounted", "folder"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk", 8 * MIB, mounts=request.param == "mounted" and can_mount())
    yield made
    made.remove()


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "PIECE_BYTES", 256 * 1024)


def nothing_happened(office: Office) -> None:
    assert len(handing_over.waiting(office.device)) == 1
    assert "export" not in events(office.device)


def copied(row: SealedBundle, office: Office, disk: Disk) -> None:
    """The next try goes through, and nothing else lies there."""
    source = office.file(row.bundle_id)
    folder = FolderOnDrive(disk.path)
    assert copy_checked(
        source, folder, row.outer_name, sha256=row.outer_sha256, clock=SystemClock()
    )
    assert disk.names() == [row.outer_name]
    assert (disk.path / row.outer_name).read_bytes() == source.read_bytes()


def test_it_fills_up_while_copying(sealed: tuple[Office, SealedBundle], disk: Disk) -> None:
    office, row = sealed
    with ExitStack() as stack, pytest.raises(errors.DriveFull):
        handing_over.hand_over(
            office.device,
            disk.path if disk.is_mounted else OntoFull(disk.path),
            progress=lambda done, _total, _step: (
                stack.enter_context(disk.full()) if disk.is_mounted and done == 262144 else None
            ),
        )
    assert disk.names() == []
    nothing_happened(office)
    copied(row, office, disk)


def test_it_is_full_from_the_start(sealed: tuple[Office, SealedBundle], disk: Disk) -> None:
    office, row = sealed
    target = disk.path if disk.is_mounted else OntoFull(disk.path)
    with ExitStack() as stack:
        if disk.is_mounted:
            stack.enter_context(disk.full())
        with pytest.raises(errors.DriveFull):
            handing_over.hand_over(office.device, target)
        assert not set(disk.names()) - {"filler"}
    nothing_happened(office)
    copied(row, office, disk)


def test_it_is_pulled_out(sealed: tuple[Office, SealedBundle], disk: Disk) -> None:
    office, row = sealed
    with pytest.raises(errors.DrivePulled):
        handing_over.hand_over(
            office.device,
            disk.path,
            progress=lambda done, _total, _step: disk.pull() if done == 262144 else None,
        )
    nothing_happened(office)
    if disk.path.exists():
        assert disk.names() == [], "written into the empty folder that the drive was mounted on"
    disk.put_back()
    assert not list(disk.path.glob("*.age"))
    copied(row, office, disk)


def test_it_is_read_only(sealed: tuple[Office, SealedBundle], disk: Disk) -> None:
    office, row = sealed
    with disk.read_only() as folder, pytest.raises(errors.DriveReadOnly):
        handing_over.hand_over(office.device, folder)
    assert disk.names() == []
    nothing_happened(office)
    copied(row, office, disk)


def test_it_is_slow(
    sealed: tuple[Office, SealedBundle], disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, row = sealed
    monkeypatch.setattr(copying, "SLOW_MS", 100)
    with pytest.raises(errors.DriveSlow):
        copy_checked(
            office.file(row.bundle_id),
            disk.slow_folder(0.25),
            row.outer_name,
            sha256=row.outer_sha256,
            clock=SystemClock(),
        )
    assert disk.names() == []
    monkeypatch.undo()
    copied(row, office, disk)


def test_its_file_system_holds_no_such_file(
    sealed: tuple[Office, SealedBundle], disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, row = sealed
    with largest_file(300 * 1024), pytest.raises(errors.DriveFileTooLarge):
        handing_over.hand_over(office.device, disk.path)
    assert disk.names() == []
    assert drives.FILE_LIMITS["vfat"] == 2**32 - 1
    monkeypatch.setitem(drives.FILE_LIMITS, drives.file_system_of(disk.path), row.outer_size - 1)
    with pytest.raises(errors.DriveFileTooLarge):
        handing_over.hand_over(office.device, disk.path)
    assert disk.names() == []
    nothing_happened(office)
    copied(row, office, disk)


class Rotting(FolderOnDrive):
    """A folder on a disk that keeps something else than it was given."""

    def __init__(self, disk: Disk, source: Path) -> None:
        super().__init__(disk.path)
        self.disk = disk
        self.content = source.read_bytes()[700_000:700_064]

    def sync(self, handle: int) -> None:
        super().sync(handle)
        (part,) = self.disk.names()
        self.disk.rot(part, self.content)


def test_it_gives_back_something_else(sealed: tuple[Office, SealedBundle], disk: Disk) -> None:
    office, row = sealed
    with pytest.raises(errors.DriveReadBack):
        handing_over.hand_over(office.device, Rotting(disk, office.file(row.bundle_id)))
    assert disk.names() == []
    nothing_happened(office)
    copied(row, office, disk)

"""A sealed file on a drive is whole and checked, or not there: eight faults, eight sentences."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock, SystemClock
from intake_app.services.copying import SLOW_MS, FolderOnDrive, copy_checked

NAME = "ab" * 16 + ".age"
CONTENT = os.urandom(3 * 1024 * 1024 + 17)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class FaultyFolder(FolderOnDrive):
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
        if self.fault == "full":
            raise OSError(errno.ENOSPC, "full")
        if self.fault == "too_large":
            raise OSError(errno.EFBIG, "too large")
        if self.fault == "pulled":
            raise OSError(errno.EIO, "gone")
        if self.fault == "slow":
            self.clock.advance(SLOW_MS / 1000 + 1)
        return super().write(handle, data[:100_000])  # short writes are normal

    def read(self, name: str) -> Iterator[bytes]:
        for piece in super().read(name):
            yield piece[:-1] + b"x" if self.fault == "read_back" else piece


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sealed.age"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    path = tmp_path / "drive"
    path.mkdir()
    return path


def test_a_copy_is_whole_and_under_its_name(source: Path, drive: Path) -> None:
    seen: list[tuple[int, int]] = []
    made = copy_checked(
        source,
        FolderOnDrive(drive),
        NAME,
        sha256=SHA256,
        clock=SystemClock(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert made
    assert (drive / NAME).read_bytes() == CONTENT
    assert [path.name for path in drive.iterdir()] == [NAME]
    assert seen[-1][0] == seen[-1][1] == 2 * len(CONTENT)


def test_a_second_copy_of_the_same_is_no_fault(source: Path, drive: Path) -> None:
    for expected in (True, False):
        made = copy_checked(source, FolderOnDrive(drive), NAME, sha256=SHA256, clock=SystemClock())
        assert made is expected


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("full", errors.DriveFull),
        ("read_only", errors.DriveReadOnly),
        ("pulled", errors.DrivePulled),
        ("slow", errors.DriveSlow),
        ("too_large", errors.DriveFileTooLarge),
        ("read_back", errors.DriveReadBack),
    ],
)
def test_each_fault_has_its_name_and_leaves_no_half_file(
    source: Path, drive: Path, fault: str, expected: type[errors.DriveError]
) -> None:
    clock = FixedClock()
    with pytest.raises(expected):
        copy_checked(source, FaultyFolder(drive, fault, clock), NAME, sha256=SHA256, clock=clock)
    assert list(drive.iterdir()) == []


def test_another_file_of_that_name_is_left_alone(source: Path, drive: Path) -> None:
    (drive / NAME).write_bytes(b"somebody's")
    with pytest.raises(errors.DriveNameTaken):
        copy_checked(source, FolderOnDrive(drive), NAME, sha256=SHA256, clock=SystemClock())
    assert (drive / NAME).read_bytes() == b"somebody's"


def test_a_drive_that_is_not_there(source: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.DrivePulled):
        copy_checked(
            source, FolderOnDrive(tmp_path / "none"), NAME, sha256=SHA256, clock=SystemClock()
        )


def test_cancelling_leaves_nothing(source: Path, drive: Path) -> None:
    with pytest.raises(errors.Cancelled):
        copy_checked(
            source,
            FolderOnDrive(drive),
            NAME,
            sha256=SHA256,
            clock=SystemClock(),
            cancelled=lambda: True,
        )
    assert list(drive.iterdir()) == []

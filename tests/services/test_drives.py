"""The list of drives is our own reading of the kernel's table: no helper program, no odd name."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.services import drives
from intake_app.services.drives import describe, file_system_of, removable_drives


def table(folder: Path, *lines: str) -> Path:
    path = folder / "mounts"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that can stand for a mounted drive."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def _all_are_removable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "_is_removable", lambda _device: True)


def test_the_kernels_own_table_is_read() -> None:
    """Of every place we know what somebody else's tool knows."""
    rows = drives._mounted(Path("/proc/self/mounts"))
    command = ["findmnt", "--json", "--list", "--output", "TARGET,FSTYPE"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    theirs = sorted((each["target"], each["fstype"]) for each in told["filesystems"])
    assert sorted((point, kind) for _device, point, kind, _options in rows) == theirs
    assert file_system_of(Path("/proc/self")) == "proc"
    root = [kind for _device, point, kind, _options in rows if point == "/"]
    assert file_system_of(Path("/")) == (root[-1] if root else ""), "none where / is only a folder"
    for each in removable_drives():
        assert each.path.is_dir()


@pytest.mark.usefixtures("_all_are_removable")
def test_what_a_drive_can_hold(tmp_path: Path, stick: Path) -> None:
    mounts = table(
        tmp_path,
        f"/dev/sdb1 {stick} vfat rw,relatime 0 0",
        f"/dev/sdc1 {stick} exfat ro,relatime 0 0",
        f"/dev/sdd1 {stick} ext4 rw,errors=remount-ro 0 0",
    )
    first, second, third = removable_drives(mounts)
    usage = shutil.disk_usage(stick)
    assert (first.name, first.path, first.file_system) == ("stick", stick, "vfat")
    assert first.largest_file_bytes == 4 * 1024**3 - 1
    assert (second.read_only, second.largest_file_bytes) == (True, None)
    assert (first.read_only, third.read_only) == (False, False)
    assert first.total_bytes == usage.total
    assert abs(first.free_bytes - usage.free) < 1024**3


@pytest.mark.usefixtures("_all_are_removable")
def test_only_real_file_systems_on_devices(tmp_path: Path, stick: Path) -> None:
    mounts = table(
        tmp_path,
        f"tmpfs {stick} tmpfs rw 0 0",
        f"proc {stick} proc rw 0 0",
        f"server:/export {stick} nfs4 rw 0 0",
        f"//server/share {stick} cifs rw 0 0",
        f"portal {stick} fuse.portal rw 0 0",
        f"/dev/fuse {stick} fuse rw 0 0",
        "/dev/sdb1 /media/gone/away vfat rw 0 0",
        "/dev/sdb1",
        "",
    )
    assert removable_drives(mounts) == []


@pytest.mark.usefixtures("_all_are_removable")
@pytest.mark.parametrize(
    "name",
    [
        "two words",
        "tab\there",
        "line\nbreak",
        "back\\slash",
        "\\040 as it stands",
        "حافظهٔ من",
        "hash#mark",
        "par\u2028agraph",
        "next\x85line",
        "\u202egnp",
    ],
)
def test_names_of_volumes_come_out_as_they_are(tmp_path: Path, name: str) -> None:
    point = tmp_path / name
    point.mkdir()
    written = str(point).replace("\\", "\\134")
    for letter, code in ((" ", "040"), ("\t", "011"), ("\n", "012"), ("#", "043")):
        written = written.replace(letter, f"\\{code}")
    (found,) = removable_drives(table(tmp_path, f"/dev/sdb1 {written} vfat rw 0 0"))
    assert (found.path, found.name) == (point, name)
    assert file_system_of(point / "x", tmp_path / "mounts") == "vfat"


@pytest.mark.usefixtures("_all_are_removable")
def test_a_name_cannot_feign_another_line(tmp_path: Path, stick: Path) -> None:
    """Whoever names a drive may choose letters that some programs take for line ends."""
    for letter in ("\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r"):
        mounts = table(tmp_path, f"/dev/sdb1 /media/x{letter}/dev/sdb1 {stick} vfat rw 0 0")
        assert removable_drives(mounts) == []


def test_fixed_disks_are_left_out_but_where_drives_are_mounted(tmp_path: Path) -> None:
    lines = ["/dev/no-such-disk1 / ext4 rw 0 0", "/dev/no-such-disk2 /home ext4 rw 0 0"]
    assert removable_drives(table(tmp_path, *lines)) == []


def test_the_innermost_mount_counts(tmp_path: Path, stick: Path) -> None:
    beside = tmp_path / "stick two"
    beside.mkdir()
    mounts = table(
        tmp_path,
        "/dev/vda / ext4 rw 0 0",
        f"/dev/sdb1 {stick} vfat rw 0 0",
        f"/dev/sdb1 {stick} exfat rw 0 0",
    )
    assert file_system_of(stick / "deep" / "file", mounts) == "exfat"
    assert file_system_of(beside, mounts) == "ext4"
    (tmp_path / "link").symlink_to(stick)
    assert file_system_of(tmp_path / "link", mounts) == "exfat"
    assert file_system_of(stick, tmp_path / "no table") == ""


def test_what_cannot_be_looked_at_is_no_drive(tmp_path: Path) -> None:
    assert describe(tmp_path / "gone") is None
    found = describe(tmp_path)
    assert found is not None
    assert found.read_only is False
    assert removable_drives(tmp_path / "no table") == []


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_table_stops_the_program(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "junk"
    path.write_bytes(junk)
    for found in removable_drives(path):
        assert found.path.exists()
    file_system_of(Path("/"), path)

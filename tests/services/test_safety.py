"""The look at the computer: built as folders that say what a real one would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app.clock import FixedClock, SystemClock
from intake_app.services import safety


class Computer:
    """`proc` and `sys` of a computer that does not exist."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mounts = ""
        self.put("proc/swaps", "Filename Type Size Used Priority\n")

    def put(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def mount(self, point: str, file_system: str, source: str, number: str) -> None:
        self.mounts += f"22 1 {number} / {point} rw,relatime shared:1 - {file_system} {source} rw\n"
        self.put("proc/self/mountinfo", self.mounts)

    def disk(self, number: str, uuid: str = "", *slaves: str) -> Path:
        device = self.root / "sys/dev/block" / number
        device.mkdir(parents=True)
        if uuid:
            (device / "dm").mkdir()
            (device / "dm/uuid").write_text(uuid + "\n")
        for each in slaves:
            (device / "slaves").mkdir(exist_ok=True)
            (device / "slaves" / each.replace(":", "-")).symlink_to(
                self.root / "sys/dev/block" / each
            )
        return device


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_a_plain_disk_is_worth_fixing(computer: Computer) -> None:
    computer.mount("/", "ext4", "/dev/sda1", "8:1")
    computer.disk("8:1")
    assert safety.disk_encryption(Path("/home/n"), computer.root) == "fix"


def test_a_volume_on_an_encrypted_disk_is_fine(computer: Computer) -> None:
    computer.mount("/", "ext4", "/dev/sda1", "8:1")
    computer.disk("8:1")
    computer.mount("/home", "ext4", "/dev/mapper/vg-home", "254:1")
    computer.disk("254:0", "CRYPT-LUKS2-x")
    computer.disk("254:1", "LVM-y", "254:0")
    assert safety.disk_encryption(Path("/home/n"), computer.root) == "ok"
    assert safety.disk_encryption(Path("/homeless"), computer.root) == "fix"


def test_a_volume_over_two_disks_needs_both_encrypted(computer: Computer) -> None:
    computer.mount("/", "ext4", "/dev/mapper/vg-root", "254:1")
    computer.disk("254:0", "CRYPT-LUKS2-x")
    computer.disk("8:2")
    computer.disk("254:1", "LVM-y", "254:0", "8:2")
    assert safety.disk_encryption(Path("/"), computer.root) == "fix"


def test_what_cannot_be_seen_is_said_to_be_unknown(computer: Computer) -> None:
    assert safety.disk_encryption(Path("/"), computer.root) == "unknown"
    computer.mount("/", "overlay", "overlay", "0:44")
    assert safety.disk_encryption(Path("/"), computer.root) == "unknown"
    computer.mount("/home/n", "fuse.gocryptfs", "/home/n.enc", "0:45")
    assert safety.disk_encryption(Path("/home/n/Records"), computer.root) == "ok"


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ("", "ok"),
        ("/dev/zram0 partition 1 0 100\n", "ok"),
        ("/dev/sda2 partition 1 0 -2\n", "fix"),
        ("/dev/dm-3 partition 1 0 -2\n", "ok"),
        ("/dev/dm-3 partition 1 0 -2\n/dev/sda2 partition 1 0 -2\n", "fix"),
        ("/dev/sdz9 partition 1 0 -2\n", "unknown"),
        ("/swapfile file 1 0 -2\n", "fix"),
    ],
)
def test_swap(computer: Computer, lines: str, state: str) -> None:
    computer.put("proc/swaps", "Filename Type Size Used Priority\n" + lines)
    computer.put("sys/class/block/sda2/size", "1")
    computer.put("sys/class/block/dm-3/dm/uuid", "CRYPT-PLAIN-swap\n")
    computer.mount("/", "ext4", "/dev/sda1", "8:1")
    computer.disk("8:1")
    assert safety.swap(computer.root) == state


def test_swap_that_cannot_be_read(tmp_path: Path) -> None:
    assert safety.swap(tmp_path) == "unknown"


@pytest.mark.parametrize(
    ("supplies", "state"),
    [
        ({}, "unknown"),
        ({"AC/online": "1", "BAT0/type": "Battery", "BAT0/capacity": "4"}, "ok"),
        ({"AC/online": "0", "BAT0/type": "Battery", "BAT0/capacity": "80"}, "ok"),
        ({"AC/online": "0", "BAT0/type": "Battery", "BAT0/capacity": "12"}, "fix"),
        ({"mouse/type": "Battery", "mouse/scope": "Device", "mouse/capacity": "90"}, "unknown"),
        ({"BAT0/type": "Battery", "BAT0/capacity": "half"}, "unknown"),
    ],
)
def test_battery(computer: Computer, supplies: dict[str, str], state: str) -> None:
    for name, text in supplies.items():
        computer.put(f"sys/class/power_supply/{name}", text + "\n")
    assert safety.battery(computer.root) == state


def test_network(computer: Computer) -> None:
    assert safety.network(computer.root) == "unknown"
    computer.put("sys/class/net/lo/operstate", "unknown\n")
    computer.put("sys/class/net/eth0/operstate", "down\n")
    assert safety.network(computer.root) == "ok"
    computer.put("sys/class/net/wlan0/operstate", "up\n")
    assert safety.network(computer.root) == "fix"


@pytest.mark.parametrize(
    ("year", "state"), [(1970, "fix"), (2025, "fix"), (2027, "ok"), (2070, "fix")]
)
def test_the_clock(tmp_path: Path, year: int, state: str) -> None:
    clock = FixedClock(datetime(year, 6, 1, tzinfo=UTC))
    found = {each.code: each for each in safety.checks(tmp_path, clock, root=tmp_path)}
    assert found["clock"].state == state


def test_this_computer_gets_a_line_for_each_thing(tmp_path: Path) -> None:
    found = {each.code: each for each in safety.checks(tmp_path / "not/there", SystemClock())}
    assert set(found) == {
        "disk_encryption", "swap", "screen_lock", "free_space", "clock", "battery", "network",
    }  # fmt: skip
    assert found["free_space"].amount
    assert found["screen_lock"].state == "unknown", "no way to know is known"

"""What this computer does for or against the safety of the record, told honestly.

Only files of the system are read; no program is started. Where nothing can be known, it says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from intake_app.clock import Clock
from intake_app.localization.numbers import size

State = Literal["ok", "fix", "unknown"]
ENOUGH_BYTES = 5 * 1024**3
ENOUGH_CHARGE = 30  # per cent
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # no clock was right before this program was written
_LATEST = datetime(2046, 1, 1, tzinfo=UTC)
_MOUNTINFO_SOURCE, _MOUNTINFO_POINT, _MOUNTINFO_DEVICE = 1, 4, 2
_ENCRYPTING = {"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"}


@dataclass(frozen=True)
class Check:
    """One line of the safety check: `ok`, `fix` (worth fixing) or `unknown` (cannot tell)."""

    code: str
    state: State
    amount: str = ""  # already formatted: free space


def checks(folder: Path, clock: Clock, *, root: Path = Path("/")) -> list[Check]:
    """Return one line for each thing that matters, for a vault that lies at or below `folder`.

    `root` is where `proc` and `sys` are.
    """
    free = free_bytes(folder)
    room: State = "unknown" if free is None else "ok" if free >= ENOUGH_BYTES else "fix"
    return [
        Check("disk_encryption", disk_encryption(folder, root)),
        Check("swap", swap(root)),
        Check("screen_lock", "unknown"),
        Check("free_space", room, "" if free is None else size(free)),
        Check("clock", "ok" if _EARLIEST <= clock.now() < _LATEST else "fix"),
        Check("battery", battery(root)),
        Check("network", network(root)),
    ]


def free_bytes(folder: Path) -> int | None:
    """Return the room on the disk of `folder`, which need not exist yet; None: cannot tell."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None


def disk_encryption(folder: Path, root: Path = Path("/")) -> State:
    """Return whether the disk below `folder` passes through dm-crypt.

    A disk that encrypts by itself cannot be told from one that does not.
    """
    mount = _mount_of(folder, root)
    if mount is None:
        return "unknown"
    file_system, source, number = mount
    if file_system in _ENCRYPTING:
        return "ok"
    device = root / "sys/dev/block" / number
    if not device.exists() and source.startswith("/dev/"):
        device = root / "sys/class/block" / os.path.realpath(source).rsplit("/", 1)[-1]
    if not device.exists():
        return "unknown"
    return "ok" if _is_encrypted(device) else "fix"


def swap(root: Path = Path("/")) -> State:
    """Return whether memory can reach the disk in readable form by way of swap."""
    try:
        lines = (root / "proc/swaps").read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return "unknown"
    states = [_swap_state(line.split()[0].replace("\\040", " "), root) for line in lines if line]
    return next((worst for worst in ("fix", "unknown") if worst in states), "ok")


def battery(root: Path = Path("/")) -> State:
    """Return whether the cable is in or the battery lasts for a while."""
    supplies = list(_entries(root / "sys/class/power_supply"))
    if any(_word(each / "online") == "1" for each in supplies):
        return "ok"
    charges = [
        int(charge)
        for each in supplies
        if _word(each / "type") == "Battery" and _word(each / "scope") != "Device"
        for charge in [_word(each / "capacity")]
        if charge.isdecimal()
    ]
    if not charges:
        return "unknown"
    return "ok" if max(charges) >= ENOUGH_CHARGE else "fix"


def network(root: Path = Path("/")) -> State:
    """Return whether every network connection of this computer is down."""
    cards = [each for each in _entries(root / "sys/class/net") if each.name != "lo"]
    if not (root / "sys/class/net").exists():
        return "unknown"
    return "fix" if any(_word(each / "operstate") in {"up", "unknown"} for each in cards) else "ok"


def _swap_state(name: str, root: Path) -> State:
    if not name.startswith("/dev/"):
        return disk_encryption(Path(name), root)
    device = os.path.realpath(name).rsplit("/", 1)[-1]
    if device.startswith("zram"):
        return "ok"
    found = root / "sys/class/block" / device
    if not found.exists():
        return "unknown"
    return "ok" if _is_encrypted(found) else "fix"


def _is_encrypted(device: Path) -> bool:
    """Return whether a block device is dm-crypt or stands on nothing but dm-crypt."""
    if _word(device / "dm/uuid").startswith("CRYPT-"):
        return True
    below = list(_entries(device / "slaves"))
    return bool(below) and all(_is_encrypted(each) for each in below)


def _mount_of(folder: Path, root: Path) -> tuple[str, str, str] | None:
    """Return file system, source and device number of the mount that holds `folder` (proc(5))."""
    real, best, found = os.path.realpath(folder), "", None
    try:
        lines = (root / "proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    for line in lines:
        fields, _, rest = line.partition(" - ")
        words, tail = fields.split(" "), rest.split(" ")
        if len(words) <= _MOUNTINFO_POINT or len(tail) <= _MOUNTINFO_SOURCE:
            continue
        point = words[_MOUNTINFO_POINT].replace("\\040", " ")
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, found = point, (tail[0], tail[_MOUNTINFO_SOURCE], words[_MOUNTINFO_DEVICE])
    return found


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir())
    except OSError:
        return


def _word(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""

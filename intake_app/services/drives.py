"""Which removable drives are there, and what one can hold."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# The largest file each file system holds, in bytes; those not named hold whatever fits.
FILE_LIMITS: dict[str, int] = {
    "vfat": 4 * 1024**3 - 1,
    "msdos": 2 * 1024**3 - 1,
}
_REAL = {
    "vfat",
    "msdos",
    "exfat",
    "ntfs",
    "ntfs3",
    "fuseblk",
    "ext2",
    "ext3",
    "ext4",
    "xfs",
    "btrfs",
}
_MOUNT_FIELDS = 4
_ESCAPED = re.compile(r"\\([0-7]{3})")  # as the kernel writes spaces, tabs, line feeds, backslashes


@dataclass(frozen=True)
class Drive:
    """A place that sealed bundles can be handed over to. Sizes are in bytes."""

    name: str
    path: Path
    free_bytes: int = 0
    total_bytes: int = 0
    file_system: str = ""
    read_only: bool = False
    largest_file_bytes: int | None = None


DriveList = Callable[[], "list[Drive]"]


def removable_drives(mounts: Path = Path("/proc/self/mounts")) -> list[Drive]:
    """Return the mounted removable volumes, in the order in which they were mounted."""
    found = []
    for device, point, file_system, options in _mounted(mounts):
        if not device.startswith("/dev/") or file_system not in _REAL:
            continue
        under_media = point.startswith(("/media/", "/run/media/", "/mnt/"))
        if under_media or _is_removable(device):
            drive = describe(Path(point), file_system, read_only="ro" in options.split(","))
            if drive is not None:
                found.append(drive)
    return found


def describe(
    path: Path, file_system: str | None = None, *, read_only: bool | None = None
) -> Drive | None:
    """Return what is known of the drive that holds `path`, or None where it cannot be read."""
    try:
        usage = shutil.disk_usage(path)
        flags = os.statvfs(path).f_flag
    except OSError:
        return None
    kind = file_system if file_system is not None else file_system_of(path)
    return Drive(
        path=path,
        name=path.name or str(path),
        file_system=kind,
        free_bytes=usage.free,
        total_bytes=usage.total,
        read_only=bool(flags & os.ST_RDONLY) if read_only is None else read_only,
        largest_file_bytes=FILE_LIMITS.get(kind),
    )


def file_system_of(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Return the type of the file system that holds `path`, or an empty text."""
    best, kind = "", ""
    real = os.path.realpath(path)
    for _device, point, file_system, _options in _mounted(mounts):
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, file_system
    return kind


def _mounted(mounts: Path) -> list[tuple[str, str, str, str]]:
    try:
        lines = mounts.read_bytes().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return []
    rows = []
    for line in lines:
        parts = line.split(" ")
        if len(parts) >= _MOUNT_FIELDS:
            point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), parts[1])
            rows.append((parts[0], point, parts[2], parts[3]))
    return rows


def _is_removable(device: str) -> bool:
    name = os.path.realpath(device).rsplit("/", 1)[-1]
    for candidate in (name, name.rstrip("0123456789"), name.rstrip("0123456789").rstrip("p")):
        try:
            if Path(f"/sys/block/{candidate}/removable").read_text("ascii").strip() == "1":
                return True
        except OSError:
            continue
    return False

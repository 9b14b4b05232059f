"""Disks that really fail: mounted where that is allowed, else by what the system offers everybody.

A test says what is to happen («it is full now»), not how: with the right to mount, the disk is a
small ext4 in a file or a small tmpfs; without it, a folder, and the same numbers come from a limit
on the size of files, from `/dev/full`, from rights, or from moving the folder away.
"""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from intake_app.services.copying import FolderOnDrive

NOBODY = 65534
MIB = 1024 * 1024


def is_done(*command: object) -> bool:
    """Run a command; False where the system refuses or does not know it."""
    try:
        done = subprocess.run(list(map(str, command)), check=False, capture_output=True)
    except OSError:
        return False
    return not done.returncode


def may_mount() -> bool:
    with TemporaryDirectory() as place:
        return is_done("mount", "-t", "tmpfs", "tmpfs", place) and is_done("umount", place)


class Disk:
    """A place that can fill up, be pulled out, become read-only, stall, and rot."""

    def __init__(self, path: Path, size: int, *, mounts: bool) -> None:
        self.path = path
        self.image = path.with_name(path.name + ".img")
        self.is_mounted = False
        self._away = path.with_name(path.name + ".away")
        path.mkdir()
        if mounts:
            self.image.touch()
            os.truncate(self.image, size)
            made = is_done("mkfs.ext4", "-q", "-F", "-m", 0, self.image)
            if not (made and self.put_back()):
                self.image.unlink()
                options = f"size={size}"
                self.is_mounted = is_done("mount", "-t", "tmpfs", "-o", options, "tmpfs", path)
            else:
                (path / "lost+found").rmdir()

    @property
    def has_image(self) -> bool:
        return self.image.exists()

    def names(self) -> list[str]:
        return sorted(each.name for each in self.path.iterdir())

    @contextmanager
    def full(self) -> Iterator[None]:
        """No byte more fits until the end of the block."""
        if self.is_mounted:
            filler = self.path / "filler"
            with suppress(OSError), filler.open("wb", buffering=0) as file:
                for piece in (bytes(MIB), bytes(4096), bytes(1)):
                    with suppress(OSError):
                        while file.write(piece):
                            pass
            try:
                yield
            finally:
                filler.unlink(missing_ok=True)
        else:
            with largest_file(0):
                yield

    def pull(self) -> None:
        """Take it out while it is in use."""
        if self.is_mounted:
            assert is_done("umount", "-l", self.path)
        else:
            self.path.rename(self._away)

    def put_back(self) -> bool:
        if self._away.exists():
            self._away.rename(self.path)
        elif self.has_image:
            self.is_mounted = is_done("mount", "-o", "loop", self.image, self.path)
        return self.is_mounted

    @contextmanager
    def read_only(self) -> Iterator[FolderOnDrive]:
        if self.is_mounted:
            assert is_done("mount", "-o", "remount,ro", self.path)
            yield FolderOnDrive(self.path)
            assert is_done("mount", "-o", "remount,rw", self.path)
        else:
            self.path.chmod(0o555)
            yield AsNobody(self.path)
            self.path.chmod(0o755)

    def slow_folder(self, seconds: float) -> FolderOnDrive:
        """Return this place as one that takes the first piece only after a while."""
        if self.has_image:
            return OntoFrozen(self, seconds)
        return OntoPipe(self.path, seconds)

    def rot(self, name: str, content: bytes) -> None:
        """Change one byte of a file as it lies on the medium."""
        if self.has_image:
            image = bytearray(self.image.read_bytes())
            at = image.index(content)
            with self.image.open("r+b") as medium:
                medium.seek(at)
                medium.write(bytes([image[at] ^ 1]))
        else:
            with (self.path / name).open("r+b") as file:
                at = file.read().index(content)
                file.seek(at)
                file.write(bytes([content[0] ^ 1]))

    def remove(self) -> None:
        if self.is_mounted:
            is_done("umount", "-l", self.path)
        self.image.unlink(missing_ok=True)


class AsNobody(FolderOnDrive):
    """A folder that is written to without the rights of the administrator."""

    def open_new(self, name: str) -> int:
        if os.geteuid():
            return super().open_new(name)
        os.seteuid(NOBODY)
        try:
            return super().open_new(name)
        finally:
            os.seteuid(0)


class OntoFull(FolderOnDrive):
    """A folder in which every new file is as full as `/dev/full`."""

    def write(self, handle: int, data: memoryview) -> int:
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, handle)
        os.close(full)
        return super().write(handle, data)


class OntoFrozen(FolderOnDrive):
    """A folder whose file system stands still for a while after the first piece."""

    def __init__(self, disk: Disk, seconds: float) -> None:
        super().__init__(disk.path)
        self._seconds = seconds
        self._thaw: threading.Timer | None = None

    def write(self, handle: int, data: memoryview) -> int:
        if self._thaw is None:
            assert is_done("fsfreeze", "-f", self.path)
            self._thaw = threading.Timer(self._seconds, is_done, ("fsfreeze", "-u", self.path))
            self._thaw.start()
        return super().write(handle, data)

    def remove(self, name: str) -> None:
        if self._thaw is not None:
            self._thaw.join()
        super().remove(name)


class OntoPipe(FolderOnDrive):
    """A folder in which a new file is a pipe that nobody empties for a while."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(path)
        self._seconds = seconds
        self._emptying: threading.Timer | None = None

    def write(self, handle: int, data: memoryview) -> int:
        if self._emptying is None:
            out, into = os.pipe()
            os.dup2(into, handle)
            os.close(into)
            self._emptying = threading.Timer(self._seconds, empty, (out,))
            self._emptying.start()
        return super().write(handle, data)

    def flush(self, handle: int) -> None:
        """Do nothing: a pipe cannot be brought to a disk."""

    def remove(self, name: str) -> None:
        if self._emptying is not None:
            self._emptying.join()
        super().remove(name)


def empty(out: int) -> None:
    with os.fdopen(out, "rb", buffering=0) as pipe:
        while pipe.read(MIB):
            pass


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes: EFBIG, as on a small file system."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

"""Files that stay as they are sealed: the outbox, the archive and the quarantine.

A crash at any moment leaves no half file and no lie, by one rule: **the row comes first.** A file
is written as `<name>.part` and made to last; the transaction that adds its row calls `promise`;
the rename follows the commit. What a crash leaves over, `sweeping` sorts out at the next
unlocking: a `.part` with a row gets its name, one without goes. A file under its final name that
has no row cannot come from a crash: it is a sign that an older database was put back, so it is
kept and reported, never removed.

Nothing here touches the database but `promise` and `remove`, which wait for the commit.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from intake_app.crypto.digests import Bytes
from intake_app.errors import VaultIo
from intake_app.vault import layout
from intake_app.vault.faults import translated

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished file: its final name, and hash and size of its bytes as they were written."""

    name: str
    sha256: str
    size: int


class PartFile:
    """A file on its way, for the bytes to come; end with `finish` or `abort`. Any thread."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.path = folder / (name + layout.PART)
        self._hash = hashlib.sha256()
        self._size = 0
        with translated():
            self._file = layout.NewFile(self.path)

    def write(self, data: Bytes) -> int:
        """Take all of `data`; return its size in bytes.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo: call `abort`.
        """
        with translated():
            self._file.write(data)
        self._hash.update(data)
        self._size += memoryview(data).nbytes
        return memoryview(data).nbytes

    def finish(self) -> Kept:
        """Make the bytes last (fsync), still under the `.part` name.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo: call `abort`.
        """
        with translated():
            self._file.keep()
            layout.sync_folder(self.path.parent)
        return Kept(self.name, self._hash.hexdigest(), self._size)

    def abort(self) -> None:
        """Leave nothing behind; after `finish` as well, as long as no row was committed."""
        with translated():
            self._file.discard()


class FileStore:
    """One of the folders `layout.OUTBOX`, `layout.ARCHIVE`, `layout.QUARANTINE`."""

    def __init__(self, vault: Vault, folder: str) -> None:
        self._vault = vault
        self._folder = vault.folder / folder

    def new(self) -> PartFile:
        """Begin a file under a fresh random name `<32hex>.age`.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo.
        """
        return PartFile(self._folder, os.urandom(16).hex() + layout.AGE)

    def again(self, name: str) -> PartFile:
        """Begin a file once more that a row names and that is lost or damaged.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo.
        """
        path = self.path(name)
        with translated():
            path.with_name(name + layout.PART).unlink(missing_ok=True)
        return PartFile(self._folder, name)

    def put_in_place(self, name: str) -> None:
        """Put a finished `.part` in the place of what lies under its name, at once and for good.

        For a file whose row is there already: there is nothing that it could run ahead of.
        """
        path = self.path(name)
        with translated():
            path.with_name(name + layout.PART).replace(path)
            layout.sync_folder(self._folder)

    def promise(self, name: str, *, source: FileStore | None = None) -> None:
        """Give a finished file its final name here, once the current transaction is through.

        Call it in the transaction that adds the row. `source` is the folder that the file lies in,
        if not this one: its `.part`, or the file itself, is moved.
        """
        final = self.path(name)
        origin = (source or self).path(name)

        def settle() -> None:
            with translated():
                part = origin.with_name(name + layout.PART)
                settled = settle_file(final, [part, origin])
            if not settled:
                raise VaultIo(missing=name)

        self._vault.after_commit(settle)

    def remove(self, name: str) -> None:
        """Delete a file once the current transaction is through; a missing one is no error."""
        path = self.path(name)

        def unlink() -> None:
            with translated():
                path.unlink(missing_ok=True)
                layout.sync_folder(path.parent)

        self._vault.after_commit(unlink)

    def path(self, name: str) -> Path:
        """Return where the file of this name lies.

        Raises:
            ValueError: no name of ours.
        """
        if not layout.HEX32.fullmatch(name.removesuffix(layout.AGE)) or layout.AGE not in name:
            raise ValueError
        return self._folder / name

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading.

        Raises:
            VaultIo: it is missing or cannot be read.
        """
        with translated():
            return self.path(name).open("rb")

    def names(self) -> list[str]:
        """Return the final names that are there."""
        with translated():
            return sorted(each.name for each in self._folder.glob(f"*{layout.AGE}"))


def settle_file(final: Path, candidates: list[Path], size: int | None = None) -> bool:
    """Give the first candidate of the right size the name `final`; return whether it is there.

    The new name need not last at once: until it does, the committed row finds the file under its
    old one.
    """
    if final.exists():
        return True
    for each in candidates:
        if each.exists() and (size is None or each.stat().st_size == size):
            each.replace(final)
            return True
    return False

"""Making a vault folder so that a crash leaves either a whole vault or a folder to begin again in.

An empty marker file says that the making is under way. It is there before anything else, and goes
after the header: a marker without a header is rubble of ours and may be cleared away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake_app.errors import FolderNotEmpty, VaultExists
from intake_app.vault import header, layout
from intake_app.vault.connection import check_start
from intake_app.vault.faults import translated
from intake_app.vault.header import Header
from intake_app.vault.keys import KeyRing
from intake_app.vault.locking import FolderLock

_RUBBLE = (
    layout.DATABASE,
    f"{layout.DATABASE}-wal",
    f"{layout.DATABASE}-shm",
    f"{layout.DATABASE}-journal",
    layout.ANCHOR,
    layout.ANCHOR + layout.NEW,
    layout.HEADER + layout.NEW,
    layout.CREATING,
)


@contextmanager
def prepared(folder: Path) -> Iterator[FolderLock]:
    """Give the lock of a folder that is ready for a new vault; on failure leave it as it was.

    Raises:
        VaultExists, FolderNotEmpty, VaultInUse, VaultReadOnly, VaultDiskFull, VaultIo.
    """
    with translated():
        was_there = folder.exists()
        _refuse(folder)
        layout.make_folder(folder)
    lock = FolderLock(folder)
    try:
        with translated():
            _refuse(folder)
            _clear(folder)
            os.close(layout.create_file(folder / layout.CREATING))
            for name in layout.FOLDERS:
                layout.make_folder(folder / name)
            layout.sync_folder(folder)
        yield lock
    except BaseException:
        with translated():
            if not layout.is_vault(folder):
                _clear(folder)
                (folder / layout.LOCK).unlink(missing_ok=True)
                if not was_there:
                    folder.rmdir()
        lock.release()
        raise


def finish(folder: Path, head: Header, keys: KeyRing) -> None:
    """Write the header of a vault whose database is complete.

    Raises:
        VaultDatabaseDamaged: the database on disk is not encrypted as it should be.
        VaultDiskFull, VaultReadOnly, VaultIo.
    """
    check_start(folder / layout.DATABASE, keys.db_salt)
    header.write(folder, head)
    with translated():
        (folder / layout.CREATING).unlink()
        layout.sync_folder(folder)
        layout.sync_folder(folder.absolute().parent)


def _refuse(folder: Path) -> None:
    if layout.is_vault(folder):
        raise VaultExists
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderNotEmpty
    names = {each.name for each in folder.iterdir()}
    if names - {layout.LOCK} and layout.CREATING not in names:
        raise FolderNotEmpty


def _clear(folder: Path) -> None:
    for name in layout.FOLDERS:
        path = folder / name
        if path.is_dir():
            path.rmdir()
    for name in _RUBBLE:
        (folder / name).unlink(missing_ok=True)

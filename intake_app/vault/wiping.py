"""Making a vault unreadable at once: without its header, the passphrase opens nothing.

Honest limits: a flash drive may keep an old copy of the header where nothing but its own
controller looks; somebody who copied the header before still has it; and in some places wiping
counts as destroying evidence. Sealed bundles are useless to a finder, so they stay unless asked.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from intake_app.vault import layout
from intake_app.vault.faults import translated

_HEADERS = (layout.HEADER, layout.HEADER_COPY)
_REST = (
    layout.DATABASE,
    f"{layout.DATABASE}-wal",
    f"{layout.DATABASE}-shm",
    layout.ANCHOR,
    layout.TRIES,
    layout.CREATING,
    layout.LOCK,
)


def wipe(folder: Path, *, outbox: bool = False) -> None:
    """Overwrite and delete the header and its copy, then delete the rest as far as possible.

    Works without the passphrase. Close an open vault first. With `outbox` sealed bundles go too.

    Raises:
        VaultReadOnly, VaultIo: a header could not be removed; the vault may still open.
    """
    with translated():
        for path in (folder / name for each in _HEADERS for name in (each, each + layout.NEW)):
            if path.exists():
                _overwrite(path)
        layout.sync_folder(folder)
    with suppress(OSError):
        folders = [layout.MEDIA, layout.QUARANTINE, *([layout.OUTBOX] if outbox else [])]
        for name in folders:
            for path in (folder / name).glob("*"):
                path.unlink()
        for name in _REST:
            (folder / name).unlink(missing_ok=True)
        layout.sync_folder(folder)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()

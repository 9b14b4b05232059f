"""Handing over: sealed files go on a drive, are read back there, and only then count as gone out.

The drive shows files with random names and nothing else. A bundle that lies there already is not
copied again; a fault or a stop leaves whole files only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake_app import errors
from intake_app.services import copying, receipting
from intake_app.services.copying import Cancelled, FolderOnDrive, copy_checked, never
from intake_app.services.drives import describe
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.files import FileStore
from intake_app.vault.sealed import Sealed, SealedBundle, SealedState

STEPS = ("copy", "check")

Progress = Callable[[int, int, str], None]


def quiet(_done: int, _total: int, _step: str) -> None:
    """Take progress where nobody watches."""


@dataclass(frozen=True)
class OutboxRow:
    """One sealed bundle in a list. `receipts` counts coordinators who confirmed it."""

    bundle_id: str
    statement_id: str
    kind: str
    sealed_at: str
    outer_size: int
    state: SealedState
    handed_over_at: str
    receipts: int
    receipts_needed: int
    deletable: bool


@dataclass(frozen=True)
class HandedOver:
    """Names of the files that were copied, how many lay there already, and where."""

    copied: tuple[str, ...]
    already: int
    folder: Path


def waiting(session: Session) -> list[OutboxRow]:
    """Return the sealed bundles that were never handed over, newest first."""
    return [row for row in outbox(session) if row.state == "waiting"]


def outbox(session: Session) -> list[OutboxRow]:
    """Return every sealed bundle that was not deleted, newest first."""
    rows = []
    for each in Sealed(session.vault).all():
        if each.state == "deleted":
            continue
        standing = receipting.standing(session, each)
        rows.append(
            OutboxRow(
                bundle_id=each.bundle_id,
                statement_id=each.statement_id,
                kind=each.kind,
                sealed_at=each.sealed_at,
                outer_size=each.outer_size,
                state=each.state,
                handed_over_at=each.handed_over_at,
                receipts=len(standing.coordinators),
                receipts_needed=standing.needed,
                deletable=standing.is_complete,
            )
        )
    return rows


def hand_over(
    session: Session,
    target: Path | FolderOnDrive,
    *,
    bundle_ids: Sequence[str] | None = None,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> HandedOver:
    """Copy the waiting bundles, or those of `bundle_ids`, and note each that is safe on the drive.

    `progress` gets bytes done, bytes in all (each counts twice: written and read back), and a word
    of `STEPS`. What was handed over before a fault or a stop stays handed over.

    Raises:
        NothingToHandOver. StatementMissing: this device never made such a bundle. DriveMissing,
        DriveReadOnly, DriveFull, DriveFileTooLarge, DriveIsVault: seen before anything is written.
        DrivePulled, DriveSlow, DriveNameTaken, DriveReadBack. MediaDamaged, VaultIo: the file in
        the vault is damaged or missing. Cancelled.
    """
    folder = FolderOnDrive(target) if isinstance(target, Path) else target
    rows = _chosen(session, bundle_ids)
    _look_at(session, folder.path, rows)
    drive = _drive_of(folder.path)
    store = FileStore(session.vault, layout.OUTBOX)
    total = sum(2 * row.outer_size for row in rows)
    before, already = 0, 0
    copied: list[str] = []
    for row in rows:
        is_new = copy_checked(
            store.path(row.outer_name),
            folder,
            row.outer_name,
            sha256=row.outer_sha256,
            clock=session.clock,
            progress=_counting(progress, before, row.outer_size, total),
            cancelled=cancelled,
        )
        if _drive_of(folder.path) != drive:
            # Another one, or the empty folder that the drive was mounted on.
            raise errors.DrivePulled
        if is_new or row.state == "waiting":
            _note(session, row)
        if is_new:
            copied.append(row.outer_name)
        else:
            already += 1
        before += 2 * row.outer_size
    return HandedOver(tuple(copied), already, folder.path)


def _chosen(session: Session, bundle_ids: Sequence[str] | None) -> list[SealedBundle]:
    """Return the rows to hand over, the oldest first."""
    sealed = Sealed(session.vault)
    if bundle_ids is None:
        rows = [row for row in sealed.all() if row.state == "waiting"]
    else:
        found = {bundle_id: sealed.get(bundle_id) for bundle_id in bundle_ids}
        rows = [row for row in found.values() if row.state != "deleted"]
    if not rows:
        raise errors.NothingToHandOver
    return sorted(rows, key=lambda row: row.sealed_at)


def _look_at(session: Session, folder: Path, rows: Sequence[SealedBundle]) -> None:
    """Pass a folder that can take the files."""
    try:
        real = folder.resolve(strict=True)
    except (OSError, RuntimeError):
        raise errors.DriveMissing from None
    if not real.is_dir():
        raise errors.DriveMissing
    own = session.folder.resolve()
    if any(place == own or layout.is_vault(place) for place in (real, *real.parents)):
        raise errors.DriveIsVault
    drive = describe(real)
    if drive is None:
        raise errors.DriveMissing
    if drive.read_only or not os.access(real, os.W_OK | os.X_OK):
        raise errors.DriveReadOnly
    missing = [row.outer_size for row in rows if not os.path.lexists(real / row.outer_name)]
    if drive.largest_file_bytes is not None and max(missing, default=0) > drive.largest_file_bytes:
        raise errors.DriveFileTooLarge
    if sum(missing) > drive.free_bytes:
        raise errors.DriveFull


def _drive_of(folder: Path) -> int:
    try:
        return folder.stat().st_dev
    except OSError:
        raise errors.DrivePulled from None


def _note(session: Session, row: SealedBundle) -> None:
    with session.vault.transaction():
        Sealed(session.vault).mark_handed_over(row.bundle_id, session.now())
        session.custody.append("export", row.bundle_id, sha256=row.outer_sha256)


def _counting(progress: Progress, before: int, size: int, total: int) -> copying.Progress:
    def count(done: int, _of: int) -> None:
        progress(before + done, total, "copy" if done <= size else "check")

    return count

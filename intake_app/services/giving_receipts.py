"""Receipts for what was taken in, as files that travel back to the devices."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from intake_app import errors
from intake_app.services import small_files
from intake_app.services.session import Session
from intake_app.vault.archive import Archive
from intake_app.vault.issued_receipts import IssuedReceipt, IssuedReceipts


def receipt_for(session: Session, bundle_id: str) -> IssuedReceipt:
    """Return the receipt that was issued when a bundle was taken in.

    Raises:
        WrongRole. StatementMissing: it is not in the archive.
    """
    session.require("coordinator")
    bundle = Archive(session.vault).get(bundle_id)
    found = IssuedReceipts(session.vault).find(bundle_id, bundle.outer_sha256)
    if found is None:
        raise errors.StatementMissing(bundle=bundle_id)
    return found


def write_receipts(
    session: Session, folder: Path, bundle_ids: Iterable[str] | None = None
) -> list[Path]:
    """Write the receipts of some bundles, or of all, into a folder and return their paths.

    A receipt keeps its name, so that writing it twice leaves one file.

    Raises:
        As `receipt_for`. OutputFailed: a file could not be written; those before it are there.
    """
    session.require("coordinator")
    if bundle_ids is None:
        issued = IssuedReceipts(session.vault).all()
    else:
        issued = [receipt_for(session, each) for each in dict.fromkeys(bundle_ids)]
    paths = [small_files.write(folder, each.file_name, each.content) for each in issued]
    if paths:
        session.custody.append("export", what="receipts", count=len(paths))
    return paths

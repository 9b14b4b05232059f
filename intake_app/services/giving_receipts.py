"""Receipts for what was taken in, as files that travel back to the devices."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from intake_app import errors
from intake_app.bundle import members, receipt, ustar
from intake_app.crypto import age
from intake_app.services import small_files, trusting
from intake_app.services.session import Session
from intake_app.vault.archive import Archive
from intake_app.vault.issued_receipts import IssuedReceipt, IssuedReceipts
from intake_app.vault.receipts import Receipts


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


def give_back(session: Session, coordinator: str, folder: Path) -> Path:
    """Write the newest receipt of a coordinator, sealed for them, and return its path.

    A device does so for a coordinator whose vault may have been set back: their own signature
    under a line of their log proves it (`own_receipts.prove`).

    Raises:
        WrongRole, NoOrganisation. ReceiptNotListed: the list has no such coordinator.
        NothingToHandOver: there is no receipt of theirs. OutputFailed.
    """
    session.require("interviewer", "witness")
    trust = trusting.current_trust(session)
    if trust is None:
        raise errors.NoOrganisation
    member = trust.member(coordinator)
    if member is None:
        raise errors.ReceiptNotListed
    theirs = [
        ustar.read_simple(each.content, max_bytes=receipt.PADDED_BYTES)
        for each in Receipts(session.vault).all()
        if each.coordinator == coordinator
    ]
    if not theirs:
        raise errors.NothingToHandOver
    newest = max(theirs, key=lambda each: receipt.parse(dict(each)[receipt.TEXT]).org_log.seq)
    inner = ustar.write_simple(newest, pad_to=receipt.PADDED_BYTES)
    data = age.encrypt_bytes(inner, [members.recipient(member.receive)])
    path = small_files.write(folder, session.new_id() + receipt.SUFFIX, data)
    session.custody.append("export", what="receipts", count=1)
    return path


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

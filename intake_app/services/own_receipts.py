"""Receipts in our name that devices tell of: one that we never gave means we were set back.

A device keeps every receipt in its log. Where its log tells of one from us for a bundle that this
vault never receipted, an older copy of our vault was put back, or somebody signs in our name, or
the device lies. What its log says is noted as its word (`rollback_claims`). The receipt itself
proves it: we signed it, and it names a line of our log. The device can give it back.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from intake_app import errors
from intake_app.bundle import receipt as receipts
from intake_app.bundle.verdict import Verified
from intake_app.crypto import chain
from intake_app.crypto.chain import Head
from intake_app.services import rollback_claims, small_files
from intake_app.services.known_bundles import Coordinator
from intake_app.services.session import Session
from intake_app.vault.archive import DeviceLogs
from intake_app.vault.issued_receipts import IssuedReceipts

NOTE = "OUR_RECEIPT_UNKNOWN"
_MARK = b'"event":"receipt"'


def checked(session: Session, coordinator: Coordinator, verified: Verified) -> Verified:
    """Return what was verified, with a note where its log tells of such a receipt."""
    held = DeviceLogs(session.vault).head(verified.device)
    for line in verified.log_lines:
        if _MARK not in line:
            continue
        entry = chain.parse(line)
        if entry.seq <= held.seq:
            continue
        ours = entry.x.get("coordinator") == coordinator.principal
        if not ours or entry.x.get("verdict") != receipts.ACCEPTED:
            continue
        if not IssuedReceipts(session.vault).of_bundle(entry.ref):
            _remember(session, verified, str(entry.x.get("sha256", "")))
            return replace(verified, notes=tuple(sorted({*verified.notes, NOTE})))
    return verified


def prove(session: Session, path: Path) -> bool:
    """Take back a receipt of our own; return whether it proves that this vault lacks lines.

    Raises:
        FileMissing, FileMalformed. WrongRole, NoOrganisation, NotEnrolled. ReceiptRefused: damaged,
        sealed for somebody else, or not signed by whom it names. ReceiptForged: not one of ours.
    """
    coordinator = Coordinator.of(session)
    data = small_files.read(path, receipts.MAX_OUTER_BYTES)
    _claimed, text, signature = receipts.read(data, [coordinator.identity])
    said = receipts.check(text, signature, coordinator.trust)
    if said.coordinator != coordinator.principal:
        raise errors.ReceiptForged(what="coordinator")
    if session.custody.hash_at(said.org_log.seq) == said.org_log.hash:
        return False
    rollback_claims.prove(session, said.device, said.org_log)
    return True


def _remember(session: Session, verified: Verified, receipt_sha256: str) -> None:
    """Note the line of our log that the receipt named; only the newest receipt's is told."""
    seen = verified.description.seen
    if seen.receipt_sha256 == receipt_sha256 and seen.org_head_seq:
        rollback_claims.note(session, verified.device, Head(seen.org_head_seq, seen.org_head))

"""Receipts in our own name that devices tell of: one that we never gave means we were set back.

A device keeps every receipt in its log. Where its log tells of one from us for a bundle that this
vault never receipted, an older copy of our vault was put back, or somebody signs in our name.
"""

from __future__ import annotations

from dataclasses import replace

from intake_app.bundle import receipt as receipts
from intake_app.bundle.verdict import Verified
from intake_app.crypto import chain
from intake_app.services.known_bundles import Coordinator
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors
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


def _remember(session: Session, verified: Verified, receipt_sha256: str) -> None:
    """Keep the head of our log that the receipt named, so that its absence is said at each start.

    Only the newest receipt's is in the bundle. A device that lies about it is reason enough for
    the same alarm.
    """
    seen, anchors = verified.description.seen, Anchors(session.vault)
    if seen.receipt_sha256 != receipt_sha256 or not seen.org_head_seq:
        return
    if session.custody.hash_at(seen.org_head_seq) == seen.org_head:
        return
    if any(each.head == seen.org_head for each in anchors.missing()):
        return
    with session.vault.transaction():
        anchors.note(verified.device, seen.org_head_seq, seen.org_head)
        session.custody.append(
            "vault.rollback", lost_seq=seen.org_head_seq, held_seq=session.custody.head().seq
        )

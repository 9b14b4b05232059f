"""Receipts on the device: taken in and checked, and what may be deleted when enough are there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake_app import errors
from intake_app.bundle import receipt as receipts
from intake_app.bundle import ustar
from intake_app.bundle.receipt import Receipt
from intake_app.crypto.digests import sha256_hex
from intake_app.services import device_keys, small_files, trusting
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors
from intake_app.vault.receipts import Receipts, ReceivedReceipt
from intake_app.vault.sealed import Sealed, SealedBundle

NEEDED = "receipts_needed"  # the setting, a number
USUALLY_NEEDED = 2
OTHER_REASON = "other"
_REASON = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Standing:
    """Which coordinators confirmed a bundle, and how many are needed before it may go."""

    coordinators: tuple[str, ...]
    needed: int

    @property
    def is_complete(self) -> bool:
        """True where enough have."""
        return len(self.coordinators) >= self.needed


@dataclass(frozen=True)
class ReceiptOutcome:
    """What a receipt says. `complete`: the bundle may now be deleted here."""

    bundle_id: str
    coordinator: str
    verdict: str
    received_at: str
    complete: bool


def standing(session: Session, row: SealedBundle) -> Standing:
    """Return how far a bundle is confirmed: once for each coordinator who is still trusted."""
    trust = trusting.current_trust(session)
    if trust is None:
        return Standing((), USUALLY_NEEDED)
    able = {
        each.principal
        for each in trust.coordinators
        if not each.is_revoked and (each.identity or row.kind != "identity")
    }
    said = {
        each.coordinator
        for each in Receipts(session.vault).of_bundle(row.bundle_id)
        if each.verdict == receipts.ACCEPTED
    }
    return Standing(tuple(sorted(said & able)), max(1, min(_wanted(session), len(able))))


def take_in(session: Session, path: Path) -> ReceiptOutcome:
    """Take in a receipt for a bundle of this device; the same one twice changes nothing.

    Raises:
        FileMissing, FileMalformed. NoOrganisation, NotEnrolled. ReceiptRefused: damaged, for
        another device, or not of a coordinator whom the trust list names. ReceiptUnknownBundle:
        for something that this device never made, which is noted: someone may forge in its name.
    """
    data = small_files.read(path, receipts.MAX_OUTER_BYTES)
    trust = trusting.current_trust(session)
    if trust is None:
        raise errors.NoOrganisation
    _, text, signature = receipts.read(data, [device_keys.identity(session)])
    receipt = receipts.check(text, signature, trust)
    if receipt.device != device_keys.principal(session):
        raise errors.ReceiptRefused(what="device")
    row = Sealed(session.vault).find(receipt.bundle_id)
    if row is None or not _is_of(receipt, row):
        _alarm(session, receipt)
        raise errors.ReceiptUnknownBundle(bundle=receipt.bundle_id)
    kept = ReceivedReceipt(
        receipt_sha256=sha256_hex(data),
        bundle_id=receipt.bundle_id,
        coordinator=receipt.coordinator,
        verdict=receipt.verdict,
        received_at=receipt.received_at,
        imported_at=session.now(),
        content=ustar.write_simple([(receipts.TEXT, text), (receipts.SIGNATURE, signature)]),
    )
    with session.vault.transaction():
        if Receipts(session.vault).add(kept):
            _note(session, receipt, kept)
    return ReceiptOutcome(
        bundle_id=receipt.bundle_id,
        coordinator=receipt.coordinator,
        verdict=receipt.verdict,
        received_at=receipt.received_at,
        complete=standing(session, row).is_complete,
    )


def delete(session: Session, bundle_ids: Sequence[str], *, without_receipt_reason: str = "") -> int:
    """Delete sealed files that are safe elsewhere, all of them or none; return how many went.

    What was sealed, and when, stays on record. Without the receipts a reason is needed. The log
    has room for a word alone: another text counts there as `other`.

    Raises:
        NotReceipted: receipts are missing and no reason was given. StatementMissing.
    """
    reason = _word(without_receipt_reason)
    sealed = Sealed(session.vault)
    rows = {each: sealed.get(each) for each in bundle_ids}
    going = [row for row in rows.values() if row.state != "deleted"]
    with session.vault.transaction():
        for row in going:
            now = standing(session, row)
            if not now.is_complete and not reason:
                raise errors.NotReceipted(receipts=len(now.coordinators), needed=now.needed)
            why = {} if now.is_complete else {"reason": reason}
            sealed.delete(row.bundle_id, session.now())
            session.custody.append(
                "delete",
                row.bundle_id,
                receipts=len(now.coordinators),
                needed=now.needed,
                **why,
            )
    return len(going)


def _is_of(receipt: Receipt, row: SealedBundle) -> bool:
    told = (receipt.outer_sha256, receipt.tagmanifest_sha256)
    return told == (row.outer_sha256, row.tagmanifest_sha256)


def _note(session: Session, receipt: Receipt, kept: ReceivedReceipt) -> None:
    session.custody.append(
        "receipt",
        receipt.bundle_id,
        coordinator=receipt.coordinator,
        verdict=receipt.verdict,
        sha256=kept.receipt_sha256,
    )
    if receipt.is_accepted:
        head = receipt.device_log
        Anchors(session.vault).note(receipt.coordinator, head.seq, head.hash)
        Sealed(session.vault).mark_received(receipt.bundle_id)


def _alarm(session: Session, receipt: Receipt) -> None:
    """Note a receipt for what we never made, and the head that was seen in our name.

    If it was ours after all, this vault was set back to an older copy, and the head shows it.
    """
    with session.vault.transaction():
        session.custody.append(
            "receipt", receipt.bundle_id, coordinator=receipt.coordinator, verdict="unknown-bundle"
        )
        head = receipt.device_log
        Anchors(session.vault).note(receipt.coordinator, head.seq, head.hash)


def _wanted(session: Session) -> int:
    found = str(session.settings.get(NEEDED, USUALLY_NEEDED))
    return int(found) if found.isascii() and found.isdigit() else USUALLY_NEEDED


def _word(reason: str) -> str:
    said = reason.strip()
    return said if not said or _REASON.fullmatch(said) else OTHER_REASON

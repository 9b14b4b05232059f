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
from intake_app.bundle.trust import TrustList
from intake_app.crypto.digests import sha256_hex
from intake_app.services import (
    device_keys,
    receipt_alarms,
    rollback_claims,
    small_files,
    trusting,
)
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors
from intake_app.vault.receipts import Receipts, ReceivedReceipt
from intake_app.vault.sealed import Sealed, SealedBundle

NEEDED = "receipts_needed"  # the setting, a number
USUALLY_NEEDED = 2
OTHER_REASON = "other"
REFUSED = "refused"  # in the log: a receipt that was not taken in, without being an alarm
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


def newest(session: Session) -> tuple[str, Receipt] | None:
    """Return the receipt that shows most of the logs, under the hash of its file, or None.

    Neither the order in which they came counts nor any clock. Our own log's line that it names
    comes first: no coordinator can name one beyond it.
    """
    found = [(each.receipt_sha256, _said(each)) for each in Receipts(session.vault).all()]
    return max(found, key=_position, default=None)


def take_in(session: Session, path: Path) -> ReceiptOutcome:
    """Take in a receipt for a bundle of this device; the same one twice changes nothing.

    Everything that was sealed for this device leaves a line in the log, taken in or not.

    Raises:
        FileMissing, FileMalformed. NoOrganisation, NotEnrolled. ReceiptRefused: damaged, sealed for
        somebody else, or of a time or organisation that does not fit. ReceiptNotListed: of a
        coordinator whom the trust list does not name or trust. And these two, which are kept as
        alarms: ReceiptForged: not signed by whom it names, for another device, or about a log that
        is not ours; ReceiptUnknownBundle: for something that this device never made.
    """
    data = small_files.read(path, receipts.MAX_OUTER_BYTES)
    trust = trusting.current_trust(session)
    if trust is None:
        raise errors.NoOrganisation
    claimed, text, signature = receipts.read(data, [device_keys.identity(session)])
    _judge(session, claimed, text, signature, trust)
    row = Sealed(session.vault).find(claimed.bundle_id)
    if row is None or not _is_of(claimed, row):
        _gossip(session, claimed, receipt_alarms.UNKNOWN_BUNDLE, "bundle")
        raise errors.ReceiptUnknownBundle(bundle=claimed.bundle_id)
    head = claimed.device_log
    if session.custody.hash_at(head.seq) != head.hash:
        _gossip(session, claimed, receipt_alarms.FORGED, "log")
        raise errors.ReceiptForged(what="log")
    _keep(session, claimed, data, [(receipts.TEXT, text), (receipts.SIGNATURE, signature)])
    return ReceiptOutcome(
        bundle_id=claimed.bundle_id,
        coordinator=claimed.coordinator,
        verdict=claimed.verdict,
        received_at=claimed.received_at,
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


def _said(kept: ReceivedReceipt) -> Receipt:
    entries = dict(ustar.read_simple(kept.content, max_bytes=receipts.PADDED_BYTES))
    return receipts.parse(entries[receipts.TEXT])


def _position(found: tuple[str, Receipt]) -> tuple[int, int]:
    return found[1].device_log.seq, found[1].org_log.seq


def _judge(
    session: Session, claimed: Receipt, text: bytes, signature: bytes, trust: TrustList
) -> None:
    """Pass a receipt that a trusted coordinator signed for this device; note what is not."""
    try:
        receipts.check(text, signature, trust)
    except errors.ReceiptRefused as refusal:
        why = str(refusal.params["what"])
        named = trust.member(claimed.coordinator)
        if why in ("time", "org"):
            _note_refusal(session, claimed, why)
            raise
        if why == "coordinator" and (named is None or named.is_revoked):
            _note_refusal(session, claimed, why)
            raise errors.ReceiptNotListed from None
        receipt_alarms.sound(session, claimed, receipt_alarms.FORGED, why.lower())
        raise errors.ReceiptForged(what=why) from None
    if claimed.device != device_keys.principal(session):
        receipt_alarms.sound(session, claimed, receipt_alarms.FORGED, "device")
        raise errors.ReceiptForged(what="device")


def _is_of(receipt: Receipt, row: SealedBundle) -> bool:
    told = (receipt.outer_sha256, receipt.tagmanifest_sha256)
    return told == (row.outer_sha256, row.tagmanifest_sha256)


def _keep(
    session: Session, receipt: Receipt, data: bytes, entries: Sequence[tuple[str, bytes]]
) -> None:
    """Keep a receipt and what follows from it; one that is here under any seal changes nothing."""
    content = ustar.write_simple(entries)
    kept = ReceivedReceipt(
        receipt_sha256=sha256_hex(data),
        bundle_id=receipt.bundle_id,
        coordinator=receipt.coordinator,
        verdict=receipt.verdict,
        received_at=receipt.received_at,
        imported_at=session.now(),
        content=content,
    )
    held = Receipts(session.vault)
    with session.vault.transaction():
        if any(each.content == content for each in held.of_bundle(receipt.bundle_id)):
            return
        held.add(kept)
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


def _gossip(session: Session, receipt: Receipt, verdict: str, why: str) -> None:
    """Sound the alarm, and note the head that a coordinator says to have seen in our name.

    If it was ours after all, this vault was set back to an older copy. That a coordinator says so
    proves nothing yet: people decide.
    """
    with session.vault.transaction():
        receipt_alarms.sound(session, receipt, verdict, why)
        rollback_claims.note(session, receipt.coordinator, receipt.device_log)


def _note_refusal(session: Session, receipt: Receipt, why: str) -> None:
    session.custody.append(
        "receipt", receipt.bundle_id, coordinator=receipt.coordinator, verdict=REFUSED, why=why
    )


def _wanted(session: Session) -> int:
    found = str(session.settings.get(NEEDED, USUALLY_NEEDED))
    return int(found) if found.isascii() and found.isdigit() else USUALLY_NEEDED


def _word(reason: str) -> str:
    said = reason.strip()
    return said if not said or _REASON.fullmatch(said) else OTHER_REASON

"""What people decide about bundles that are held, and those that decide themselves.

A bundle held for missing log lines needs nobody once the lines before it have come, and one that
was sealed after its key's year needs nobody once the root holders gave that key another.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO, cast

from intake_app import errors
from intake_app.bundle.verifying import Verified, graver, open_bundle
from intake_app.errors import BundleRefused
from intake_app.services import archiving
from intake_app.services.inbox import ACCEPTED, REJECTED
from intake_app.services.known_bundles import Coordinator, KnownBundles
from intake_app.services.outcomes import ImportOutcome
from intake_app.services.quarantine import HashedReading
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.files import FileStore, Kept
from intake_app.vault.inbox import Inbox, InboxItem

REASON_LIMIT = 2000  # characters
_MAY_JOIN = frozenset({"LOG_GAP", "SIGNER_TIME_OVER"})


def decide(session: Session, item_id: str, accept: bool, reason: str) -> ImportOutcome:  # noqa: FBT001
    """Take a held bundle in after all, checked anew, or delete its file; once and for all.

    `reason` is kept in the inbox and nowhere else.

    Raises:
        ReasonMissing, StatementMissing (no such item), AlreadyDecided. BundleRefused: it cannot be
        taken in, such as ID_REUSED while the other one is there, or for a graver reason than the
        one it was held for (such as a device revoked since); it stays held. MediaDamaged: the kept
        file is no longer what came. VaultIo: it is gone.
    """
    coordinator = Coordinator.of(session)
    if not reason.strip():
        raise errors.ReasonMissing
    item = Inbox(session.vault).get(item_id)
    if item.verdict != "held" or item.decision:
        raise errors.AlreadyDecided
    if not accept:
        return _reject(session, item, reason.strip()[:REASON_LIMIT])
    verified = _verify(session, coordinator, item)
    unseen = set(verified.holds) - {item.code}
    if "ID_REUSED" in verified.holds or graver(unseen, item.code):
        # Something graver than what the person was shown has come up since: look at that first.
        raise BundleRefused(verified.held)
    outcome = _accept(session, coordinator, item, verified, reason.strip()[:REASON_LIMIT])
    join_held(session, coordinator, {verified.device})
    return outcome


def join_held(session: Session, coordinator: Coordinator, devices: Collection[str]) -> None:
    """Take in what was held of `devices` for a reason that is gone by now."""
    again = bool(devices)
    while again:
        again = False
        for item in Inbox(session.vault).held():
            if item.code not in _MAY_JOIN or item.device not in devices:
                continue
            try:
                verified = _verify(session, coordinator, item)
            except (BundleRefused, errors.VaultError):
                continue  # it stays held, for people to look at
            if not verified.held:
                _accept(session, coordinator, item, verified, "")
                again = True


def close_held(session: Session, outer_sha256: str, bundle_id: str) -> None:
    """Close what is held of a file that was now taken in, within the caller's transaction."""
    inbox = Inbox(session.vault)
    for item in inbox.by_outer(outer_sha256):
        if item.verdict == "held" and not item.decision:
            _close(session, item, bundle_id, "")
            inbox.drop_file(item.item_id)


def _accept(
    session: Session, coordinator: Coordinator, item: InboxItem, verified: Verified, reason: str
) -> ImportOutcome:
    kept = Kept(item.quarantine_name, item.outer_sha256, item.outer_size)
    with session.vault.transaction():
        _close(session, item, verified.bundle_id, reason)
        if verified.duplicate:
            Inbox(session.vault).drop_file(item.item_id)
        else:
            archiving.store(session, coordinator, verified, kept)
    return ImportOutcome(
        item.item_id, "accepted", item.code, verified.bundle_id, verified.device, verified.notes
    )


def _close(session: Session, item: InboxItem, bundle_id: str, reason: str) -> None:
    Inbox(session.vault).decide(item.item_id, ACCEPTED, reason, session.now(), bundle_id=bundle_id)
    _log(session, item, ACCEPTED, by_hand=bool(reason))


def _reject(session: Session, item: InboxItem, reason: str) -> ImportOutcome:
    inbox = Inbox(session.vault)
    with session.vault.transaction():
        inbox.decide(item.item_id, REJECTED, reason, session.now())
        inbox.drop_file(item.item_id)
        _log(session, item, REJECTED, by_hand=True)
    return ImportOutcome(item.item_id, "refused", item.code, item.bundle_id, item.device)


def _log(session: Session, item: InboxItem, decision: str, *, by_hand: bool) -> None:
    session.custody.append(
        "release",
        item.outer_sha256,
        item=item.item_id,
        code=item.code,
        decision=decision,
        by_hand=by_hand,
    )


def _verify(session: Session, coordinator: Coordinator, item: InboxItem) -> Verified:
    """Check a held file anew, and that it is the one that came."""
    known = KnownBundles(session, coordinator.trust)
    store = FileStore(session.vault, layout.QUARANTINE)
    with store.open(item.quarantine_name) as file:
        reading = HashedReading(file)
        verified = open_bundle(
            cast("BinaryIO", reading), [coordinator.identity], known, now=session.clock.now()
        )
        if reading.finish() != item.outer_sha256:
            raise errors.MediaDamaged
    return verified

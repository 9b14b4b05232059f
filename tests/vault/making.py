"""Making vaults, and filling every table of one with a marker."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.clock import Clock, FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.vault import layout
from intake_app.vault.anchors import Anchors
from intake_app.vault.archive import Archive, ArchivedBundle, BundleFile, DeviceLogs
from intake_app.vault.court_handovers import CourtHandover, CourtHandovers
from intake_app.vault.custody import Custody
from intake_app.vault.drafts import Drafts
from intake_app.vault.files import FileStore
from intake_app.vault.inbox import Inbox, InboxItem
from intake_app.vault.issued_receipts import IssuedReceipt, IssuedReceipts
from intake_app.vault.links import BundleLink, Links
from intake_app.vault.media import Media, MediaStore
from intake_app.vault.meta import Meta
from intake_app.vault.receipts import Receipts, ReceivedReceipt
from intake_app.vault.recordings import Recording, Recordings
from intake_app.vault.requests import Requests, SeenRequest
from intake_app.vault.sealed import Sealed, SealedBundle
from intake_app.vault.secrets import Secrets
from intake_app.vault.settings import Settings
from intake_app.vault.trust import TrustVersion, TrustVersions
from intake_app.vault.vault import Vault

WORDS = b"river lamp stone"
QUICK = KdfCost.quick()
HASH = "ab" * 32
NOW = "2026-11-24T09:00:00Z"


def new_id() -> str:
    return os.urandom(16).hex()


def make(folder: Path, clock: Clock | None = None, role: str = "interviewer") -> Vault:
    return Vault.create(
        folder,
        bytearray(WORDS),
        role=role,
        clock=clock or FixedClock(),
        cost=QUICK,
        new_id=new_id,
    )


def reopen(folder: Path, clock: Clock | None = None, words: bytes = WORDS) -> Vault:
    return Vault.unlock(folder, bytearray(words), clock=clock or FixedClock())


def fails_after(vault: Vault, *deeds: Callable[[], object]) -> None:
    """Do the deeds in one transaction that then fails."""
    with pytest.raises(KeyError):
        _do_and_fail(vault, deeds)


def _do_and_fail(vault: Vault, deeds: tuple[Callable[[], object], ...]) -> None:
    with vault.transaction():
        for deed in deeds:
            deed()
        raise KeyError


def put_media(vault: Vault, owner: str, data: bytes) -> Media:
    store = MediaStore(vault)
    writer = store.writer()
    writer.write(data)
    media = writer.finish()
    store.add_row(media, owner)
    return media


def put_piece(vault: Vault, owner: str, data: bytes) -> Recording:
    store = Recordings(vault)
    recording = store.add(new_id(), owner, 48_000, NOW)
    writer = store.writer(recording, 1)
    writer.add(data)
    writer.close()
    return recording


def put_sealed(vault: Vault, bundle_id: str, data: bytes) -> SealedBundle:
    part = FileStore(vault, layout.OUTBOX).new()
    part.write(data)
    kept = part.finish()
    row = SealedBundle(bundle_id, "s1", "statement", kept.name, kept.sha256, kept.size, HASH, NOW)
    Sealed(vault).add(row)
    return row


def archived(bundle_id: str, name: str, data: bytes, text: str = "") -> ArchivedBundle:
    return ArchivedBundle(
        bundle_id=bundle_id,
        outer_name=name,
        outer_sha256=hashlib.sha256(data).hexdigest(),
        outer_size=len(data),
        tagmanifest_sha256=HASH,
        device="device-7f3a0000",
        interviewer=text or "Cypress",
        kind="statement",
        statement_id="s1",
        sealed_at=NOW,
        received_at=NOW,
        trust_version=1,
        notes=("LINK_PENDING",),
        description=text.encode() or b"description",
        statement=text.encode() or b"statement",
        tag_files=text.encode() or b"tags",
    )


def put_archived(vault: Vault, bundle_id: str, data: bytes, text: str = "") -> ArchivedBundle:
    part = FileStore(vault, layout.QUARANTINE).new()
    part.write(data)
    bundle = archived(bundle_id, part.finish().name, data, text)
    file = BundleFile(bundle_id, "data/000001.json", text, "application/json", "s", HASH, 3, 1024)
    Archive(vault).add(bundle, [file])
    return bundle


def put_held(vault: Vault, item_id: str, data: bytes, text: str = "") -> InboxItem:
    part = FileStore(vault, layout.QUARANTINE).new()
    part.write(data)
    kept = part.finish()
    item = InboxItem(item_id, NOW, kept.sha256, kept.size, "held", "LOG_GAP", "b9", text, kept.name)
    Inbox(vault).add(item)
    return item


def fill(vault: Vault, marker: str) -> None:
    """Write `marker` into every table, and into a file of every folder that the vault encrypts."""
    raw = marker.encode()
    token = marker if marker.isascii() else ""
    with vault.transaction():
        Meta(vault).put("organisation", marker)
        Settings(vault).put("note", marker)
        Secrets(vault).put("device", raw)
        Custody(vault).append("consent", token)
        Anchors(vault).note(marker, 1, HASH)
        TrustVersions(vault).add(TrustVersion(1, HASH, raw, NOW))
        Drafts(vault).create("d-" + marker, raw * 50, raw)
        put_media(vault, "d-" + marker, raw * 5000)
        put_piece(vault, "d-" + marker, raw * 5000)
        put_sealed(vault, "b-" + marker, b"sealed elsewhere")
        Receipts(vault).add(ReceivedReceipt("r1", "b1", "coord-1", "accepted", NOW, NOW, raw))
        put_archived(vault, "a-" + marker, b"sealed elsewhere", marker)
        Links(vault).add(BundleLink("a-" + marker, "corrects", marker))
        DeviceLogs(vault).add(marker, Custody(vault).lines())
        put_held(vault, "i1", b"sealed elsewhere", marker)
        Inbox(vault).decide("i1", "wait", marker, NOW)
        CourtHandovers(vault).add(CourtHandover("h1", "share_court", marker, HASH, NOW, marker))
        IssuedReceipts(vault).add(IssuedReceipt("a1", HASH, "r.age", raw, NOW))
        Requests(vault).add(SeenRequest(HASH, marker, raw, "new", NOW))

"""Keeping what was verified: the bundle, its parts, its log and the receipt, all or nothing.

The caller opens the one transaction; the file moves from the quarantine into the archive with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from intake_app import errors
from intake_app.bundle import members, receipt, ustar
from intake_app.bundle.receipt import Receipt
from intake_app.bundle.verifying import Verified
from intake_app.crypto import chain
from intake_app.crypto.chain import Head
from intake_app.crypto.digests import sha256_hex
from intake_app.services.known_bundles import Coordinator, forget_seals
from intake_app.vault.archive import Archive, ArchivedBundle, BundleFile, DeviceLogs
from intake_app.vault.files import Kept
from intake_app.vault.issued_receipts import IssuedReceipt, IssuedReceipts
from intake_app.vault.links import BundleLink, Links

if TYPE_CHECKING:
    from intake_app.services.session import Session

# Kept elsewhere already: the description in its own column, the log lines by device.
KEPT_APART = frozenset({"bundle.json", "custody.log"})


class _Named(msgspec.Struct):
    statement_id: str = ""


def store(session: Session, coordinator: Coordinator, verified: Verified, kept: Kept) -> Head:
    """Keep a verified bundle whose file lies in the quarantine; return the head of our log.

    A hold that a person passed over is kept among the notes. Everything is undone where the
    transaction around it fails.

    Raises:
        VaultDiskFull, VaultReadOnly, VaultIo.
    """
    with session.vault.transaction():
        Archive(session.vault).add(_bundle(session, coordinator, verified, kept), _files(verified))
        links = Links(session.vault)
        targets = {(link.rel, link.bundle_id) for link in verified.description.links}
        for rel, target in sorted(targets):
            links.add(BundleLink(verified.bundle_id, rel, target))
        _add_lines(session, verified.device, verified.log_lines)
        head = session.custody.append(
            "import",
            verified.bundle_id,
            outer_sha256=kept.sha256,
            tagmanifest_sha256=verified.tagmanifest_sha256,
            device=verified.device,
            device_seq=verified.description.log.seq,
        )
        _issue(session, coordinator, verified, kept, head)
    return head


def _bundle(
    session: Session, coordinator: Coordinator, verified: Verified, kept: Kept
) -> ArchivedBundle:
    small = [(name, data) for name, data in verified.tag_files.items() if name not in KEPT_APART]
    description = verified.description
    return ArchivedBundle(
        bundle_id=verified.bundle_id,
        outer_name=kept.name,
        outer_sha256=kept.sha256,
        outer_size=kept.size,
        tagmanifest_sha256=verified.tagmanifest_sha256,
        device=verified.device,
        interviewer=description.interviewer,
        kind=description.kind,
        statement_id=msgspec.json.decode(verified.statement, type=_Named).statement_id,
        sealed_at=description.sealed_at,
        received_at=session.now(),
        trust_version=coordinator.trust.version,
        notes=(*verified.notes, *verified.holds),
        description=verified.tag_files["bundle.json"],
        statement=verified.statement,
        tag_files=ustar.write_simple(small),
    )


def _files(verified: Verified) -> Iterable[BundleFile]:
    return (
        BundleFile(
            verified.bundle_id,
            each.path,
            each.name,
            each.media_type,
            each.role,
            each.sha256,
            each.size,
            each.offset,
        )
        for each in verified.files
    )


def _add_lines(session: Session, device: str, lines: tuple[bytes, ...]) -> None:
    """Keep a device's new lines; the thousands that came before are not read again."""
    if not lines:
        return
    logs = DeviceLogs(session.vault)
    head, first = logs.head(device), chain.parse(lines[0]).seq
    if first <= head.seq:
        if logs.holds_all(device, first, head.seq):
            lines = lines[head.seq - first + 1 :]
        else:
            forget_seals(session, device)
    logs.add(device, lines)


def _issue(
    session: Session, coordinator: Coordinator, verified: Verified, kept: Kept, head: Head
) -> None:
    """Keep the receipt for a bundle; a device that is not in the list cannot be answered."""
    member = coordinator.trust.member(verified.device)
    if member is None:
        raise errors.NotEnrolled
    log = verified.description.log
    said = Receipt(
        org=coordinator.trust.first_roots,
        coordinator=coordinator.principal,
        bundle_id=verified.bundle_id,
        outer_sha256=kept.sha256,
        tagmanifest_sha256=verified.tagmanifest_sha256,
        device=verified.device,
        # The bundle's own head is on the device's chain even where we hold another branch.
        device_log=Head(log.seq, log.head),
        org_log=head,
        received_at=session.now(),
        verdict=receipt.ACCEPTED,
    )
    content = receipt.make(said, coordinator.key, members.recipient(member.receive))
    name = os.urandom(16).hex() + receipt.SUFFIX
    issued = IssuedReceipt(verified.bundle_id, kept.sha256, name, content, said.received_at)
    IssuedReceipts(session.vault).add(issued)
    session.custody.append("receipt", verified.bundle_id, sha256=sha256_hex(content))

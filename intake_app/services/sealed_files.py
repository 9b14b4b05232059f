"""One bundle on its way into the outbox: written, brought to the disk, read again and opened."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from intake_app import errors
from intake_app.bundle.known import TrustOnly
from intake_app.bundle.members import MAX_RECIPIENTS, Member
from intake_app.bundle.trust import TrustList
from intake_app.bundle.verifying import open_bundle
from intake_app.bundle.writing import write_bundle
from intake_app.crypto.recipients import HybridIdentity, HybridRecipient
from intake_app.services import device_keys
from intake_app.services.copying import CHUNK_BYTES, Cancelled, Progress
from intake_app.services.gathering import Contents
from intake_app.services.pipelining import WritingBehind
from intake_app.services.planning import own_member
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.faults import translated
from intake_app.vault.files import FileStore
from intake_app.vault.sealed import Sealed, SealedBundle

FAR_FUTURE = "2999-12-31T23:59:59Z"


class SealedFile:
    """A file in the outbox that no row names yet; end with a row in the vault or `abandon`."""

    def __init__(self, session: Session, contents: Contents) -> None:
        """Begin the file. Raises: VaultDiskFull, VaultReadOnly, VaultIo."""
        self.contents = contents
        self._session = session
        self._file = FileStore(session.vault, layout.OUTBOX).new()
        # The key that opens the file for the check alone. Where all places in it are taken by
        # people there is none, and the hash of the file must do.
        full = len(contents.recipients) >= MAX_RECIPIENTS
        self._checker = None if full else HybridIdentity.generate()
        self._tagmanifest_sha256 = ""

    def write(self, progress: Progress, cancelled: Cancelled) -> None:
        """Write the bundle. Raises: as `write_bundle`, and faults of the vault's disk."""
        with WritingBehind(self._file.write) as sink:
            made = write_bundle(
                sink,
                recipients=self.contents.recipients,
                description=self.contents.description,
                payloads=self.contents.payloads,
                custody=self.contents.custody,
                log_head=self.contents.log_head,
                key=device_keys.signing_key(self._session),
                progress=progress,
                cancelled=cancelled,
                checker=None if self._checker is None else self._checker.recipient,
            )
            sink.finish()
        self._tagmanifest_sha256 = made.tagmanifest_sha256

    def finish(self, statement_id: str) -> SealedBundle:
        """Make the bytes last; return the row that will name them."""
        kept = self._file.finish()
        return SealedBundle(
            bundle_id=self.contents.description.bundle_id,
            statement_id=statement_id,
            kind=self.contents.kind,
            outer_name=kept.name,
            outer_sha256=kept.sha256,
            outer_size=kept.size,
            tagmanifest_sha256=self._tagmanifest_sha256,
            sealed_at=self.contents.description.sealed_at,
        )

    def reread(
        self, row: SealedBundle, trust: TrustList, progress: Progress, cancelled: Cancelled
    ) -> None:
        """Read the file from the disk and check it to the last byte, as a coordinator will.

        Raises:
            SealCheckFailed: it is not what was written, or a coordinator would not take it.
            SourceChanged: a file of the draft was not what its hash says.
        """
        with translated(), self._file.path.open("rb", buffering=0) as file:
            _forget_cache(file)
            if self._checker is None:
                if _hash_of(file, progress, cancelled) != row.outer_sha256:
                    raise errors.SealCheckFailed
            else:
                # Every byte of the file is under the sums of the cipher, whose key nobody else
                # has: what can be opened is what was written, and need not be hashed as well.
                self._open(file, self._checker, trust, progress, cancelled)

    def abandon(self) -> None:
        """Remove the file, unless a row names it: then only something after the seal failed."""
        if Sealed(self._session.vault).find(self.contents.description.bundle_id) is None:
            self._file.abort()

    def _open(
        self,
        file: io.FileIO,
        checker: HybridIdentity,
        trust: TrustList,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        renewed = _as_renewed(trust, own_member(self._session, trust))
        try:
            verified = open_bundle(
                cast("BinaryIO", file),
                [checker],
                TrustOnly(renewed, trust.first_roots),
                now=self._session.clock.now(),
                progress=progress,
                cancelled=cancelled,
            )
        except errors.BundleRefused as refusal:
            if refusal.code == "PAYLOAD_HASH":
                # What was encrypted came back unharmed, so it was another already before.
                raise errors.SourceChanged from refusal
            raise errors.SealCheckFailed(code=refusal.code) from refusal
        if verified.held or verified.tagmanifest_sha256 != self._tagmanifest_sha256:
            raise errors.SealCheckFailed(code=verified.held)


@dataclass(frozen=True)
class _AsRenewed:
    """The trust list as it will be once our key has another year: running out stops no seal."""

    version: int
    sha256: str
    devices: tuple[Member, ...]
    _trust: TrustList

    def statement_recipients(self) -> tuple[HybridRecipient, ...]:
        """Return whom statements are sealed for."""
        return self._trust.statement_recipients()

    def identity_recipients(self) -> tuple[HybridRecipient, ...]:
        """Return whom identities are sealed for."""
        return self._trust.identity_recipients()


def _as_renewed(trust: TrustList, member: Member) -> _AsRenewed:
    renewed = replace(member, valid_before=FAR_FUTURE)
    return _AsRenewed(trust.version, trust.sha256, (renewed,), trust)


def _hash_of(file: io.FileIO, progress: Progress, cancelled: Cancelled) -> str:
    total = os.fstat(file.fileno()).st_size
    digest, done = hashlib.sha256(), 0
    while piece := file.read(CHUNK_BYTES):
        digest.update(piece)
        done += len(piece)
        progress(done, total)
        if cancelled():
            raise errors.Cancelled
    return digest.hexdigest()


def _forget_cache(file: io.FileIO) -> None:
    """Ask the system to read from the disk, not from what it remembers of the writing."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

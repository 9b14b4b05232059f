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
        made = write_bundle(
            self._file,
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
        """
        with translated(), self._file.path.open("rb", buffering=0) as file:
            _forget_cache(file)
            reading = _Hashing(file)
            if self._checker is None:
                _hash_all(reading, progress, cancelled)
            else:
                self._open(reading, self._checker, trust, progress, cancelled)
        if (row.outer_sha256, row.outer_size) != reading.result():
            raise errors.SealCheckFailed

    def abandon(self) -> None:
        """Remove the file, unless a row names it: then only something after the seal failed."""
        if Sealed(self._session.vault).find(self.contents.description.bundle_id) is None:
            self._file.abort()

    def _open(
        self,
        reading: _Hashing,
        checker: HybridIdentity,
        trust: TrustList,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        renewed = _as_renewed(trust, own_member(self._session, trust))
        try:
            verified = open_bundle(
                cast("BinaryIO", reading),
                [checker],
                TrustOnly(renewed, trust.roots.fingerprint),
                now=self._session.clock.now(),
                progress=progress,
                cancelled=cancelled,
            )
        except errors.BundleRefused as refusal:
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


class _Hashing:
    """A file that is hashed while it is read from its start to its end."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to another place; only before reading."""
        return self._file.seek(offset, whence)

    def read(self, size: int) -> bytes:
        """Read the next bytes and hash them."""
        piece = self._file.read(size)
        self._digest.update(piece)
        self._size += len(piece)
        return piece

    def result(self) -> tuple[str, int]:
        """Return hash and size of what was read."""
        return self._digest.hexdigest(), self._size


def _hash_all(reading: _Hashing, progress: Progress, cancelled: Cancelled) -> None:
    total = reading.seek(0, io.SEEK_END)
    done = reading.seek(0)
    while piece := reading.read(CHUNK_BYTES):
        done += len(piece)
        progress(done, total)
        if cancelled():
            raise errors.Cancelled


def _forget_cache(file: io.FileIO) -> None:
    """Ask the system to read from the disk, not from what it remembers of the writing."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

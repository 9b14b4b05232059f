"""Checking a bundle without taking it in: sealed, with a coordinator's vault, or opened already."""

from __future__ import annotations

from pathlib import Path

from intake_app import errors
from intake_app.bundle.known import Known, TrustOnly
from intake_app.bundle.trust import TrustList
from intake_app.bundle.verifying import BundleVerifier, Verified
from intake_app.clock import SystemClock
from intake_app.crypto import age
from intake_app.errors import BundleRefused
from intake_app.services import quarantine, trusting
from intake_app.services.copying import Cancelled, Progress, never, silent
from intake_app.services.extracting import extract, file_of
from intake_app.services.known_bundles import Coordinator, KnownBundles
from intake_app.services.session import Session

__all__ = ["Verified", "extract", "file_of", "is_sealed", "verify_file"]

_AGE_START = b"age-encryption.org/"


def is_sealed(path: Path) -> bool:
    """Return whether a file is still encrypted, by how it begins.

    Raises:
        FileMissing. BundleRefused: OUTER_NOT_FILE.
    """
    with quarantine.foreign(path) as file:
        return quarantine.read_piece(file, len(_AGE_START)) == _AGE_START


def verify_file(
    path: Path,
    *,
    session: Session | None = None,
    trust_folder: Path | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Verified:
    """Check every byte of a bundle and return what it holds; nothing is kept or logged.

    A sealed one needs a coordinator's `session`; for an opened one a `trust_folder` is enough, as
    `organising.write_trust_folder` writes it. The trust list of the folder goes before the vault's.

    Raises:
        BundleRefused: as the verifier finds; NOT_FOR_US also where a sealed bundle comes without a
        vault. NoOrganisation: no trust list was given. FileMissing, WrongRole, NotEnrolled,
        Cancelled, and the faults of a trust list.
    """
    sealed = is_sealed(path)
    if sealed and session is None:
        raise BundleRefused("NOT_FOR_US")
    now = (session.clock if session else SystemClock()).now()
    verifier = BundleVerifier(_known(session, trust_folder), now=now)
    decryptor: age.Decryptor | None = None
    if sealed and session is not None:
        decryptor = age.Decryptor([Coordinator.of(session).identity], verifier.write)
    take = decryptor.feed if decryptor else verifier.write
    with quarantine.foreign(path) as file:
        done, total = 0, quarantine.size_of(file)
        while piece := quarantine.read_piece(file, quarantine.PIECE_BYTES):
            take(piece)
            done += len(piece)
            progress(done, max(done, total))
            if cancelled():
                raise errors.Cancelled
    if decryptor is not None:
        decryptor.finish()
    return verifier.finish()


def _known(session: Session | None, trust_folder: Path | None) -> Known:
    """Return what the verifier may know: what the vault took in counts for a coordinator alone."""
    trust: TrustList | None = None
    if trust_folder is not None:
        trust = trusting.from_folder(trust_folder)
        # A folder from a stick cannot vouch for itself where the roots are known.
        if session is not None and not trusting.vouches_for(session, trust):
            raise errors.TrustOtherOrganisation
    elif session is not None:
        trust = trusting.current_trust(session)
    if trust is None:
        raise errors.NoOrganisation
    if session is not None and trust_folder is None and session.role == "coordinator":
        return KnownBundles(session, trust)
    return TrustOnly(trust, trust.first_roots)

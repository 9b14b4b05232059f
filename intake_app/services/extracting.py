"""Opening a bundle for an expert outside, who then needs neither the vault nor this program."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from intake_app import assets, errors
from intake_app.bundle.verifying import BundleVerifier, Verified
from intake_app.clock import parse_rfc3339
from intake_app.crypto import age
from intake_app.services import new_files, organising, quarantine, small_files
from intake_app.services.copying import Cancelled, Progress, never, silent
from intake_app.services.known_bundles import Coordinator, KnownBundles
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.archive import Archive
from intake_app.vault.files import FileStore

RECIPE = "verify"
SCRIPTS = ("verify-bundle.sh", "verify-with-openssl.sh")
HOW_TO = "how-to-check.txt"
TAR = ".tar"
OWNER_ALONE = 0o700


def extract(
    session: Session,
    path: Path,
    to: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Path:
    """Write the inner tar of a bundle into the folder `to`, and beside it what checks it.

    That is the trust list as plain files, the scripts of the recipe, and a page that says how.
    The bundle is checked while it is written; what is refused leaves nothing. It leaves the
    vault's protection, so this is logged. Returns the path of the tar, `<bundle id>.tar`.

    Raises:
        BundleRefused: as the verifier finds. OutputFailed: it cannot be written, or is there
        already. FileMissing, WrongRole, NoOrganisation, NotEnrolled, Cancelled.
    """
    coordinator = Coordinator.of(session)
    known = KnownBundles(session, coordinator.trust)
    verifier = BundleVerifier(known, now=session.clock.now())
    _make_folder(to)
    with quarantine.foreign(path) as sealed, new_files.begun(to) as tar:

        def take(piece: bytes) -> None:
            verifier.write(piece)
            tar.write(piece)

        decryptor = age.Decryptor([coordinator.identity], take)
        done, total = 0, quarantine.size_of(sealed)
        while piece := quarantine.read_piece(sealed, quarantine.PIECE_BYTES):
            decryptor.feed(piece)
            done += len(piece)
            progress(done, max(done, total))
            if cancelled():
                raise errors.Cancelled
        decryptor.finish()
        verified = verifier.finish()
        # An expert must not get as sound what is held here for people to decide.
        if verified.held and Archive(session.vault).find(verified.bundle_id) is None:
            raise errors.BundleRefused(verified.held)
        with session.vault.transaction():
            session.custody.append(
                "export", verified.bundle_id, what="opened", device=verified.device
            )
            _write_beside(session, verified, to)
            return tar.publish(verified.bundle_id + TAR)


def file_of(session: Session, bundle_id: str) -> Path:
    """Return where the sealed file of an archived bundle lies.

    Raises:
        WrongRole. StatementMissing: it is not in the archive.
    """
    session.require("coordinator")
    bundle = Archive(session.vault).get(bundle_id)
    return FileStore(session.vault, layout.ARCHIVE).path(bundle.outer_name)


def _make_folder(to: Path) -> None:
    try:
        to.mkdir(mode=OWNER_ALONE, parents=True, exist_ok=True)
    except OSError:
        raise errors.OutputFailed from None


def _write_beside(session: Session, verified: Verified, to: Path) -> None:
    organising.write_trust_folder(session, to)
    for name in SCRIPTS:
        small_files.write(to, name, assets.resource(RECIPE, name).read_bytes())
    sealed_at = parse_rfc3339(verified.description.sealed_at).astimezone(UTC)
    page = assets.read_text(RECIPE, HOW_TO).format(
        bundle_id=verified.bundle_id,
        device=verified.device,
        time=f"{sealed_at:%Y%m%d%H%M%S}Z",
    )
    small_files.write(to, HOW_TO, page.encode())

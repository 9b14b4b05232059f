"""Putting back what the archive lost: the same file, come once more, takes its old place.

Its hash is the one that was verified when the bundle was taken in, so nothing is judged anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from intake_app import errors
from intake_app.crypto.digests import sha256_file
from intake_app.services import quarantine
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.archive import Archive, ArchivedBundle
from intake_app.vault.faults import translated
from intake_app.vault.files import FileStore

RESTORED = "RESTORED"


def put_back(
    session: Session, bundle_id: str, source: BinaryIO, watch: Callable[[int], None]
) -> bool:
    """Copy `source` into the archive where its own copy is lost or damaged; say whether it was.

    `source` has the hash that the bundle came with; `watch` is told of each piece's size.

    Raises:
        StatementMissing: the bundle is not in the archive. FileMissing: the drive fails, or the
        file changed meanwhile. VaultDiskFull, VaultReadOnly, VaultIo. Whatever the watcher raises.
        The archive is then as it was.
    """
    bundle = Archive(session.vault).get(bundle_id)
    store = FileStore(session.vault, layout.ARCHIVE)
    was = _damage(store, bundle)
    if not was:
        return False
    part = store.again(bundle.outer_name)
    try:
        source.seek(0)
        while piece := quarantine.read_piece(source, quarantine.PIECE_BYTES):
            part.write(piece)
            watch(len(piece))
        kept = part.finish()
        if (kept.sha256, kept.size) != (bundle.outer_sha256, bundle.outer_size):
            raise errors.FileMissing
        with session.vault.transaction():
            session.custody.append(
                "archive", bundle_id, step="restored", was=was, outer_sha256=kept.sha256
            )
            store.put_in_place(bundle.outer_name)
    except BaseException:
        part.abort()
        raise
    return True


def _damage(store: FileStore, bundle: ArchivedBundle) -> str:
    """Return `missing`, `damaged`, or nothing where the file is what it was."""
    path = store.path(bundle.outer_name)
    with translated():
        if not path.exists():
            return "missing"
    try:
        found = sha256_file(path)
    except OSError:
        return "damaged"
    return "" if found == (bundle.outer_sha256, bundle.outer_size) else "damaged"

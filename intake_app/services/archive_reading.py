"""Reading what was taken in: the words, the files beside them, what belongs together, the log.

Everything stays in memory but for a copy that is asked for by name. Every opening is a line in the
custody log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from intake_app import errors
from intake_app.crypto.age import RandomAccess
from intake_app.domain.exhibits import SHOWABLE, extension_of, media_type_of
from intake_app.domain.statement import Identity
from intake_app.errors import BundleRefused
from intake_app.services import device_keys, new_files
from intake_app.services.copying import Cancelled, Progress, never, silent
from intake_app.services.records import ArchiveRow, Linked, Record, bundles, identity_of, record_of
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.archive import Archive, BundleFile
from intake_app.vault.files import FileStore

__all__ = [
    "ArchiveRow",
    "BundleFile",
    "Linked",
    "Record",
    "bundles",
    "identity",
    "open_record",
    "picture",
    "read_file",
    "save_copy",
]

PICTURE_LIMIT_BYTES = 64 * 1024 * 1024
PIECE_BYTES = 64 * 1024


def open_record(session: Session, bundle_id: str, *, with_identity: bool = False) -> Record:
    """Return everything that belongs to a bundle, and log that it was looked at.

    Who the witness is stays closed unless `with_identity` is asked for.

    Raises:
        WrongRole. StatementMissing: it is not in the archive.
    """
    session.require("coordinator")
    record = record_of(session, bundle_id)
    session.custody.append("view", bundle_id, kind=record.bundle.kind)
    if with_identity and record.identity is None:
        return record.with_identity(identity(session, bundle_id))
    return record


def identity(session: Session, bundle_id: str) -> Identity | None:
    """Return who the witness of a statement is, where that was sealed for us; logs the look.

    Raises:
        WrongRole. StatementMissing: the statement is not in the archive.
    """
    session.require("coordinator")
    found = identity_of(session, bundle_id)
    if found is None:
        return None
    session.custody.append("view", found[0], kind="identity")
    return found[1]


def read_file(session: Session, bundle_id: str, path: str) -> Iterator[bytes]:
    """Yield a file of a bundle in pieces, in memory only.

    Raises:
        WrongRole. ExhibitMissing: the bundle has no such file. MediaDamaged: the archive's copy is
        no longer what was verified; what was yielded before counts for nothing.
    """
    session.require("coordinator")
    file = Archive(session.vault).file(bundle_id, path)
    if file is None:
        raise errors.ExhibitMissing
    return _pieces(session, file)


def picture(session: Session, bundle_id: str, path: str) -> bytes | None:
    """Return a picture's bytes to show from memory, or None where it is no picture to show.

    What counts is how the content begins, never what the bundle says that it is.

    Raises:
        As `read_file`.
    """
    pieces = read_file(session, bundle_id, path)
    file = Archive(session.vault).file(bundle_id, path)
    if file is None or file.media_type not in SHOWABLE or file.size > PICTURE_LIMIT_BYTES:
        return None
    data = b"".join(pieces)
    return data if media_type_of(data[:64]) == file.media_type else None


def save_copy(
    session: Session,
    bundle_id: str,
    path: str,
    to: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Path:
    """Write a file of a bundle into the folder `to` and return where it lies.

    It leaves the vault's protection: that is logged. Its name is ours, made of the start of the
    bundle's id and its number; nothing that is there is replaced, and half a copy is removed.

    Raises:
        As `read_file`. OutputFailed: it cannot be written, or that name is taken. Cancelled.
    """
    pieces = read_file(session, bundle_id, path)
    file = Archive(session.vault).file(bundle_id, path)
    if file is None:
        raise errors.ExhibitMissing
    number = Path(path).stem
    name = f"{bundle_id[:8]}-{number}.{_extension(file)}"
    with new_files.begun(to) as out:
        done = 0
        for piece in pieces:
            out.write(piece)
            done += len(piece)
            progress(done, file.size)
            if cancelled():
                raise errors.Cancelled
        with session.vault.transaction():
            session.custody.append("export", bundle_id, what="file", number=int(number))
            return out.publish(name)


def _extension(file: BundleFile) -> str:
    return "json" if file.role in ("statement", "identity") else extension_of(file.media_type)


def _pieces(session: Session, file: BundleFile) -> Iterator[bytes]:
    bundle = Archive(session.vault).get(file.bundle_id)
    digest = hashlib.sha256()
    try:
        with FileStore(session.vault, layout.ARCHIVE).open(bundle.outer_name) as sealed:
            content = RandomAccess(sealed, [device_keys.identity(session)])
            at, end = file.offset, file.offset + file.size
            while at < end:
                piece = content.read_at(at, min(PIECE_BYTES, end - at))
                if not piece:
                    raise errors.MediaDamaged
                digest.update(piece)
                at += len(piece)
                yield piece
    except (BundleRefused, OSError, errors.VaultIo):
        raise errors.MediaDamaged from None
    if digest.hexdigest() != file.sha256:
        raise errors.MediaDamaged

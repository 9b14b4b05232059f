"""Taking files in: streamed into the vault encrypted, hashed on the way, otherwise untouched."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from intake_app import errors
from intake_app.domain.exhibits import SHOWABLE, Exhibit, media_type_of
from intake_app.domain.statement import Statement
from intake_app.services.copying import CHUNK_BYTES, Cancelled, Progress, never, silent
from intake_app.services.interviewing import load, store
from intake_app.services.session import Session
from intake_app.vault.media import MediaStore

FILES_LIMIT_BYTES = 2 * 1024**3 + 64 * 1024**2  # all files of one statement: one bundle's room
PICTURE_LIMIT_BYTES = 64 * 1024**2
_HEAD_BYTES = 64


def attach(
    session: Session,
    statement_id: str,
    path: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    **told: str,
) -> Exhibit:
    """Take the file at `path` into the vault as an exhibit and return it.

    `told` fills the exhibit's fields (caption, origin, handed_over_by …). The original stays where
    it is. Memory stays flat whatever the size.

    Raises:
        ExhibitUnreadable, ExhibitEmpty, ExhibitChanged, StatementTooLarge, Cancelled,
        VaultDiskFull: nothing is kept then.
    """
    statement = load(session, statement_id)
    taken = sum(each.size for each in statement.exhibits)
    store_of_media = MediaStore(session.vault)
    with _reading(path) as handle:
        before = os.fstat(handle)
        if taken + before.st_size > FILES_LIMIT_BYTES:
            raise errors.StatementTooLarge
        writer = store_of_media.writer()
        try:
            head, digest, size = b"", hashlib.sha256(), 0
            with _as_unreadable(), os.fdopen(os.dup(handle), "rb", buffering=0) as file:
                pieces = iter(lambda: file.read(CHUNK_BYTES), b"")
                for piece in _until(pieces, before.st_size):
                    head = head or piece[:_HEAD_BYTES]
                    digest.update(piece)
                    writer.write(piece)
                    size += len(piece)
                    progress(size, before.st_size)
                    if cancelled():
                        raise errors.Cancelled
            after = os.fstat(handle)
            if size == 0:
                raise errors.ExhibitEmpty
            if size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
                raise errors.ExhibitChanged
            media = writer.finish()
        except BaseException:
            writer.abort()
            raise
    exhibit = Exhibit(
        id=media.media_id,
        name=path.name.encode("utf-8", "replace").decode("utf-8"),
        size=media.size,
        sha256=media.sha256,
        media_type=media_type_of(head),
        received_at=session.now(),
        **told,
    )
    with session.vault.transaction():
        now = load(session, statement_id)
        store_of_media.add_row(media, statement_id)
        store(session, msgspec.structs.replace(now, exhibits=(*now.exhibits, exhibit)))
        session.custody.append("exhibit.add", exhibit.id, sha256=exhibit.sha256, size=exhibit.size)
    return exhibit


def describe(session: Session, statement_id: str, exhibit_id: str, **told: str) -> Statement:
    """Change what is told of an exhibit; its content and name stay as they came."""
    with session.vault.transaction():
        statement = load(session, statement_id)
        found = find(statement, exhibit_id)
        changed = msgspec.structs.replace(found, **told)
        if (changed.id, changed.name, changed.size, changed.sha256) != (
            found.id,
            found.name,
            found.size,
            found.sha256,
        ):
            raise errors.StatementInvalid(where="$.exhibits")
        exhibits = tuple(changed if each.id == exhibit_id else each for each in statement.exhibits)
        return store(session, msgspec.structs.replace(statement, exhibits=exhibits))


def remove(session: Session, statement_id: str, exhibit_id: str) -> Statement:
    """Take an exhibit out of a draft again; its key is destroyed."""
    with session.vault.transaction():
        statement = load(session, statement_id)
        find(statement, exhibit_id)
        exhibits = tuple(each for each in statement.exhibits if each.id != exhibit_id)
        changed = store(session, msgspec.structs.replace(statement, exhibits=exhibits))
        MediaStore(session.vault).delete(exhibit_id)
        session.custody.append("exhibit.remove", exhibit_id)
    return changed


def find(statement: Statement, exhibit_id: str) -> Exhibit:
    """Return an exhibit of a statement.

    Raises:
        ExhibitMissing: there is none of that id.
    """
    for exhibit in statement.exhibits:
        if exhibit.id == exhibit_id:
            return exhibit
    raise errors.ExhibitMissing


def read(session: Session, exhibit_id: str) -> Iterator[bytes]:
    """Yield an exhibit's content in authenticated pieces, in memory only."""
    return MediaStore(session.vault).open(exhibit_id)


def picture(session: Session, exhibit: Exhibit) -> bytes | None:
    """Return a picture's bytes to show from memory, or None where it is no picture to show."""
    if exhibit.media_type not in SHOWABLE or exhibit.size > PICTURE_LIMIT_BYTES:
        return None
    return b"".join(read(session, exhibit.id))


def _until(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield pieces, and one past the promised size at most: a growing file ends as changed."""
    done = 0
    for piece in pieces:
        yield piece
        done += len(piece)
        if done > size:
            return


@contextmanager
def _reading(path: Path) -> Iterator[int]:
    """Open a plain file; a device or pipe would never end."""
    with _as_unreadable():
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise errors.ExhibitUnreadable
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _as_unreadable() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            raise errors.VaultDiskFull from None
        raise errors.ExhibitUnreadable from None

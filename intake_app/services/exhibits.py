"""Taking files in: streamed into the vault encrypted, hashed on the way, otherwise untouched."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from intake_app import errors
from intake_app.bundle import exhibit_marks
from intake_app.domain.exhibits import SHOWABLE, Exhibit, media_type_of
from intake_app.domain.statement import Statement
from intake_app.services.copying import CHUNK_BYTES, Cancelled, Progress, never, silent
from intake_app.services.interviewing import load, store
from intake_app.services.session import Session
from intake_app.vault.media import Media, MediaStore

FILES_LIMIT_BYTES = 2 * 1024**3 + 64 * 1024**2  # all files of one statement: one bundle's room
PICTURE_LIMIT_BYTES = 64 * 1024**2
_HEAD_BYTES = 64
# What people tell of an exhibit; everything else is as the file came.
TOLD = frozenset({"kind", "caption", "origin", "original", "made_by", "handed_over_by", "holder"})


@dataclass(frozen=True)
class Taken:
    """A file that lies in the vault sealed but belongs to no statement yet."""

    name: str
    media_type: str
    media: Media

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.media.size


def take(
    session: Session,
    path: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Taken:
    """Bring the file at `path` into the vault, sealed; `keep` makes it part of a statement.

    Any thread: the database is not touched. The original stays where it is. Memory stays flat
    whatever the size. What is never kept cannot be opened and goes at the next unlocking.

    Raises:
        ExhibitUnreadable, ExhibitEmpty, ExhibitChanged, StatementTooLarge, Cancelled,
        VaultDiskFull: nothing is left behind.
    """
    with _reading(path) as handle:
        before = os.fstat(handle)
        if before.st_size > FILES_LIMIT_BYTES:
            raise errors.StatementTooLarge
        writer = MediaStore(session.vault).writer()
        try:
            head, size = b"", 0
            with os.fdopen(os.dup(handle), "rb", buffering=0) as file:
                for piece in _pieces(file, before.st_size):
                    head = head or piece[:_HEAD_BYTES]
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
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    return Taken(name=name, media_type=media_type_of(head), media=media)


def keep(
    session: Session, statement_id: str, taken: Taken, told: Mapping[str, str] | None = None
) -> Exhibit:
    """Make a taken file an exhibit of a draft and return it; the vault's thread.

    `told` fills the exhibit's fields (caption, origin, handed_over_by …).

    Raises:
        StatementMissing, StatementTooLarge, StatementInvalid (a field that is not the teller's to
        fill), ConsentRefused (the witness no longer agrees that this is kept): the taken file is
        removed.
    """
    media = taken.media
    exhibit = Exhibit(
        id=media.media_id,
        name=taken.name,
        size=media.size,
        sha256=media.sha256,
        media_type=taken.media_type,
        received_at=session.now(),
        log_salt=os.urandom(exhibit_marks.SALT_BYTES).hex(),
    )
    try:
        exhibit = _told(exhibit, told or {})
        with session.vault.transaction():
            statement = load(session, statement_id)
            if not statement.may_be_kept:
                raise errors.ConsentRefused
            together = sum(each.size for each in statement.exhibits) + media.size
            if together > FILES_LIMIT_BYTES:
                raise errors.StatementTooLarge
            MediaStore(session.vault).add_row(media, statement_id)
            exhibits = (*statement.exhibits, exhibit)
            store(session, msgspec.structs.replace(statement, exhibits=exhibits))
            mark = exhibit_marks.mark(exhibit.salt, exhibit.sha256)
            session.custody.append(exhibit_marks.ADDED, exhibit.id, **{exhibit_marks.MARK: mark})
    except BaseException:
        forget(session, taken)
        raise
    return exhibit


def forget(session: Session, taken: Taken) -> None:
    """Remove a taken file that no statement keeps."""
    with suppress(errors.VaultError):
        MediaStore(session.vault).delete(taken.media.media_id)


def attach(
    session: Session,
    statement_id: str,
    path: Path,
    told: Mapping[str, str] | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Exhibit:
    """Take a file in and keep it with a draft, both on the vault's thread.

    Raises: as `take` and `keep`; nothing is kept then.
    """
    load(session, statement_id)
    taken = take(session, path, progress=progress, cancelled=cancelled)
    return keep(session, statement_id, taken, told)


def describe(session: Session, statement_id: str, exhibit_id: str, **told: str) -> Statement:
    """Change what is told of an exhibit; its content and name stay as they came.

    Raises:
        ExhibitMissing; StatementInvalid: a field that is not the teller's to fill.
    """
    with session.vault.transaction():
        statement = load(session, statement_id)
        changed = _told(find(statement, exhibit_id), told)
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


def _told(exhibit: Exhibit, told: Mapping[str, str]) -> Exhibit:
    if not told.keys() <= TOLD:
        raise errors.StatementInvalid(where="$.exhibits")
    return msgspec.structs.replace(exhibit, **told)


def _pieces(file: io.FileIO, size: int) -> Iterator[bytes]:
    """Yield pieces, and one past the promised size at most: a growing file ends as changed."""
    done = 0
    while done <= size:
        with _as_unreadable():
            piece = file.read(CHUNK_BYTES)
        if not piece:
            return
        yield piece
        done += len(piece)


@contextmanager
def _reading(path: Path) -> Iterator[int]:
    """Open a plain file; a device or pipe would never end, a link on a drive leads anywhere."""
    with _as_unreadable():
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
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
    except (OSError, ValueError):  # a name with NUL or half a letter is no name of a file
        raise errors.ExhibitUnreadable from None

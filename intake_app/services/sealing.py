"""Sealing: the draft becomes files that only the coordinators can open, or stays as it is.

Everything is written beside the drafts, read again from the disk, opened once more with a key that
is thrown away, and checked as a coordinator will check it. One transaction then keeps the bundles
and drops the draft with its key. Whenever the power fails, there is the draft or the seal.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from intake_app import errors
from intake_app.bundle import ustar
from intake_app.crypto.digests import short_code
from intake_app.services import copying, interviewing
from intake_app.services.copying import Cancelled, never
from intake_app.services.gathering import Contents, gather
from intake_app.services.planning import SealPlan, plan, require_ready
from intake_app.services.sealed_files import SealedFile
from intake_app.services.session import Session
from intake_app.vault.drafts import Drafts
from intake_app.vault.faults import translated
from intake_app.vault.sealed import Sealed, SealedBundle

__all__ = ["STEPS", "SealPlan", "Sealing", "plan", "seal"]

STEPS = ("check", "write", "sign", "reread", "keep")
ROOM_BYTES = 8 * 1024 * 1024  # for the log, the database and what belongs to a bundle's head

Progress = Callable[[int, int, str], None]


def quiet(_done: int, _total: int, _step: str) -> None:
    """Take progress where nobody watches."""


@dataclass(frozen=True)
class Sealing:
    """What was sealed. `code` are the digits of the statement's bundle, for comparing in person.

    `replaced` counts texts in which a character that no file can hold was replaced.
    """

    statement_id: str
    bundles: tuple[SealedBundle, ...]
    code: str
    replaced: int = 0


def seal(
    session: Session,
    statement_id: str,
    *,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> Sealing:
    """Seal a draft. `progress` gets bytes done, bytes in all, and a word of `STEPS`.

    Raises:
        StatementMissing, ConsentMissing, ConsentRefused, NotReadBack, StatementInvalid,
        StatementTooLarge, NoOrganisation, NotEnrolled, ClockWrong: it may not be sealed.
        SourceChanged: a file in the vault is not what was put in. SealCheckFailed. VaultDiskFull,
        VaultReadOnly, VaultIo. Cancelled. The draft is untouched, but for a VaultIo after the
        seal was kept: then the file gets its name at the next unlocking.
    """
    session.require("interviewer", "witness")
    progress(0, 1, "check")
    statement = interviewing.load(session, statement_id)
    trust = require_ready(session, statement)
    identity = interviewing.load_identity(session, statement_id)
    contents = gather(session, statement, identity, trust)
    _require_room(session, contents)
    files: list[SealedFile] = []
    try:
        for each, count in _counted("write", contents, progress):
            files.append(SealedFile(session, each))
            files[-1].write(count, cancelled)
        progress(0, 1, "sign")
        rows = tuple(file.finish(statement_id) for file in files)
        counts = (count for _, count in _counted("reread", contents, progress))
        for file, row, count in zip(files, rows, counts, strict=True):
            file.reread(row, trust, count, cancelled)
        progress(0, 1, "keep")
        _keep(session, statement_id, contents, rows)
    except BaseException:
        with suppress(errors.VaultError):
            for file in files:
                file.abandon()
        raise
    with suppress(errors.VaultError):
        session.vault.checkpoint()  # until then the draft's old pages lie in the journal
    progress(1, 1, "keep")
    replaced = sum(each.replaced for each in contents)
    return Sealing(statement_id, rows, short_code(rows[0].tagmanifest_sha256), replaced)


def _keep(
    session: Session,
    statement_id: str,
    contents: Sequence[Contents],
    rows: Sequence[SealedBundle],
) -> None:
    """Keep the bundles and drop the draft with its key and its files: all of it or nothing."""
    with session.vault.transaction():
        for each, row in zip(contents, rows, strict=True):
            Sealed(session.vault).add(row)
            session.custody.append(
                "seal",
                row.bundle_id,
                kind=row.kind,
                tagmanifest=row.tagmanifest_sha256,
                outer_sha256=row.outer_sha256,
                replaced=each.replaced,
            )
        Drafts(session.vault).delete(statement_id)
        session.custody.append("key.drop", statement_id)


def _require_room(session: Session, contents: Sequence[Contents]) -> None:
    with translated():
        free = shutil.disk_usage(session.folder).free
    needed = ROOM_BYTES + sum(ustar.padded_length(each.size + ROOM_BYTES) for each in contents)
    if free < needed:
        raise errors.VaultDiskFull(needed_bytes=needed, free_bytes=free)


def _counted(
    step: str, contents: Sequence[Contents], progress: Progress
) -> Iterator[tuple[Contents, copying.Progress]]:
    """Yield each bundle with a progress of its own that counts on in the whole seal's bytes."""
    total = sum(each.size for each in contents)
    before = 0
    for each in contents:

        def count(done: int, of: int, before: int = before, size: int = each.size) -> None:
            progress(before + (size * done // of if of else 0), total, step)

        yield each, count
        before += each.size

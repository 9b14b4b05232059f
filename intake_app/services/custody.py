"""Reading and checking the custody log: the vault's own, and one that lies as a file.

A log that came out of a bundle begins with the first line that nobody had confirmed before, so
its first line is taken at its word and every later one must follow on the one before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from intake_app import errors
from intake_app.crypto import chain
from intake_app.crypto.chain import Entry, Head, LogHead
from intake_app.services import rollback_claims, small_files
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors

__all__ = ["OLDER", "CustodyVerdict", "Entry", "Head", "show", "show_file", "verify", "verify_file"]

FILE_LIMIT_BYTES = 64 * 1024 * 1024
HEAD_NAME = "log-head.txt"
HEAD_LIMIT_BYTES = 1024
BROKEN = errors.LogLineBroken.code
OLDER = "VAULT_OLDER"
HEAD_DIFFERS = "LOG_HEAD_DIFFERS"


@dataclass(frozen=True)
class CustodyVerdict:
    """Whether a log holds: how many lines, from which number, up to which head.

    `problem` is a code: LOG_LINE_BROKEN (`broken_at` is the first bad line), VAULT_OLDER (somebody
    confirmed a line that is no longer there), LOG_HEAD_DIFFERS (the signed head beside the file
    names another line); '' where all is well. `claims` counts what others say of missing lines, of
    which there is no proof (`rollback_claims`): that alone is no fault of the log. `complete` is
    None where this alone cannot tell what came before or after, as with every file: one whose ends
    were cut off is sound as far as it goes.
    """

    ok: bool
    lines: int
    head: Head
    first_seq: int = 1
    problem: str = ""
    broken_at: int = 0
    claims: int = 0
    complete: bool | None = None


def show(session: Session, since_seq: int = 0) -> list[Entry]:
    """Return the lines of the vault's log after number `since_seq`, oldest first."""
    return session.custody.entries(since_seq)


def verify(session: Session) -> CustodyVerdict:
    """Check every line of the vault's log, and that nothing confirmed by others is missing."""
    try:
        head = session.custody.verify()
    except errors.LogLineBroken as error:
        return _broken(error, 1)
    older = is_older(session)
    claims = len(rollback_claims.waiting(session))
    return CustodyVerdict(
        not older,
        head.seq,
        head,
        problem=OLDER if older else "",
        claims=claims,
        complete=None if claims and not older else not older,
    )


def is_older(session: Session) -> bool:
    """Return whether this vault lacks lines that it had, by its own knowledge or by proof."""
    return session.vault.rolled_back or bool(Anchors(session.vault).missing())


def show_file(path: Path) -> list[Entry]:
    """Return the lines of a `custody.log`, each in its form but not yet checked as a chain.

    Raises:
        FileMissing, FileMalformed: it cannot be read, or is no log.
    """
    lines = _read(path, FILE_LIMIT_BYTES).splitlines(keepends=True)
    try:
        return [chain.parse(line) for line in lines]
    except errors.LogLineBroken:
        raise errors.FileMalformed from None


def verify_file(path: Path) -> CustodyVerdict:
    """Check a `custody.log`; where a `log-head.txt` lies beside it, both must agree.

    Raises:
        FileMissing, FileMalformed: it cannot be read, or is no log at all.
    """
    lines = _read(path, FILE_LIMIT_BYTES).splitlines(keepends=True)
    try:
        first = chain.parse(lines[0])
    except (IndexError, errors.LogLineBroken):
        raise errors.FileMalformed from None
    try:
        head = _follow(first, lines)
    except errors.LogLineBroken as error:
        return _broken(error, first.seq)
    signed = _head_beside(path)
    differs = signed is not None and (signed.seq, signed.hash) != (head.seq, head.hash)
    problem = HEAD_DIFFERS if differs else ""
    return CustodyVerdict(not differs, len(lines), head, first.seq, problem)


def _follow(first: Entry, lines: Iterable[bytes]) -> Head:
    if first.seq == 1 and first.prev != chain.GENESIS:
        raise errors.LogLineBroken(seq=1)
    return chain.check(lines, seq=first.seq, prev=first.prev)


def _broken(error: errors.LogLineBroken, first_seq: int) -> CustodyVerdict:
    at = int(error.params["seq"])
    return CustodyVerdict(False, at - first_seq, chain.EMPTY, first_seq, BROKEN, at)  # noqa: FBT003


def _head_beside(path: Path) -> LogHead | None:
    beside = path.with_name(HEAD_NAME)
    if not beside.is_file():
        return None
    try:
        return chain.read_head(_read(beside, HEAD_LIMIT_BYTES))
    except errors.BundleRefused:
        raise errors.FileMalformed from None


def _read(path: Path, limit: int) -> bytes:
    return small_files.read(path, limit)

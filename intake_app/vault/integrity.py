"""Whether everything in the vault is still what was put in, as far as the vault itself can tell.

Fresh connections are used, one for the cipher's own check and one for the rest: after one bad page
a connection goes on reporting it (sqlcipher issue 617). Any thread may run it. What no check
here can see is a whole older copy put back in place; `anchors` is about that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from intake_app.crypto.chain import EMPTY, Head
from intake_app.crypto.digests import sha256_file
from intake_app.errors import LogLineBroken, VaultDatabaseDamaged, VaultError
from intake_app.vault import anchors, header, layout, sweeping
from intake_app.vault.connection import PAGE_BYTES, Database, open_db
from intake_app.vault.custody import verify_log
from intake_app.vault.keys import KeyRing


@dataclass(frozen=True, slots=True)
class Integrity:
    """What a check found. `problems` are codes, with the place after a colon where one is known.

    header, database, page:<n>, size, structure, foreign_key, log_line:<n>, rolled_back,
    file_missing:<folder>/<name>, file_size:<folder>/<name>, file_changed:<folder>/<name>,
    file_unknown:<folder>/<name>. Sealed files are read whole and compared with their hash; media
    tell of a change when they are opened.
    """

    ok: bool
    problems: tuple[str, ...]
    log_head: Head
    pages: int
    files: int


def check(folder: Path, vault_id: str, keys: KeyRing) -> Integrity:
    """Return what is wrong with the vault in `folder`; never changes it.

    Raises:
        VaultInUse, VaultIo: the check could not be made.
    """
    problems: list[str] = []
    path = folder / layout.DATABASE

    def on_fresh_connection(step: Callable[[Database], list[str]]) -> bool:
        try:
            db = open_db(path, keys.db, keys.db_salt)
            try:
                problems.extend(step(db))
            finally:
                db.close()
        except VaultDatabaseDamaged:
            problems.append("database")
            return False
        except driver.Error:  # a page that decrypts to nonsense can fail in any way
            problems.append("database")
            return False
        return True

    facts = _Facts()
    if not _header_is_whole(folder, keys):
        problems.append("header")
    if on_fresh_connection(lambda db: _pages(db, path, facts)):
        on_fresh_connection(lambda db: _contents(db, folder, facts))
    kept = anchors.read_file(folder, keys.anchor, vault_id)
    if kept is not None and facts.head != EMPTY and kept.seq > facts.head.seq:
        problems.append("rolled_back")
    found = tuple(dict.fromkeys(problems))
    return Integrity(not found, found, facts.head, facts.pages, facts.files)


@dataclass(slots=True)
class _Facts:
    head: Head = EMPTY
    pages: int = 0
    files: int = 0


def _header_is_whole(folder: Path, keys: KeyRing) -> bool:
    try:
        found = header.find(folder)
    except VaultError:
        return False
    return not found.damaged and all(each.is_whole(keys.header) for each in found.headers)


def _pages(db: Database, path: Path, facts: _Facts) -> list[str]:
    busy, _, _ = db.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
    facts.pages = int(db.value("PRAGMA page_count"))
    problems = []
    # The cipher's check says nothing of pages that were cut off (measured): compare sizes.
    if not busy and path.stat().st_size != facts.pages * PAGE_BYTES:
        problems.append("size")
    for (text,) in db.rows("PRAGMA cipher_integrity_check"):
        number = str(text).rsplit(maxsplit=1)[-1]
        problems.append(f"page:{number}" if number.isdigit() else "page")
    return problems


def _contents(db: Database, folder: Path, facts: _Facts) -> list[str]:
    problems = []
    if db.rows("PRAGMA quick_check") != [("ok",)]:
        problems.append("structure")
    if db.rows("PRAGMA foreign_key_check"):
        problems.append("foreign_key")
    try:
        facts.head = verify_log(db)
    except LogLineBroken as error:
        problems.append(f"log_line:{error.params['seq']}")
    expected = sweeping.expected_files(db)
    facts.files = len(expected)
    for each in expected:
        path = each.path(folder)
        if not path.exists():
            problems.append(f"file_missing:{each.folder}/{each.name}")
        elif path.stat().st_size != each.size:
            problems.append(f"file_size:{each.folder}/{each.name}")
        elif each.sha256 and not _is_same(path, each.sha256):
            problems.append(f"file_changed:{each.folder}/{each.name}")
    known = {each.path(folder) for each in expected}
    for name in (layout.OUTBOX, layout.ARCHIVE, layout.QUARANTINE):
        extra = {path for path in (folder / name).glob(f"*{layout.AGE}") if path not in known}
        problems += [f"file_unknown:{name}/{path.name}" for path in sorted(extra)]
    return problems


def _is_same(path: Path, sha256: str) -> bool:
    try:
        return sha256_file(path)[0] == sha256
    except OSError:
        return False

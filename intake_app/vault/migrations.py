"""Bringing an older vault up to date: numbered scripts, all of them or none.

A script that was released is never edited; a change is the next number. `PRAGMA user_version`
says how many were applied, `PRAGMA application_id` that this database is one of ours.
"""

from __future__ import annotations

import re
from pathlib import Path

from intake_app.errors import VaultDatabaseDamaged, VaultTooNew
from intake_app.vault.connection import Database

SCHEMA = Path(__file__).resolve().parent / "schema"
APPLICATION_ID = 0x54564C54
_NAME = re.compile(r"([0-9]{4})_[a-z_]+\.sql")


def scripts(folder: Path = SCHEMA) -> list[str]:
    """Return the scripts in order.

    Raises:
        ValueError: the numbers have a gap or a name is not in its form.
    """
    found: list[str] = []
    for number, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = _NAME.fullmatch(path.name)
        if match is None or int(match[1]) != number:
            raise ValueError(path.name)
        found.append(path.read_text("utf-8"))
    return found


def version(db: Database) -> int:
    """Return how many scripts were applied; 0 for an empty database.

    Raises:
        VaultDatabaseDamaged: it opens, but is not one of ours.
    """
    number = int(db.value("PRAGMA user_version"))
    if number and db.value("PRAGMA application_id") != APPLICATION_ID:
        raise VaultDatabaseDamaged(why="application_id")
    return number


def migrate(db: Database, steps: list[str] | None = None) -> tuple[int, int]:
    """Apply what is missing in one transaction; return the versions before and after.

    Raises:
        VaultTooNew: more steps were applied than this program knows.
        VaultDatabaseDamaged: the database is not one of ours.
        VaultDiskFull, VaultIo, VaultReadOnly: nothing was changed.
    """
    steps = scripts() if steps is None else steps
    before = version(db)
    if before > len(steps):
        raise VaultTooNew(schema=before)
    if before == len(steps):
        return before, before
    marks = f"PRAGMA application_id={APPLICATION_ID};\nPRAGMA user_version={len(steps)};"
    try:
        db.script("\n".join(["BEGIN IMMEDIATE;", *steps[before:], marks, "COMMIT;"]))
    except BaseException:
        if db.in_transaction:
            db.run("ROLLBACK")
        raise
    return before, len(steps)

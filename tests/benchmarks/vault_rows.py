"""The vault: against plain sqlite3 on the same work, unlocking, saving a long statement."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from intake_app.crypto.kdf import DEFAULT
from intake_app.services import interviewing
from intake_app.services import session as sessions
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from intake_app.vault.connection import Database, open_db
from tests.benchmarks.people import opening
from tests.benchmarks.rows import Row, alternating, percentile, times, within

WORDS = b"river lamp stone meadow"
ROWS = 20_000
COMMITS = 500
LONG = 300_000  # characters of one statement
_TEXT = "شاهد می‌گوید که در بند بودند. " * 60
_MAKE = "CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"

Execute = Callable[..., object]


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the vault's rows."""
    with TemporaryDirectory() as place:
        yield from _database(Path(place), ROWS // 10 if quick else ROWS)
    with TemporaryDirectory() as place:
        yield from _session(Path(place), 60 if quick else 300)


def _database(place: Path, count: int) -> Iterator[Row]:
    plain = sqlite3.connect(place / "plain.db", isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        plain.execute(f"PRAGMA {setting}").fetchall()
    vault = open_db(place / "vault.db", bytearray(os.urandom(32)), os.urandom(16), create=True)
    plain.execute(_MAKE)
    vault.run(_MAKE)

    def bulk(run: Execute) -> None:
        run("BEGIN")
        run("DELETE FROM line")
        for number in range(count):
            run("INSERT INTO line VALUES (?, ?)", number, _TEXT)
        run("COMMIT")

    def commits(run: Execute) -> None:
        for number in range(COMMITS):
            run("UPDATE line SET text = ? WHERE id = ?", _TEXT[number:], number)

    def reads(run: Execute) -> None:
        for number in range(count):
            run("SELECT text FROM line WHERE id = ?", number)

    def on_plain(sql: str, *values: object) -> object:
        return plain.execute(sql, values).fetchall()

    def on_vault(sql: str, *values: object) -> object:
        return vault.rows(sql, *values)

    # An encrypted page costs work that a plain one does not: what is promised is at least a third.
    for name, work in (("rows in bulk", bulk), ("single commits", commits), ("point reads", reads)):
        ours, other = alternating(lambda w=work: w(on_vault), lambda w=work: w(on_plain))  # type: ignore[misc]
        ratio = other / ours
        yield Row(
            f"vault: {name}", ours, other, "s", "plain sqlite3 (≥ 0.33)", ratio >= 0.33, ratio
        )
    plain.close()
    _close(vault)


def _close(vault: Database) -> None:
    vault.close()


def _session(place: Path, saves: int) -> Iterator[Row]:
    folder = place / "vault"
    around = Surroundings(cost=DEFAULT)
    sessions.create(folder, bytearray(WORDS), "interviewer", around).lock()
    held: list[Session] = []

    def unlock() -> None:
        held.append(sessions.unlock(folder, bytearray(WORDS), around))

    def lock() -> None:
        held.pop().lock()

    taken = []
    for _ in range(4):
        taken += times(unlock, runs=1, warm=0)
        lock()
    yield within("unlock, passphrase to open vault", percentile(taken, 0.5), 1.5, "s")
    unlock()
    session = held[0]
    statement = interviewing.begin(session, opening())
    paragraph = _TEXT[:600]
    text = "\n".join(paragraph for _ in range(LONG // len(paragraph)))
    interviewing.write_narrative(session, statement.statement_id, text)
    slow = []
    for number in range(saves):
        text += "آ" if number % 40 else "\nب"
        started = time.perf_counter()
        interviewing.write_narrative(session, statement.statement_id, text)
        slow.append(1000 * (time.perf_counter() - started))
    yield within(f"save of {LONG:,} characters, median", percentile(slow, 0.5), 50, "ms")
    yield within(f"save of {LONG:,} characters, p95", percentile(slow, 0.95), 100, "ms")
    lock()

"""Vaults of every earlier version open, with everything in them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from intake_app.errors import VaultDatabaseDamaged, VaultTooNew
from intake_app.vault import migrations
from intake_app.vault.connection import Database, open_db
from intake_app.vault.custody import Custody
from intake_app.vault.drafts import Drafts
from intake_app.vault.vault import Vault
from tests.vault.making import make, reopen

# A script that is out in the world is never edited: add the next number instead.
RELEASED = {
    "0001_spine.sql": "a1ea60d3e1a06d6b",
    "0002_coordinator.sql": "61c58ec978a4c25a",
    "0003_time.sql": "3da965579aadf3e1",
    "0004_sound.sql": "c2b64ed6963f56b6",
    "0005_handovers.sql": "4e1c7c2eb14af616",
}


def vault_of_version(folder: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a closed vault in `folder` as the program of schema `number` wrote it."""
    known = migrations.scripts()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "scripts", lambda: known[:number])
        vault = make(folder)
        Drafts(vault).create("d1", b"an old body", b"an old identity")
        vault.close()


@pytest.mark.parametrize("number", range(1, len(migrations.scripts())))
def test_an_older_vault_is_brought_up_to_date(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_of_version(folder, number, monkeypatch)
    vault = reopen(folder)
    assert migrations.version(vault.db) == len(migrations.scripts())
    assert Drafts(vault).load("d1").body == b"an old body"
    assert _schema(vault) == _schema(make(folder.with_name("new")))
    line = Custody(vault).entries()[-2]
    newest = len(migrations.scripts())
    assert (line.event, line.x) == ("version", {"schema_from": number, "schema_to": newest})
    assert vault.check().ok
    vault.close()
    again = reopen(folder)
    assert [each.event for each in Custody(again).entries()].count("version") == 1
    again.close()


def test_released_scripts_are_not_edited() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in migrations.SCHEMA.glob("*.sql")
    }
    assert found == RELEASED


def test_a_newer_vault_is_refused_and_untouched(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = migrations.scripts()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "scripts", lambda: [*known, "CREATE TABLE later (x);"])
        reopen(closed).close()
    with pytest.raises(VaultTooNew):
        reopen(closed)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "scripts", lambda: [*known, "CREATE TABLE later (x);"])
        vault = reopen(closed)
        assert Drafts(vault).load("d1").body == b"body one"
        vault.close()


@pytest.mark.parametrize(
    "broken",
    ["CREATE TABLE good (x); CREATE TABLE bad (;", "CREATE TABLE good (x); SELECT * FROM nowhere;"],
)
def test_a_failing_step_undoes_all_of_them(vault: Vault, folder: Path, broken: str) -> None:
    keys = vault._keys
    db = open_db(folder / "vault.db", keys.db, keys.db_salt)
    known = migrations.scripts()
    with pytest.raises(driver.OperationalError):
        migrations.migrate(db, [*known, "CREATE TABLE fine (x);", broken])
    assert migrations.version(db) == len(known)
    assert not db.rows("SELECT 1 FROM sqlite_schema WHERE name IN ('fine', 'good')")
    db.close()


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    db: Database = open_db(tmp_path / "x.db", bytes(32), bytes(16), create=True)
    db.run("PRAGMA user_version = 1")
    with pytest.raises(VaultDatabaseDamaged):
        migrations.migrate(db)
    db.close()


def test_numbers_have_no_gap(tmp_path: Path) -> None:
    (tmp_path / "0001_one.sql").write_text("")
    (tmp_path / "0003_three.sql").write_text("")
    with pytest.raises(ValueError, match="0003_three"):
        migrations.scripts(tmp_path)


def _schema(vault: Vault) -> list[tuple[object, ...]]:
    found = vault.db.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
    if vault.folder.name == "new":
        vault.close()
    return found

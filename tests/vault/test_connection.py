from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from intake_app.errors import VaultDatabaseDamaged, VaultInUse, VaultIo
from intake_app.vault import connection, layout
from intake_app.vault.connection import Database, open_db
from intake_app.vault.vault import Vault

KEY = bytes(range(32))
SALT = bytes(range(100, 116))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "odd name?#%.db"
    db = open_db(found, KEY, SALT, create=True)
    db.run("CREATE TABLE t (x)")
    db.run("INSERT INTO t VALUES ('river')")
    db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return found


def test_the_file_begins_with_its_salt_and_nothing_plain(path: Path) -> None:
    data = path.read_bytes()
    assert data[:16] == SALT
    assert b"SQLite format" not in data
    assert b"river" not in data
    assert open_db(path, KEY, SALT).value("SELECT x FROM t") == "river"


def test_another_program_of_the_format_reads_it(path: Path) -> None:
    # The driver's own way in, with the key as a text pragma: our file is an ordinary one.
    raw = driver.connect(str(path))
    raw.execute(f"PRAGMA key = \"x'{KEY.hex()}{SALT.hex()}'\"")
    assert raw.execute("SELECT x FROM t").fetchone() == ("river",)
    raw.close()


@pytest.mark.parametrize("bad", ["key", "salt"])
def test_a_wrong_key_is_damage_and_prints_nothing(
    path: Path, bad: str, capfd: pytest.CaptureFixture[str]
) -> None:
    key, salt = (bytes(32), SALT) if bad == "key" else (KEY, bytes(16))
    with pytest.raises(VaultDatabaseDamaged):
        open_db(path, key, salt)
    assert capfd.readouterr() == ("", "")


def test_a_damaged_page_is_found_when_read_and_prints_nothing(
    vault: Vault, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    vault.db.run("INSERT INTO secrets VALUES ('big', ?)", os.urandom(200_000))
    keys = vault._keys
    key, salt = bytes(keys.db), keys.db_salt
    vault.close()
    path = folder / layout.DATABASE
    data = bytearray(path.read_bytes())
    data[-5000] ^= 1
    path.write_bytes(data)
    db = open_db(path, key, salt)
    with pytest.raises(VaultDatabaseDamaged):
        db.value("SELECT value FROM secrets WHERE name = 'big'")
    db.close()
    assert capfd.readouterr() == ("", "")


def test_a_plain_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    raw = driver.connect(str(path))
    raw.execute("CREATE TABLE t (x)")
    raw.close()
    with pytest.raises(VaultDatabaseDamaged) as caught:
        open_db(path, KEY, SALT)
    assert caught.value.params["why"] == "plain"


def test_create_wants_a_free_name_and_open_a_taken_one(path: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultIo):
        open_db(path, KEY, SALT, create=True)
    with pytest.raises(VaultDatabaseDamaged):
        open_db(tmp_path / "none.db", KEY, SALT)
    assert not (tmp_path / "none.db").exists()


def test_settings_hold(path: Path) -> None:
    db = open_db(path, KEY, SALT)
    assert db.value("PRAGMA journal_mode") == "wal"
    assert db.value("PRAGMA synchronous") == 2
    assert db.value("PRAGMA secure_delete") == 1
    assert db.value("PRAGMA foreign_keys") == 1
    assert db.value("PRAGMA temp_store") == 2
    assert db.value("PRAGMA trusted_schema") == 0
    assert db.value("PRAGMA recursive_triggers") == 1
    assert db.value("PRAGMA cipher_status") == "1"
    db.close()


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH ':memory:' AS x",
        "ATTACH 'plain.db' AS x KEY ''",
        "DETACH main",
        "VACUUM INTO 'copy.db'",
        "SELECT load_extension('x')",
        "SELECT sqlcipher_export('main')",
        "PRAGMA key = 'x'",
        "PRAGMA rekey = 'x'",
        "PRAGMA hexkey = '00'",
        "PRAGMA temp_store = FILE",
        "PRAGMA temp_store = 1",
        "PRAGMA temp_store_directory = '/tmp'",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA journal_mode(OFF)",
        "PRAGMA synchronous = OFF",
        "PRAGMA secure_delete = OFF",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA cipher_memory_security = OFF",
        "PRAGMA cipher_plaintext_header_size = 32",
        "PRAGMA cipher_log_level = DEBUG",
        "PRAGMA cipher_log = 'log.txt'",
        "PRAGMA cipher_profile = 'profile.txt'",
        "PRAGMA CIPHER_USE_HMAC = OFF",
        "PRAGMA mmap_size = 1000000",
        "PRAGMA trusted_schema = ON",
        "PRAGMA ignore_check_constraints = ON",
    ],
)
def test_the_fence_holds(path: Path, tmp_path: Path, statement: str) -> None:
    before = set(tmp_path.iterdir())
    db = open_db(path, KEY, SALT)
    with pytest.raises(driver.DatabaseError, match=r"not authorized|prohibited|authoriz"):
        db.run(statement)
    db.close()
    assert set(tmp_path.iterdir()) <= before | {path}


def test_the_extension_door_is_shut(path: Path) -> None:
    db = open_db(path, KEY, SALT)
    with pytest.raises(driver.OperationalError):
        db._raw.load_extension("anything")
    db.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER custody_no_update",
        "DROP TABLE custody",
        "ALTER TABLE custody RENAME TO gone",
        "CREATE TABLE more (x)",
        "CREATE TRIGGER more AFTER INSERT ON meta BEGIN SELECT 1; END",
        "DELETE FROM sqlite_schema",
    ],
)
def test_an_open_vault_keeps_its_schema(vault: Vault, statement: str) -> None:
    with pytest.raises(driver.DatabaseError):
        vault.db.run(statement)


def test_a_second_writer_is_told_that_it_is_in_use(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_S", 0.0)
    first, second = open_db(path, KEY, SALT), open_db(path, KEY, SALT)
    first.run("BEGIN IMMEDIATE")
    with pytest.raises(VaultInUse):
        second.run("BEGIN IMMEDIATE")
    first.run("ROLLBACK")
    second.run("INSERT INTO t VALUES (2)")
    for db in (first, second):
        db.close()


def test_a_bug_stays_a_bug(path: Path) -> None:
    db: Database = open_db(path, KEY, SALT)
    with pytest.raises(driver.OperationalError):
        db.run("SELECT nonsense FROM nowhere")
    db.close()
    db.close()
    assert not db.is_open


def test_the_key_stays_out_of_memory_of_python(path: Path) -> None:
    db = open_db(path, bytearray(KEY), SALT)
    assert KEY.hex() not in repr(vars(db))
    db.close()

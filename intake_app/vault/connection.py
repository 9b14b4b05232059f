"""The only place that opens the database: the keyed, checked and fenced connection.

Order matters. Logging to stderr is silenced before the key, since a wrong key would print pages of
it. Protected memory is asked for before the key, since that leaves one copy of the key less. No
setting of the cipher comes after the key (sqlcipher issue 613). The fence (SQLite's authorizer)
comes last and then holds for good: no other database can be attached, no extension loaded, no
setting changed.

A connection belongs to the thread that opened it; using it elsewhere is a bug and is refused by
the driver.
"""

from __future__ import annotations

import binascii
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from intake_app.errors import VaultDatabaseDamaged, VaultLocked
from intake_app.vault import layout
from intake_app.vault.faults import translated
from intake_app.vault.hardening import forget
from intake_app.vault.keys import DB_SALT_BYTES

PAGE_BYTES = 4096
BUSY_S = 2.0
_PLAIN = b"SQLite format 3\0"

_SETTINGS = (
    ("journal_mode=WAL", "wal"),
    ("synchronous=FULL", None),
    ("secure_delete=ON", 1),
    ("foreign_keys=ON", None),
    ("recursive_triggers=ON", None),
    ("trusted_schema=OFF", None),
    ("cell_size_check=ON", None),
    ("temp_store=MEMORY", None),
    ("mmap_size=0", 0),
)
_EXPECTED = (
    ("cipher_status", "1"),
    ("synchronous", 2),
    ("secure_delete", 1),
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
    ("trusted_schema", 0),
    ("temp_store", 2),
)

# What may still be asked after set-up. Names in the first group may only be read.
_READ_ONLY = frozenset({"journal_mode", "page_count", "freelist_count", "data_version"}) | {
    name for name, _ in _EXPECTED
}
_ALLOWED = frozenset(
    "wal_checkpoint cipher_integrity_check quick_check integrity_check foreign_key_check"
    " user_version application_id table_info".split()
)
_FORBIDDEN = frozenset({driver.SQLITE_ATTACH, driver.SQLITE_DETACH})
_SCHEMA_CHANGES = frozenset(
    value
    for name, value in vars(driver).items()
    if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_", "SQLITE_ALTER_"))
)
_Judge = Callable[[int, str | None, str | None, str | None, str | None], int]
_FUNCTION = 31  # SQLITE_FUNCTION, which the driver does not name


class Database:
    """One open connection. Every statement goes through here, so that faults get their names."""

    def __init__(self, raw: Any) -> None:
        self._raw: Any = raw

    def run(self, sql: str, *values: object) -> int:
        """Run one statement; return how many rows it changed.

        Raises:
            VaultLocked: the vault was closed. Otherwise as `faults.translated`.
        """
        with translated():
            return int(self._open().execute(sql, values).rowcount)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query. Raises: as `run`."""
        with translated():
            return list(self._open().execute(sql, values).fetchall())

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None. Raises: as `run`."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def value(self, sql: str, *values: object) -> Any:
        """Return the first column of the first row, or None. Raises: as `run`."""
        found = self.row(sql, *values)
        return None if found is None else found[0]

    def script(self, sql: str) -> None:
        """Run many statements; a script brings its own BEGIN and COMMIT. Raises: as `run`."""
        with translated():
            self._open().executescript(sql)

    def fix_schema(self) -> None:
        """Refuse every later change of tables and triggers: what is append-only stays so."""
        self._open().set_authorizer(_fence(_FORBIDDEN | _SCHEMA_CHANGES))

    @property
    def in_transaction(self) -> bool:
        """True between BEGIN and COMMIT or ROLLBACK."""
        return bool(self._open().in_transaction)

    @property
    def is_open(self) -> bool:
        """False once closed."""
        return self._raw is not None

    def close(self) -> None:
        """Close the connection; SQLCipher overwrites its own copy of the key. Twice is harmless."""
        raw, self._raw = self._raw, None
        if raw is not None:
            with translated():
                raw.close()

    def _open(self) -> Any:
        if self._raw is None:
            raise VaultLocked
        return self._raw


def open_db(
    path: Path, raw_key: bytes | bytearray, salt: bytes, *, create: bool = False
) -> Database:
    """Return the database at `path`, opened with a raw 32-byte key and the 16 bytes of its salt.

    With `create` the file must not exist yet; without it, it must.

    Raises:
        VaultDatabaseDamaged: missing, cut off, plain, or not readable with this key.
        VaultInUse, VaultReadOnly, VaultDiskFull, VaultIo: as their names say.
    """
    with translated():
        if create:
            os.close(layout.create_file(path))
        else:
            check_start(path, salt)
        raw = driver.connect(
            path.absolute().as_uri() + "?mode=rw", uri=True, isolation_level=None, timeout=BUSY_S
        )
    try:
        with translated():
            _key(raw, raw_key, salt)
            _set_up(raw)
            _verify(raw)
            if not create:
                check_start(path, salt)
    except BaseException:
        raw.close()
        raise
    return Database(raw)


def _key(raw: Any, raw_key: bytes | bytearray, salt: bytes) -> None:
    raw.execute("PRAGMA cipher_log_level=NONE")
    raw.execute("PRAGMA cipher_memory_security=ON")
    # As bytes through the key function, not as text in a statement that could be kept or traced.
    spec = bytearray(b"x'" + binascii.hexlify(raw_key) + binascii.hexlify(salt) + b"'")
    try:
        raw.set_key(spec)
    finally:
        forget(spec)


def _set_up(raw: Any) -> None:
    raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the first page tells the key
    for setting, answer in _SETTINGS:
        found = raw.execute(f"PRAGMA {setting}").fetchone()
        if answer is not None and (found is None or found[0] != answer):
            raise VaultDatabaseDamaged(setting=setting)
    raw.enable_load_extension(False)  # noqa: FBT003
    raw.set_authorizer(_fence(_FORBIDDEN))


def _verify(raw: Any) -> None:
    # A build without encryption ignores the key without a word: ask it.
    version = raw.execute("PRAGMA cipher_version").fetchone()
    if not version or not version[0]:
        raise VaultDatabaseDamaged(setting="cipher_version")
    for name, value in _EXPECTED:
        found = raw.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != value:
            raise VaultDatabaseDamaged(setting=name)


def check_start(path: Path, salt: bytes) -> None:
    """Return quietly if the file begins with its own salt, as an encrypted one does.

    Raises:
        VaultDatabaseDamaged: missing, cut off, another file, or plain.
    """
    try:
        with path.open("rb") as file:
            start = file.read(DB_SALT_BYTES)
    except FileNotFoundError:
        raise VaultDatabaseDamaged(why="missing") from None
    if start == _PLAIN:
        raise VaultDatabaseDamaged(why="plain")
    if start != salt:
        raise VaultDatabaseDamaged(why="start")


def _fence(forbidden: frozenset[int]) -> _Judge:
    read_only = _READ_ONLY | {"cipher_version"}

    def judge(
        action: int, first: str | None, second: str | None, _db: str | None, _inner: str | None
    ) -> int:
        if action in forbidden:
            return int(driver.SQLITE_DENY)
        if action == driver.SQLITE_PRAGMA:
            name = (first or "").lower()
            allowed = name in _ALLOWED or (name in read_only and second is None)
            return int(driver.SQLITE_OK if allowed else driver.SQLITE_DENY)
        if action == _FUNCTION and (second or "").lower() in {"load_extension", "sqlcipher_export"}:
            return int(driver.SQLITE_DENY)
        return int(driver.SQLITE_OK)

    return judge

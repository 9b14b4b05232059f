"""The decrypted pages of a vault's database, free ones too: what its key would still show.

SQLCipher 4 with a raw key: pages of 4096 bytes, AES-256-CBC, and at the end of each its 16-byte IV
and a 64-byte HMAC; the first 16 bytes of the file are the salt (zetetic.net/sqlcipher/design).
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from intake_app.vault import connection, vault
from intake_app.vault.connection import Database

PAGE, SALT, IV, END = 4096, 16, 16, 80
FRAME_HEAD, LOG_HEAD = 24, 32


class KeyCatcher:
    """Remembers the key with which a database is opened in its block."""

    def __init__(self) -> None:
        self.key = b""
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Self:
        def caught(
            path: Path, raw_key: bytes | bytearray, salt: bytes, *, create: bool = False
        ) -> Database:
            self.key = bytes(raw_key)
            return connection.open_db(path, raw_key, salt, create=create)

        self._patch.setattr(vault, "open_db", caught)
        return self

    def __exit__(self, *_fault: object) -> None:
        self._patch.undo()

    def pages(self, folder: Path) -> bytes:
        """Return the plain bytes of all pages of the database and of its journal."""
        data = (folder / "vault.db").read_bytes()
        plain = [self._plain(data[SALT:PAGE])]
        plain += [self._plain(data[at : at + PAGE]) for at in range(PAGE, len(data), PAGE)]
        assert (plain[0][:2], plain[0][4]) == (PAGE.to_bytes(2), END), "not this database's key"
        journal = folder / "vault.db-wal"
        log = journal.read_bytes() if journal.exists() else b""
        for at in range(LOG_HEAD + FRAME_HEAD, len(log), PAGE + FRAME_HEAD):
            page = log[at : at + PAGE]
            first = page[:SALT] == data[:SALT]
            plain.append(self._plain(page[SALT:] if first else page))
        return b"".join(plain)

    def _plain(self, page: bytes) -> bytes:
        content, start = page[:-END], page[-END : IV - END]
        decryptor = Cipher(AES256(self.key), CBC(start)).decryptor()
        return decryptor.update(content) + decryptor.finalize()

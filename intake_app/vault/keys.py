"""The keys of an open vault, all derived from one master key that is forgotten right away."""

from __future__ import annotations

import os

from intake_app.crypto.kdf import hkdf
from intake_app.vault.hardening import forget, keep_in_memory

MASTER_BYTES = 32
DB_KEY_BYTES = 32
DB_SALT_BYTES = 16

_DB = b"testimony/1 db"
_HEADER = b"testimony/1 hdr-mac"
_RECORDS = b"testimony/1 records"
_ANCHOR = b"testimony/1 anchor"
_WAITING = b"testimony/1 waiting"


class KeyRing:
    """Five keys: database, header MAC, records, anchor, waiting words. Each has one purpose."""

    def __init__(self, master: bytearray, vault_id: str) -> None:
        salt = bytes.fromhex(vault_id)
        raw = hkdf(master, salt, _DB, DB_KEY_BYTES + DB_SALT_BYTES)
        self.db = raw[:DB_KEY_BYTES]
        self.db_salt = bytes(raw[DB_KEY_BYTES:])
        self.header = hkdf(master, salt, _HEADER)
        self.records = hkdf(master, salt, _RECORDS)
        self.anchor = hkdf(master, salt, _ANCHOR)
        self.waiting = hkdf(master, salt, _WAITING)
        forget(raw)
        for key in (self.db, self.header, self.records, self.anchor, self.waiting):
            keep_in_memory(key)

    def __repr__(self) -> str:
        return "KeyRing(…)"

    def forget(self) -> None:
        """Overwrite every key."""
        forget(self.db, self.header, self.records, self.anchor, self.waiting)


def new_master() -> bytearray:
    """Return a new random master key, to be forgotten as soon as it is wrapped."""
    return bytearray(os.urandom(MASTER_BYTES))

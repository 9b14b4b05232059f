"""Statements that are still being worked on, each under a key of its own.

The key (AES-256) is made with the draft, kept wrapped under the vault's record key, and deleted
with the draft. Body and identity are opaque here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.clock import rfc3339
from intake_app.crypto import aead
from intake_app.errors import StatementMissing, VaultDatabaseDamaged
from intake_app.vault.hardening import forget
from intake_app.vault.media import MediaStore
from intake_app.vault.recordings import Recordings

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as saved: `body` and `identity` are the bytes that were given."""

    draft_id: str
    created_at: str
    updated_at: str
    body: bytes
    identity: bytes


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """What can be said of a draft without opening it."""

    draft_id: str
    created_at: str
    updated_at: str


class Drafts:
    """Keeps drafts; a save is whole or did not happen."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def create(self, draft_id: str, body: bytes, identity: bytes) -> Draft:
        """Keep a new draft under a fresh key."""
        now = rfc3339(self._vault.clock.now())
        key = bytearray(os.urandom(_KEY_BYTES))
        try:
            wrapped = aead.seal_record(self._vault.record_key, key, _key_name(draft_id))
            sealed = _seal(key, draft_id, body, identity)
        finally:
            forget(key)
        with self._vault.transaction():
            self._vault.db.run(
                "INSERT INTO drafts VALUES (?, ?, ?, ?, ?)", draft_id, now, now, *sealed
            )
            self._vault.db.run("INSERT INTO draft_keys VALUES (?, ?)", draft_id, wrapped)
        return Draft(draft_id, now, now, body, identity)

    def load(self, draft_id: str) -> Draft:
        """Return a draft.

        Raises:
            StatementMissing: there is none of this id.
            VaultDatabaseDamaged: it does not open with its own key.
        """
        found = self._vault.db.row("SELECT * FROM drafts WHERE draft_id = ?", draft_id)
        if found is None:
            raise StatementMissing(statement=draft_id)
        _, created_at, updated_at, body, identity = found
        return Draft(
            draft_id,
            created_at,
            updated_at,
            self._open(draft_id, body, _body_name(draft_id)),
            self._open(draft_id, identity, _identity_name(draft_id)),
        )

    def body(self, draft_id: str) -> bytes:
        """Return what a draft says; who says it stays closed. Raises: as `load`."""
        found = self._vault.db.value("SELECT body FROM drafts WHERE draft_id = ?", draft_id)
        return self._open(draft_id, found, _body_name(draft_id))

    def identity(self, draft_id: str) -> bytes:
        """Return who a draft is from; what it says stays closed. Raises: as `load`."""
        found = self._vault.db.value("SELECT identity FROM drafts WHERE draft_id = ?", draft_id)
        return self._open(draft_id, found, _identity_name(draft_id))

    def save(
        self,
        draft_id: str,
        *,
        body: bytes | None = None,
        identity: bytes | None = None,
        worked_on: bool = True,
    ) -> str:
        """Put new contents in place of the old; what is not given stays as it lies there.

        Returns the moment, which becomes `updated_at` where somebody `worked_on` the draft.

        Raises:
            StatementMissing: there is no draft of this id.
        """
        now = rfc3339(self._vault.clock.now())
        key = self._key(draft_id)
        try:
            sealed_body = (
                None if body is None else aead.seal_record(key, body, _body_name(draft_id))
            )
            sealed_identity = (
                None
                if identity is None
                else aead.seal_record(key, identity, _identity_name(draft_id))
            )
        finally:
            forget(key)
        self._vault.db.run(
            "UPDATE drafts SET updated_at = coalesce(?, updated_at), body = coalesce(?, body),"
            " identity = coalesce(?, identity) WHERE draft_id = ?",
            now if worked_on else None,
            sealed_body,
            sealed_identity,
            draft_id,
        )
        return now

    def all(self) -> list[DraftSummary]:
        """Return all drafts, the one worked on last first."""
        rows = self._vault.db.rows(
            "SELECT draft_id, created_at, updated_at FROM drafts ORDER BY updated_at DESC, draft_id"
        )
        return [DraftSummary(*row) for row in rows]

    def delete(self, draft_id: str) -> None:
        """Drop a draft, its key, its media and recordings; then call `Vault.checkpoint`.

        Raises:
            StatementMissing: there is no draft of this id.
        """
        with self._vault.transaction():
            MediaStore(self._vault).delete_all_of(draft_id)
            Recordings(self._vault).delete_all_of(draft_id)
            if not self._vault.db.run("DELETE FROM drafts WHERE draft_id = ?", draft_id):
                raise StatementMissing(statement=draft_id)

    def _open(self, draft_id: str, sealed: bytes | None, name: bytes) -> bytes:
        if sealed is None:
            raise StatementMissing(statement=draft_id)
        key = self._key(draft_id)
        try:
            return bytes(aead.open_record(key, sealed, name))
        except aead.NotAuthentic as error:
            raise VaultDatabaseDamaged(why="draft") from error
        finally:
            forget(key)

    def _key(self, draft_id: str) -> bytearray:
        wrapped = self._vault.db.value(
            "SELECT wrapped FROM draft_keys WHERE draft_id = ?", draft_id
        )
        if wrapped is None:
            raise StatementMissing(statement=draft_id)
        try:
            return aead.open_record(self._vault.record_key, wrapped, _key_name(draft_id))
        except aead.NotAuthentic as error:
            raise VaultDatabaseDamaged(why="draft_key") from error


def _seal(key: bytearray, draft_id: str, body: bytes, identity: bytes) -> tuple[bytes, bytes]:
    return (
        aead.seal_record(key, body, _body_name(draft_id)),
        aead.seal_record(key, identity, _identity_name(draft_id)),
    )


# The name of what is sealed is bound to it: a record cannot be moved to another draft or column.
def _key_name(draft_id: str) -> bytes:
    return f"draft key {draft_id}".encode()


def _body_name(draft_id: str) -> bytes:
    return f"draft body {draft_id}".encode()


def _identity_name(draft_id: str) -> bytes:
    return f"draft identity {draft_id}".encode()

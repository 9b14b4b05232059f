"""The device's own secrets by name: key seeds and identities. They never leave the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


class Secrets:
    """Name and bytes."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def get(self, name: str) -> bytearray | None:
        """Return a copy that the caller can overwrite, or None."""
        found = self._vault.db.value("SELECT value FROM secrets WHERE name = ?", name)
        return None if found is None else bytearray(found)

    def put(self, name: str, value: bytes | bytearray) -> None:
        """Keep a secret, in place of an earlier one."""
        self._vault.db.run(
            "INSERT INTO secrets VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )

    def remove(self, name: str) -> None:
        """Drop a secret; it is overwritten in the database at once (secure_delete)."""
        self._vault.db.run("DELETE FROM secrets WHERE name = ?", name)

    def names(self) -> list[str]:
        """Return the names that are there."""
        return [name for (name,) in self._vault.db.rows("SELECT name FROM secrets ORDER BY name")]

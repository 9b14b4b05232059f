"""Facts of the vault itself, as text: role, principal, pinned organisation and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

ROLE = "role"
CREATED_AT = "created_at"


class Meta:
    """Key and value; keys are the program's own words."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def get(self, key: str) -> str | None:
        """Return the value, or None."""
        found = self._vault.db.value("SELECT value FROM meta WHERE key = ?", key)
        return None if found is None else str(found)

    def put(self, key: str, value: str) -> None:
        """Set a value, in place of an earlier one."""
        self._vault.db.run(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            value,
        )

    def remove(self, key: str) -> None:
        """Remove a value; one that is not there is no error."""
        self._vault.db.run("DELETE FROM meta WHERE key = ?", key)

    def all(self) -> dict[str, str]:
        """Return everything."""
        return dict(self._vault.db.rows("SELECT key, value FROM meta ORDER BY key"))

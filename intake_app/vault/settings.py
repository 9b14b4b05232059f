"""What the person chose: small JSON values under the program's own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake_app.crypto import canonical
from intake_app.crypto.canonical import JsonValue

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

MAX_BYTES = 64 * 1024


class Settings:
    """Key and JSON value; what a value may be is judged by whoever knows the setting."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def get(self, key: str, default: JsonValue = None) -> JsonValue:
        """Return the value, or `default`."""
        found = self._vault.db.value("SELECT value FROM settings WHERE key = ?", key)
        return default if found is None else canonical.decode(found.encode(), max_bytes=MAX_BYTES)

    def put(self, key: str, value: JsonValue) -> None:
        """Set a value, in place of an earlier one."""
        self._vault.db.run(
            "INSERT INTO settings VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            canonical.encode(value).decode(),
        )

    def remove(self, key: str) -> None:
        """Go back to the default."""
        self._vault.db.run("DELETE FROM settings WHERE key = ?", key)

    def all(self) -> dict[str, JsonValue]:
        """Return everything that was chosen."""
        rows = self._vault.db.rows("SELECT key, value FROM settings ORDER BY key")
        return {key: canonical.decode(text.encode(), max_bytes=MAX_BYTES) for key, text in rows}

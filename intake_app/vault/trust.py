"""The trust lists that this vault accepted, each version whole: only newer ones come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class TrustVersion:
    """One accepted version; `files` is all its files in one canonical blob."""

    version: int
    sha256: str
    files: bytes
    accepted_at: str


_TRUST = Table("trust", TrustVersion)


class TrustVersions:
    """Accepted trust lists. Whether one may be accepted is judged before it comes here."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, row: TrustVersion) -> None:
        """Keep a version that is newer than all that are held."""
        _TRUST.add(self._vault.db, row)

    def newest(self) -> TrustVersion | None:
        """Return the version in force, or None before the first."""
        found = _TRUST.find(self._vault.db, order="version DESC LIMIT 1")
        return found[0] if found else None

    def get(self, version: int) -> TrustVersion | None:
        """Return one version, or None."""
        return _TRUST.one(self._vault.db, version=version)

    def all(self) -> list[TrustVersion]:
        """Return every version, oldest first."""
        return _TRUST.find(self._vault.db, order="version")

"""Receipts that this coordinator gave: a bundle that comes twice gets the same one again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """One receipt, as the file that goes back to the device."""

    bundle_id: str
    outer_sha256: str
    file_name: str
    content: bytes
    issued_at: str


_ISSUED = Table("issued_receipts", IssuedReceipt)


class IssuedReceipts:
    """The receipts that were given."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, row: IssuedReceipt) -> None:
        """Keep a receipt."""
        _ISSUED.add(self._vault.db, row)

    def find(self, bundle_id: str, outer_sha256: str) -> IssuedReceipt | None:
        """Return the receipt for one file of one bundle, or None."""
        return _ISSUED.one(self._vault.db, bundle_id=bundle_id, outer_sha256=outer_sha256)

    def of_bundle(self, bundle_id: str) -> list[IssuedReceipt]:
        """Return every receipt given for a bundle, oldest first."""
        return _ISSUED.find(self._vault.db, bundle_id=bundle_id, order="issued_at, rowid")

    def all(self) -> list[IssuedReceipt]:
        """Return all, newest first."""
        return _ISSUED.find(self._vault.db, order="issued_at DESC, rowid DESC")

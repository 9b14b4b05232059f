"""Receipts that coordinators gave for bundles of this device, as signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class ReceivedReceipt:
    """One receipt; `content` is its bytes with the signature."""

    receipt_sha256: str
    bundle_id: str
    coordinator: str
    verdict: str
    received_at: str
    imported_at: str
    content: bytes


_RECEIPTS = Table("receipts", ReceivedReceipt)


class Receipts:
    """Receipts that were checked before they came here."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, row: ReceivedReceipt) -> bool:
        """Keep a receipt; return False if this very one is already kept."""
        if self.get(row.receipt_sha256) is not None:
            return False
        _RECEIPTS.add(self._vault.db, row)
        return True

    def get(self, receipt_sha256: str) -> ReceivedReceipt | None:
        """Return one receipt, or None."""
        return _RECEIPTS.one(self._vault.db, receipt_sha256=receipt_sha256)

    def of_bundle(self, bundle_id: str) -> list[ReceivedReceipt]:
        """Return the receipts for a bundle, oldest first."""
        return _RECEIPTS.find(self._vault.db, bundle_id=bundle_id, order="received_at, rowid")

    def all(self) -> list[ReceivedReceipt]:
        """Return all, newest first."""
        return _RECEIPTS.find(self._vault.db, order="rowid DESC")

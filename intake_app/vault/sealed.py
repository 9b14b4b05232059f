"""What this device sealed and where it stands: enough to hand over, nothing that it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from intake_app.errors import StatementMissing
from intake_app.vault import layout
from intake_app.vault.files import FileStore
from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

SealedState = Literal["waiting", "handed_over", "received", "deleted"]


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """One sealed bundle. Only its state and the two later times ever change."""

    bundle_id: str
    statement_id: str
    kind: str
    outer_name: str
    outer_sha256: str
    outer_size: int
    tagmanifest_sha256: str
    sealed_at: str
    state: SealedState = "waiting"
    handed_over_at: str = ""
    deleted_at: str = ""


_SEALED = Table("sealed", SealedBundle)


class Sealed:
    """The sealed bundles of this device."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._outbox = FileStore(vault, layout.OUTBOX)

    def add(self, row: SealedBundle) -> None:
        """Record a seal and promise its outbox file (`FileStore.promise`), in one transaction."""
        with self._vault.transaction():
            _SEALED.add(self._vault.db, row)
            self._outbox.promise(row.outer_name)

    def get(self, bundle_id: str) -> SealedBundle:
        """Return one bundle.

        Raises:
            StatementMissing: this device never made it.
        """
        found = self.find(bundle_id)
        if found is None:
            raise StatementMissing(bundle=bundle_id)
        return found

    def find(self, bundle_id: str) -> SealedBundle | None:
        """Return one bundle, or None."""
        return _SEALED.one(self._vault.db, bundle_id=bundle_id)

    def of_statement(self, statement_id: str) -> list[SealedBundle]:
        """Return the bundles made of one statement, oldest first."""
        return _SEALED.find(self._vault.db, statement_id=statement_id, order="sealed_at, rowid")

    def all(self) -> list[SealedBundle]:
        """Return all, newest first."""
        return _SEALED.find(self._vault.db, order="sealed_at DESC, rowid DESC")

    def mark_handed_over(self, bundle_id: str, at: str) -> None:
        """Note a hand-over; one that is already received stays so. Raises: as `get`."""
        self.get(bundle_id)
        self._vault.db.run(
            "UPDATE sealed SET handed_over_at = ?,"
            " state = CASE state WHEN 'waiting' THEN 'handed_over' ELSE state END"
            " WHERE bundle_id = ?",
            at,
            bundle_id,
        )

    def mark_received(self, bundle_id: str) -> None:
        """Note that a coordinator confirmed it. Raises: as `get`."""
        self.get(bundle_id)
        self._vault.db.run(
            "UPDATE sealed SET state = 'received' WHERE bundle_id = ? AND state <> 'deleted'",
            bundle_id,
        )

    def delete(self, bundle_id: str, at: str) -> None:
        """Delete the sealed file and note it; the row stays. Raises: as `get`."""
        row = self.get(bundle_id)
        with self._vault.transaction():
            self._vault.db.run(
                "UPDATE sealed SET state = 'deleted', deleted_at = ? WHERE bundle_id = ?",
                at,
                bundle_id,
            )
            self._outbox.remove(row.outer_name)

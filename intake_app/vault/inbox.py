"""Every attempt to bring a bundle in, also those that were refused, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from intake_app.errors import StatementMissing
from intake_app.vault import layout
from intake_app.vault.files import FileStore
from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

Verdict = Literal["accepted", "duplicate", "held", "refused"]


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One attempt. `quarantine_name` names the kept file where one is kept ('' otherwise).

    Only a decision (once), `bundle_id` and `file_gone` ever change.
    """

    item_id: str
    arrived_at: str
    outer_sha256: str
    outer_size: int
    verdict: Verdict
    code: str = ""
    bundle_id: str = ""
    device: str = ""
    quarantine_name: str = ""
    decision: str = ""
    reason: str = ""
    decided_at: str = ""
    file_gone: int = 0


_INBOX = Table("inbox", InboxItem)


class Inbox:
    """Import attempts."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._quarantine = FileStore(vault, layout.QUARANTINE)

    def add(self, item: InboxItem) -> None:
        """Record an attempt; where `quarantine_name` is given, its file is kept with the commit."""
        with self._vault.transaction():
            _INBOX.add(self._vault.db, item)
            if item.quarantine_name:
                self._quarantine.promise(item.quarantine_name)

    def get(self, item_id: str) -> InboxItem:
        """Return one attempt.

        Raises:
            StatementMissing: there is none.
        """
        found = _INBOX.one(self._vault.db, item_id=item_id)
        if found is None:
            raise StatementMissing(item=item_id)
        return found

    def all(self) -> list[InboxItem]:
        """Return all attempts, newest first."""
        return _INBOX.find(self._vault.db, order="arrived_at DESC, rowid DESC")

    def held(self) -> list[InboxItem]:
        """Return what waits for a decision, oldest first."""
        return _INBOX.find(self._vault.db, verdict="held", decision="", order="arrived_at, rowid")

    def by_outer(self, outer_sha256: str) -> list[InboxItem]:
        """Return the attempts with one file, oldest first."""
        return _INBOX.find(self._vault.db, outer_sha256=outer_sha256, order="arrived_at, rowid")

    def decide(
        self, item_id: str, decision: str, reason: str, at: str, *, bundle_id: str = ""
    ) -> None:
        """Note what a person decided about a held item, once and for all. Raises: as `get`.

        With `bundle_id` it was accepted, and the file has moved on into the archive.
        """
        self.get(item_id)
        self._vault.db.run(
            "UPDATE inbox SET decision = ?, reason = ?, decided_at = ?,"
            " bundle_id = coalesce(nullif(?, ''), bundle_id), file_gone = ? WHERE item_id = ?",
            decision,
            reason,
            at,
            bundle_id,
            int(bool(bundle_id)),
            item_id,
        )

    def drop_file(self, item_id: str) -> None:
        """Delete the kept file of an attempt; the row stays. Raises: as `get`."""
        item = self.get(item_id)
        with self._vault.transaction():
            self._vault.db.run("UPDATE inbox SET file_gone = 1 WHERE item_id = ?", item_id)
            if item.quarantine_name:
                self._quarantine.remove(item.quarantine_name)

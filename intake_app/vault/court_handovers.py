"""What was handed over to courts and mechanisms: to whom, what went, what stayed and why.

The log tells that it happened, but a part of it goes along with every later hand-over. What would
name a recipient, or a witness who said no, is kept here alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class CourtHandover:
    """One that was begun. The log's mark of the recipient is proven by `to_salt` and `recipient`.

    `plan` is canonical JSON: `chosen` and `left_out` with bundles, reasons and what was answered.
    """

    handover_id: str
    use: str
    recipient: str
    to_salt: str
    began_at: str
    plan: str


_HANDOVERS = Table("court_handovers", CourtHandover)


class CourtHandovers:
    """Every hand-over that was begun in one vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, row: CourtHandover) -> None:
        """Keep one."""
        _HANDOVERS.add(self._vault.db, row)

    def find(self, handover_id: str) -> CourtHandover | None:
        """Return one, or None."""
        return _HANDOVERS.one(self._vault.db, handover_id=handover_id)

    def all(self) -> list[CourtHandover]:
        """Return all, newest first."""
        return _HANDOVERS.find(self._vault.db, order="began_at DESC, rowid DESC")

"""Requests to be enrolled that this coordinator has seen, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.errors import RequestMalformed
from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request by the hash of its bytes; `state` is a word of whoever handles it."""

    sha256: str
    principal: str
    content: bytes
    state: str
    at: str


_REQUESTS = Table("requests", SeenRequest)


class Requests:
    """Enrolment requests."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, row: SeenRequest) -> bool:
        """Keep a request; return False if this very one is already kept."""
        if self.find(row.sha256) is not None:
            return False
        _REQUESTS.add(self._vault.db, row)
        return True

    def find(self, sha256: str) -> SeenRequest | None:
        """Return one request, or None."""
        return _REQUESTS.one(self._vault.db, sha256=sha256)

    def of_principal(self, principal: str) -> list[SeenRequest]:
        """Return the requests of one device or coordinator."""
        return _REQUESTS.find(self._vault.db, principal=principal, order="at, rowid")

    def all(self) -> list[SeenRequest]:
        """Return all, newest first."""
        return _REQUESTS.find(self._vault.db, order="at DESC, rowid DESC")

    def set_state(self, sha256: str, state: str, at: str) -> None:
        """Note what became of a request.

        Raises:
            RequestMalformed: it was never seen.
        """
        changed = self._vault.db.run(
            "UPDATE requests SET state = ?, at = ? WHERE sha256 = ?", state, at, sha256
        )
        if not changed:
            raise RequestMalformed(sha256=sha256)

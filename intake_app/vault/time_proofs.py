"""Proofs of time: questions about this vault's log, the answers, and whom they are believed from.

Nothing here is ever changed or taken out: an answer belongs to the question, the question to the
head of the log as it was signed then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class TimeAuthority:
    """A certificate whose digits were compared: `sha256` of its DER form, `name` for people."""

    sha256: str
    name: str
    pem: str
    pinned_at: str


@dataclass(frozen=True, slots=True)
class TimeRequest:
    """A question: the head file of the log, its signature, and the query that was made for it.

    `nonce` is the random number in the query, in hex; it ties an answer to it.
    """

    query_sha256: str
    seq: int
    head: bytes
    signature: bytes
    query: bytes
    nonce: str
    made_at: str


@dataclass(frozen=True, slots=True)
class TimeProof:
    """An answer that was checked: the response, and the certificates in PEM that prove it.

    `seq` is the number of the log's line that existed by `gen_time` (RFC 3339, UTC, exact to
    `accuracy_ms`); `service` names who says so, for people.
    """

    response_sha256: str
    query_sha256: str
    seq: int
    response: bytes
    authorities: str
    service: str
    gen_time: str
    accuracy_ms: int
    taken_in_at: str


_AUTHORITIES = Table("time_authorities", TimeAuthority)
_REQUESTS = Table("time_requests", TimeRequest)
_PROOFS = Table("time_proofs", TimeProof)


class TimeProofs:
    """What is kept of them in one vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def pin(self, row: TimeAuthority) -> bool:
        """Keep a certificate; False where it is kept already."""
        if self.authority(row.sha256) is not None:
            return False
        _AUTHORITIES.add(self._vault.db, row)
        return True

    def authority(self, sha256: str) -> TimeAuthority | None:
        """Return a kept certificate, or None."""
        return _AUTHORITIES.one(self._vault.db, sha256=sha256)

    def authorities(self) -> list[TimeAuthority]:
        """Return the kept certificates, oldest first."""
        return _AUTHORITIES.find(self._vault.db, order="pinned_at, rowid")

    def ask(self, row: TimeRequest) -> None:
        """Keep a question."""
        _REQUESTS.add(self._vault.db, row)

    def request(self, query_sha256: str) -> TimeRequest | None:
        """Return a question, or None."""
        return _REQUESTS.one(self._vault.db, query_sha256=query_sha256)

    def requests(self) -> list[TimeRequest]:
        """Return the questions, newest first."""
        return _REQUESTS.find(self._vault.db, order="seq DESC, rowid DESC")

    def add(self, row: TimeProof) -> None:
        """Keep an answer."""
        _PROOFS.add(self._vault.db, row)

    def proof(self, response_sha256: str) -> TimeProof | None:
        """Return an answer by its hash, or None."""
        return _PROOFS.one(self._vault.db, response_sha256=response_sha256)

    def proofs(self) -> list[TimeProof]:
        """Return the answers, those about the newest lines first."""
        return _PROOFS.find(self._vault.db, order="seq DESC, gen_time, rowid")

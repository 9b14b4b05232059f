"""What came in from each computer, and when: for knowing a key before it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake_app.clock import parse_rfc3339
from intake_app.services.session import Session
from intake_app.vault.archive import Archive


@dataclass(frozen=True)
class Delivery:
    """One accepted bundle. `sealed_at` is the computer's own word; `received_at` is ours."""

    bundle_id: str
    kind: str
    sealed_at: str
    received_at: str


@dataclass(frozen=True)
class Deliveries:
    """Everything accepted from one computer, the last received first."""

    rows: tuple[Delivery, ...] = ()

    @property
    def last_at(self) -> str:
        """When something last came in, or an empty text."""
        return self.rows[0].received_at if self.rows else ""

    def since(self, moment: datetime) -> tuple[Delivery, ...]:
        """Return what came in after `moment`: nobody but the computer says that it is older."""
        return tuple(row for row in self.rows if parse_rfc3339(row.received_at) > moment)


def by_device(session: Session) -> dict[str, Deliveries]:
    """Return what came in from each device. Raises: WrongRole."""
    session.require("coordinator")
    found: dict[str, list[Delivery]] = {}
    for row in Archive(session.vault).all():
        told = Delivery(row.bundle_id, row.kind, row.sealed_at, row.received_at)
        found.setdefault(row.device, []).append(told)
    return {device: Deliveries(tuple(rows)) for device, rows in found.items()}


def of(session: Session, principal: str) -> Deliveries:
    """Return what came in from one member; nothing comes from coordinators. Raises: WrongRole."""
    return by_device(session).get(principal, Deliveries())

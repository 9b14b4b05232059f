"""The list of everything that somebody tried to bring in, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake_app.errors import ALARM_CODES
from intake_app.services.session import Session
from intake_app.vault.archive import Archive
from intake_app.vault.inbox import Inbox, InboxItem, Verdict
from intake_app.vault.links import BundleLink, Links

ACCEPTED, REJECTED = "accepted", "rejected"
# What a correction does to the other bundle tells more than its kind.
_KINDS = {"withdraws": "withdrawal", "adds-to": "addition"}


@dataclass(frozen=True)
class InboxRow:
    """One attempt, with what the archive knows of its bundle ('' where it holds none).

    `waits`: it is held and nobody has decided yet. `decision` is accepted, rejected or ''.
    `pseudonym` is the interviewer's; `kind` is statement, identity, correction, addition or
    withdrawal.
    """

    item_id: str
    arrived_at: str
    verdict: Verdict
    code: str
    alarm: bool
    waits: bool
    decision: str
    decided_at: str
    bundle_id: str
    device: str
    outer_size: int
    pseudonym: str = ""
    kind: str = ""
    sealed_at: str = ""
    statement_id: str = ""


def inbox(session: Session) -> list[InboxRow]:
    """Return every attempt, newest first."""
    session.require("coordinator")
    held = {each.bundle_id: each for each in Archive(session.vault).all()}
    kinds = kinds_by_link(Links(session.vault).all())
    rows = []
    for item in Inbox(session.vault).all():
        row = _row(item)
        bundle = held.get(item.bundle_id)
        if bundle is not None and is_taken_in(item):
            row = replace(
                row,
                pseudonym=bundle.interviewer,
                kind=kinds.get(bundle.bundle_id, bundle.kind),
                sealed_at=bundle.sealed_at,
                statement_id=bundle.statement_id,
            )
        rows.append(row)
    return rows


def is_taken_in(item: InboxItem) -> bool:
    """Return whether this attempt's own bundle lies in the archive."""
    return item.verdict in ("accepted", "duplicate") or item.decision == ACCEPTED


def kinds_by_link(links: list[BundleLink]) -> dict[str, str]:
    """Return the bundles whose links tell more of them than their kind does."""
    return {link.bundle_id: _KINDS[link.rel] for link in links if link.rel in _KINDS}


def _row(item: InboxItem) -> InboxRow:
    return InboxRow(
        item_id=item.item_id,
        arrived_at=item.arrived_at,
        verdict=item.verdict,
        code=item.code,
        alarm=item.code in ALARM_CODES,
        waits=item.verdict == "held" and not item.decision,
        decision=item.decision,
        decided_at=item.decided_at,
        bundle_id=item.bundle_id,
        device=item.device,
        outer_size=item.outer_size,
    )

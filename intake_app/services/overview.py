"""What an interviewer sees first: drafts, what waits to be handed over, and the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from intake_app.clock import parse_rfc3339
from intake_app.services import custody, enrolling, interviewing, receipt_alarms, rollback_claims
from intake_app.services.enrolling import Organisation
from intake_app.services.interviewing import DraftRow
from intake_app.services.session import Session
from intake_app.vault.sealed import Sealed

OVERDUE_DAYS = 7


@dataclass(frozen=True)
class Overview:
    """Counts are of statements, not of bundles: a statement may travel in several.

    `overdue` are those that wait for longer than `OVERDUE_DAYS`; `received` are among
    `handed_over`. `alarms` are receipts that should not exist and that nobody has read of yet.
    `older`: something is missing here that this vault had, or that others confirmed. `claims`: how
    many say so without proof, until somebody decides.
    """

    drafts: tuple[DraftRow, ...]
    waiting: int
    overdue: int
    handed_over: int
    received: int
    organisation: Organisation | None
    alarms: int = 0
    older: bool = False
    claims: int = 0

    @property
    def is_empty(self) -> bool:
        """True where nobody was heard yet."""
        return not (self.drafts or self.waiting or self.handed_over)


def overview(session: Session) -> Overview:
    """Return how things stand in an interviewer's or a witness's vault."""
    long_ago = session.clock.now() - timedelta(days=OVERDUE_DAYS)
    waiting: set[str] = set()
    overdue: set[str] = set()
    gone: set[str] = set()
    received: set[str] = set()
    for row in Sealed(session.vault).all():
        if row.state == "waiting":
            waiting.add(row.statement_id)
            if parse_rfc3339(row.sealed_at) < long_ago:
                overdue.add(row.statement_id)
        elif row.state in {"handed_over", "received"}:
            gone.add(row.statement_id)
            if row.state == "received":
                received.add(row.statement_id)
    return Overview(
        drafts=tuple(interviewing.drafts(session)),
        waiting=len(waiting),
        overdue=len(overdue),
        handed_over=len(gone - waiting),
        received=len(received - waiting),
        organisation=enrolling.organisation(session),
        alarms=len(receipt_alarms.unread(session)),
        older=custody.is_older(session),
        claims=len(rollback_claims.waiting(session)),
    )


def free_pseudonym(session: Session, template: str) -> str:
    """Return `template` with four random digits for `{number}` that no draft here has.

    Random, not counted up: a number must not tell how many witnesses there are.
    """
    taken = {row.pseudonym for row in interviewing.drafts(session)}
    while True:
        number = int(session.new_id(), 16) % 9000 + 1000
        made = template.replace("{number}", str(number))
        if made not in taken:
            return made

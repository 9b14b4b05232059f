"""What became of one file that was brought in, as a value and as a row of the inbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from intake_app.bundle.verifying import Verified
from intake_app.errors import ALARM_CODES
from intake_app.services.session import Session
from intake_app.vault.files import Kept
from intake_app.vault.inbox import Inbox, InboxItem, Verdict


@dataclass(frozen=True)
class ImportOutcome:
    """The verdict on one file. `item_id` names its row in the inbox ('' where it has none).

    `code` says why it was refused or held, REPLAY for a duplicate, RESTORED for one
    that was put in the place of the archive's lost or damaged file. `source` is the file as it was
    given, for whoever asked; it is kept nowhere.
    """

    item_id: str
    verdict: Verdict
    code: str = ""
    bundle_id: str = ""
    device: str = ""
    notes: tuple[str, ...] = ()
    alarm: bool = False
    source: Path = Path()

    @classmethod
    def of(cls, item: InboxItem, notes: tuple[str, ...] = ()) -> ImportOutcome:
        """Return the outcome that a row of the inbox tells of."""
        alarm = item.code in ALARM_CODES
        return cls(item.item_id, item.verdict, item.code, item.bundle_id, item.device, notes, alarm)

    def come_from(self, path: Path) -> ImportOutcome:
        """Return the same with the file that was given."""
        return replace(self, source=path)


def add_attempt(
    session: Session,
    kept: Kept,
    verdict: Verdict,
    *,
    code: str = "",
    verified: Verified | None = None,
    bundle_id: str = "",
    device: str = "",
    keep: bool = False,
) -> ImportOutcome:
    """Add a row to the inbox; with `keep` its file stays in the quarantine."""
    item = InboxItem(
        item_id=session.new_id(),
        arrived_at=session.now(),
        outer_sha256=kept.sha256,
        outer_size=kept.size,
        verdict=verdict,
        code=code,
        bundle_id=verified.bundle_id if verified else bundle_id,
        device=verified.device if verified else device,
        quarantine_name=kept.name if keep else "",
    )
    Inbox(session.vault).add(item)
    return ImportOutcome.of(item, verified.notes if verified else ())

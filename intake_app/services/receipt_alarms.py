"""Receipts that should not exist: noted in the log, and shown until somebody has read of them.

A receipt for what this device never made, in the name of a coordinator who did not sign it, or
about a log that is not ours, means that somebody forges, or that this vault was set back.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.bundle.receipt import Receipt
from intake_app.crypto.chain import Entry
from intake_app.services.session import Session

UNREAD = "receipt_alarms"  # the setting: numbers of lines in the log
UNKNOWN_BUNDLE, FORGED, READ = "unknown-bundle", "forged", "alarms-read"
MOST = 200  # more would tell nobody more; the log has them all


@dataclass(frozen=True)
class ReceiptAlarm:
    """One such receipt: which bundle and coordinator it names, and when it came (RFC 3339).

    `verdict` is `UNKNOWN_BUNDLE` or `FORGED`; `why` a word for experts.
    """

    bundle_id: str
    coordinator: str
    verdict: str
    why: str
    at: str


def sound(session: Session, receipt: Receipt, verdict: str, why: str) -> None:
    """Note a receipt that should not exist."""
    with session.vault.transaction():
        head = session.custody.append(
            "receipt",
            receipt.bundle_id,
            coordinator=receipt.coordinator,
            verdict=verdict,
            why=why,
        )
        unread = _unread(session)
        if len(unread) < MOST:
            session.settings.put(UNREAD, [*unread, head.seq])


def unread(session: Session) -> list[ReceiptAlarm]:
    """Return what nobody has read of yet, oldest first."""
    found = [session.custody.entry(seq) for seq in _unread(session)]
    return [_alarm(line) for line in found if line is not None]


def mark_read(session: Session) -> int:
    """Note that somebody has read of all of them; return how many there were."""
    with session.vault.transaction():
        count = len(_unread(session))
        if count:
            session.settings.remove(UNREAD)
            session.custody.append("receipt", verdict=READ, count=count)
    return count


def _alarm(line: Entry) -> ReceiptAlarm:
    told = {name: str(line.x.get(name, "")) for name in ("coordinator", "verdict", "why")}
    return ReceiptAlarm(bundle_id=line.ref, at=line.wall, **told)


def _unread(session: Session) -> list[int]:
    kept = session.settings.get(UNREAD, [])
    return [each for each in kept if type(each) is int] if isinstance(kept, list) else []

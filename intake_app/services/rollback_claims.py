"""Lines that others say our log had and lacks: told of until it is proven or a person decides.

A head of our log is soon made up, by a device in its own log or by a coordinator in a receipt. So
such words alone never make this vault «older»: they are noted in the name of whoever says so, and
shown. What proves them is something that only this vault could have signed.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.crypto.chain import Entry, Head
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors

EVENT = "rollback.claimed"
BELIEVED, DISMISSED = "believed", "dismissed"  # the field `step` of a line that decides
OPEN = "rollback_claims"  # the setting: numbers of lines in the log
MOST = 200  # more would tell nobody more


@dataclass(frozen=True)
class Claim:
    """Who says that line `lost` of our log once stood there, and when it was noted (RFC 3339).

    `line` is the number of the line of our log that notes it.
    """

    line: int
    by: str
    lost: Head
    at: str


def note(session: Session, by: str, lost: Head) -> None:
    """Note what `by` says; the same from the same one is noted once, also after a decision."""
    said, waiting = f"{by}/{lost.hash}", _waiting(session)
    if session.custody.hash_at(lost.seq) == lost.hash or len(waiting) >= MOST:
        return
    if session.custody.find_saying(EVENT, "lost", said) is not None:
        return
    with session.vault.transaction():
        head = session.custody.append(EVENT, by, lost=said, lost_seq=lost.seq)
        session.settings.put(OPEN, [*waiting, head.seq])


def waiting(session: Session) -> list[Claim]:
    """Return what nobody has proven or decided about, oldest first."""
    found = [session.custody.entry(seq) for seq in _waiting(session)]
    return [_claim(line) for line in found if line is not None and line.event == EVENT]


def decide(session: Session, line: int, *, believed: bool) -> bool:
    """Settle what line `line` notes; return whether it was waiting for that.

    Believed, this vault counts as an older copy from now on, as if it had noticed by itself.
    """
    for claim in waiting(session):
        if claim.line == line:
            _settle(session, [claim], BELIEVED if believed else DISMISSED)
            if believed:
                _count_as_lost(session, claim.by, claim.lost)
            return True
    return False


def prove(session: Session, by: str, lost: Head) -> None:
    """Keep as true that our log lacks line `lost`, of which `by` brought the proof."""
    with session.vault.transaction():
        same = [each for each in waiting(session) if each.lost == lost]
        _settle(session, same, BELIEVED)
        _count_as_lost(session, by, lost)


def _settle(session: Session, claims: list[Claim], step: str) -> None:
    with session.vault.transaction():
        done = {each.line for each in claims}
        session.settings.put(OPEN, [each for each in _waiting(session) if each not in done])
        for each in claims:
            session.custody.append(EVENT, each.by, step=step, line=each.line)


def _count_as_lost(session: Session, by: str, lost: Head) -> None:
    anchors = Anchors(session.vault)
    if any(each.head == lost.hash for each in anchors.missing()):
        return
    with session.vault.transaction():
        anchors.note(by, lost.seq, lost.hash)
        session.custody.append(
            "vault.rollback", lost_seq=lost.seq, held_seq=session.custody.head().seq
        )


def _claim(line: Entry) -> Claim:
    _by, _, lost_hash = str(line.x.get("lost", "")).partition("/")
    seq = line.x.get("lost_seq", 0)
    return Claim(line.seq, line.ref, Head(int(seq), lost_hash), line.wall)


def _waiting(session: Session) -> list[int]:
    kept = session.settings.get(OPEN, [])
    return [each for each in kept if type(each) is int] if isinstance(kept, list) else []

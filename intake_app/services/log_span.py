"""Which lines of the custody log go along with a seal, and the signed head that they end in.

A coordinator who holds line 40 needs the lines from 41; one who holds none needs all. A bundle
goes to every coordinator, so it carries what the one who knows least is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.bundle import bag
from intake_app.bundle.description import ClockReading, LogSpan
from intake_app.bundle.trust import TrustList
from intake_app.crypto import chain
from intake_app.services import device_keys
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors

LIMIT_BYTES = bag.CAPS[bag.CUSTODY]
# How good the clock is thought to be: nobody vouches for it, or it is known to have been changed.
UNCHECKED, CHANGED = "unchecked", "changed"
_JUMP = b'"event":"clock.jump"'


@dataclass(frozen=True)
class LogPart:
    """The lines that go along, where they begin and end, and the signed head."""

    span: LogSpan
    lines: tuple[bytes, ...]
    head: tuple[bytes, bytes]
    clock: ClockReading


def log_part(session: Session, trust: TrustList) -> LogPart:
    """Return the part of the log that goes along with what is sealed now."""
    custody = session.custody
    head = custody.head()
    since, lines = _lines(session, trust)
    principal, key = device_keys.principal(session), device_keys.signing_key(session)
    jumped = any(_JUMP in line for line in lines)
    return LogPart(
        span=LogSpan(
            prev_seq=since,
            prev_head=custody.hash_at(since) or chain.GENESIS,
            seq=head.seq,
            head=head.hash,
        ),
        lines=lines,
        head=chain.sign_head(key, principal, head.seq, head.hash),
        clock=ClockReading(
            grade=CHANGED if jumped else UNCHECKED,
            mono_ms=session.clock.mono_ms(),
            boot=session.clock.boot_id(),
        ),
    )


def _lines(session: Session, trust: TrustList) -> tuple[int, tuple[bytes, ...]]:
    """Return the number after which the lines begin, and the lines, within the bundle's limit."""
    known = _known_to(session, trust)
    lines = session.custody.lines(known[0])
    first = known[0]
    for since in known:
        part = lines[since - first :]
        if sum(map(len, part)) <= LIMIT_BYTES:
            return since, tuple(part)
    # Nobody has confirmed anything for many thousands of lines: the newest of them go along, and
    # coordinators will ask for what lies between.
    size, since = 0, first + len(lines)
    while size + len(lines[since - first - 1]) <= LIMIT_BYTES:
        size += len(lines[since - first - 1])
        since -= 1
    return since, tuple(lines[since - first :])


def _known_to(session: Session, trust: TrustList) -> list[int]:
    """Return the numbers up to which each coordinator confirmed the log, the lowest first."""
    anchors = Anchors(session.vault)
    found = set()
    for member in trust.coordinators:
        if not member.is_revoked:
            anchor = anchors.newest_of(member.principal)
            is_ours = anchor is not None and session.custody.hash_at(anchor.seq) == anchor.head
            found.add(anchor.seq if anchor is not None and is_ours else 0)
    return sorted(found) or [0]

"""The custody lines in a bundle: whether they chain, and how they fit what is held of the device.

An odd log never costs evidence: every fault here is a reason to hold the bundle for people.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from intake_app.bundle import bag
from intake_app.bundle.description import Description
from intake_app.bundle.known import Known
from intake_app.bundle.members import Member
from intake_app.clock import parse_rfc3339
from intake_app.crypto import chain
from intake_app.crypto.chain import Entry, Head
from intake_app.errors import BundleRefused, LogLineBroken

CLOCK_TOLERANCE = timedelta(minutes=10)
_ALARMS = frozenset({"unknown-bundle", "forged"})  # verdicts of receipts that should not exist


def lines_of(custody: bytes) -> tuple[bytes, ...]:
    """Return the lines of a log, each with its line feed."""
    return tuple(io.BytesIO(custody))


def chained(
    member: Member, description: Description, tags: Mapping[str, bytes]
) -> tuple[bytes, ...] | None:
    """Return the lines of `custody.log`, or None where log, span and signed head disagree."""
    span = description.log
    lines = lines_of(tags[bag.CUSTODY])
    try:
        last = chain.check(lines, seq=span.prev_seq + 1, prev=span.prev_head)
        head = chain.verify_head(tags[bag.LOG_HEAD], tags[bag.LOG_SIGNATURE], member.key)
    except (LogLineBroken, BundleRefused):
        return None
    if (head.device, head.seq, head.hash) != (member.principal, span.seq, span.head):
        return None
    begins_well = span.prev_seq > 0 or span.prev_head == chain.GENESIS
    return lines if begins_well and last == Head(span.seq, span.head) else None


def hold_for_history(
    member: Member, description: Description, lines: Sequence[bytes], known: Known
) -> str:
    """Return LOG_FORK, LOG_ROLLBACK or LOG_GAP where the log does not fit what is held, or ''.

    LOG_FORK: another line under a number that is held. LOG_ROLLBACK: held lines after this log's
    end tell of later seals but not of this one. LOG_GAP: lines before this log's start are missing.
    """
    held = known.device_head(member.principal)
    if held is None:
        return ""
    span = description.log
    numbered = enumerate(lines, span.prev_seq + 1)
    hashes = {number: chain.hash_of(line) for number, line in numbered}
    hashes[span.prev_seq] = span.prev_head
    meets = span.prev_seq == 0
    # From the newest down: where one line is the same, all before it are.
    for number in range(min(span.seq, held.seq), max(span.prev_seq, 1) - 1, -1):
        ours = known.device_hash(member.principal, number)
        if ours is not None and ours != hashes[number]:
            return "LOG_FORK"
        if ours is not None:
            meets = True
            break
    if held.seq > span.seq:
        later = known.sealed_after(member.principal, span.seq)
        if later and description.bundle_id not in later:
            return "LOG_ROLLBACK"
    return "" if meets else "LOG_GAP"


def told(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the notes for what a device's own log tells of: an older copy, forged receipts."""
    found = set()
    for each in entries:
        if each.event == "vault.rollback":
            found.add("DEVICE_SET_BACK")
        elif each.event == "receipt" and each.x.get("verdict") in _ALARMS:
            found.add("RECEIPT_ALARM")
    return frozenset(found)


def entries_of(lines: Iterable[bytes]) -> tuple[Entry, ...]:
    """Return lines that were checked as records."""
    return tuple(map(chain.parse, lines))


def wall_times(entries: Iterable[Entry]) -> tuple[datetime, ...]:
    """Return the times on the wall, those that no calendar has left out."""
    return tuple(moment for moment in map(_moment, entries) if moment is not None)


def is_clock_odd(description: Description, entries: Sequence[Entry], now: datetime) -> bool:
    """Return whether the device's wall clock and its time since boot tell different stories.

    Also where it ran backwards between boots, or is ahead of `now`; all by more than ten minutes.
    """
    sealed_at = parse_rfc3339(description.sealed_at)
    clock = description.clock
    readings = [(_moment(each), each.mono_ms, each.boot) for each in entries]
    readings.append((sealed_at, clock.mono_ms, clock.boot))
    if sealed_at > now + CLOCK_TOLERANCE:
        return True
    for (wall, mono_ms, boot), (next_wall, next_mono_ms, next_boot) in pairwise(readings):
        if wall is None or next_wall is None:
            return True
        moved = next_wall - wall
        if moved < -CLOCK_TOLERANCE:
            return True
        passed = timedelta(milliseconds=next_mono_ms - mono_ms)
        if boot == next_boot and abs(moved - passed) > CLOCK_TOLERANCE:
            return True
    return False


def _moment(entry: Entry) -> datetime | None:
    try:
        return parse_rfc3339(entry.wall)
    except ValueError:
        return None

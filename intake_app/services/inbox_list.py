"""The inbox as a coordinator reads it: what needs eyes first, worded once, found by any word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.localization.bundle_words import kind_word, verdict_word
from intake_app.localization.isolate import isolate, ltr, strip_controls
from intake_app.localization.numbers import size
from intake_app.localization.search_keys import match_key, squeezed_key
from intake_app.localization.times import moment
from intake_app.services.importing import ImportOutcome, InboxRow

ACCEPTED_DECISION = "accepted"


@dataclass(frozen=True, slots=True)
class Listed:
    """One attempt with its words. `taken_in` is true where its bundle can be opened."""

    row: InboxRow
    arrived: str
    sender: str
    what: str
    verdict: str
    key: str

    @property
    def taken_in(self) -> bool:
        """True where the bundle lies in the archive."""
        row = self.row
        return row.verdict in {"accepted", "duplicate"} or row.decision == ACCEPTED_DECISION


@dataclass
class Counts:
    """What became of the files of one import so far."""

    accepted: int = 0
    held: int = 0
    refused: int = 0
    duplicate: int = 0
    alarms: int = 0

    def add(self, outcome: ImportOutcome) -> None:
        """Count one more file."""
        setattr(self, outcome.verdict, getattr(self, outcome.verdict) + 1)
        self.alarms += outcome.alarm

    @property
    def total(self) -> int:
        """How many files have a verdict."""
        return self.accepted + self.held + self.refused + self.duplicate


def listed(rows: Sequence[InboxRow]) -> list[Listed]:
    """Return the rows in the order in which they are looked at, each with its words.

    Alarms and what waits for a decision first, then what was refused, then the rest, each newest
    first.
    """
    return [_worded(row) for row in sorted(rows, key=_rank)]


def found(rows: Sequence[Listed], query: str) -> list[Listed]:
    """Return the rows that hold every word of the query, in any spelling of it."""
    words = match_key(query).split()
    if not words:
        return list(rows)
    return [row for row in rows if all(word in row.key for word in words)]


def _rank(row: InboxRow) -> int:
    if row.waits:
        return 0 if row.alarm else 1
    return 2 if row.verdict == "refused" else 3


def _worded(row: InboxRow) -> Listed:
    arrived = moment(row.arrived_at)
    sender = " · ".join(filter(None, (isolate(row.pseudonym), ltr(row.device))))
    amount = size(row.outer_size)
    what = " · ".join(filter(None, (kind_word(row.kind) if row.kind else "", amount)))
    verdict = verdict_word(row.verdict, row.decision)
    plain = strip_controls(f"{arrived} {sender} {what} {verdict} {row.bundle_id} {row.code}")
    key = f"{match_key(plain)} {squeezed_key(row.pseudonym)}"
    return Listed(row, arrived, sender, what, verdict, key)

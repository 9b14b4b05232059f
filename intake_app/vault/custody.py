"""The vault's custody log: what was done with the evidence, in a chain that shows edits.

Lines are added in the transaction of the deed they tell of: neither stands without the other.
Times are UTC, since a time zone tells where somebody was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.crypto import chain
from intake_app.crypto.chain import Entry, Head
from intake_app.errors import LogLineBroken
from intake_app.vault.connection import Database

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

JUMP_S = 2


class Custody:
    """Appends to and reads the log of one vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def append(self, event: str, ref: str = "", **x: str | int | bool) -> Head:
        """Add a line within the current transaction, or in one of its own; return the new head.

        A wall clock that went back by more than 2 s, or that moved otherwise than the time since
        boot did, is told of first by a line `clock.jump` (`by_s`, `same_boot`).

        Raises:
            NotCanonical: an unknown event, or a field that the log has no room for.
        """
        with self._vault.transaction():
            jump = self._jump()
            if jump is not None:
                self._add("clock.jump", "", {"by_s": jump[0], "same_boot": jump[1]})
            head = self._add(event, ref, x)
            self._vault.after_commit(self._vault.keep_anchor)
        return head

    def head(self) -> Head:
        """Return the number and hash of the newest line; 0 and 64 zeros for an empty log."""
        found = self._vault.db.row("SELECT seq, hash FROM custody ORDER BY seq DESC LIMIT 1")
        return chain.EMPTY if found is None else Head(*found)

    def lines(self, since_seq: int = 0) -> list[bytes]:
        """Return the lines after number `since_seq`, oldest first, each with its line feed."""
        sql = "SELECT line FROM custody WHERE seq > ? ORDER BY seq"
        return [line for (line,) in self._vault.db.rows(sql, since_seq)]

    def lines_between(self, first: int, last: int) -> list[bytes]:
        """Return the lines from number `first` to `last`, both included, oldest first."""
        sql = "SELECT line FROM custody WHERE seq BETWEEN ? AND ? ORDER BY seq"
        return [line for (line,) in self._vault.db.rows(sql, first, last)]

    def find(self, event: str, ref: str) -> int | None:
        """Return the number of the first line that tells of `event` about `ref`, or None."""
        sql = "SELECT line FROM custody WHERE instr(line, ?) ORDER BY seq"
        for (line,) in self._vault.db.rows(sql, f'"ref":"{ref}"'.encode()):
            entry = chain.parse(line)
            if (entry.event, entry.ref) == (event, ref):
                return entry.seq
        return None

    def find_saying(self, event: str, name: str, value: str) -> Entry | None:
        """Return the first line of `event` whose field `name` holds `value`, or None."""
        sql = "SELECT line FROM custody WHERE instr(line, ?) ORDER BY seq"
        for (line,) in self._vault.db.rows(sql, f'"{name}":"{value}"'.encode()):
            entry = chain.parse(line)
            if entry.event == event and entry.x.get(name) == value:
                return entry
        return None

    def entries(self, since_seq: int = 0) -> list[Entry]:
        """Return the same as records, for reading."""
        return [chain.parse(line) for line in self.lines(since_seq)]

    def entry(self, seq: int) -> Entry | None:
        """Return line `seq` as a record, None where the log has no such line."""
        found = self._vault.db.value("SELECT line FROM custody WHERE seq = ?", seq)
        return None if found is None else chain.parse(found)

    def hash_at(self, seq: int) -> str | None:
        """Return the hash of line `seq`, `GENESIS` for 0, None where the log has no such line."""
        if seq == 0:
            return chain.GENESIS
        found = self._vault.db.value("SELECT hash FROM custody WHERE seq = ?", seq)
        return None if found is None else str(found)

    def verify(self) -> Head:
        """Return the head after checking every line. Raises: as `verify_log`."""
        return verify_log(self._vault.db)

    def _add(self, event: str, ref: str, x: dict[str, str | int | bool]) -> Head:
        clock = self._vault.clock
        before = self.head()
        line = chain.next_entry(
            before.seq,
            before.hash,
            event=event,
            ref=ref,
            wall=rfc3339(clock.now()),
            mono_ms=clock.mono_ms(),
            boot=clock.boot_id(),
            x=x,
        ).line()
        head = Head(before.seq + 1, chain.hash_of(line))
        self._vault.db.run("INSERT INTO custody VALUES (?, ?, ?)", head.seq, line, head.hash)
        return head

    def _jump(self) -> tuple[int, bool] | None:
        newest = self._vault.db.value("SELECT line FROM custody ORDER BY seq DESC LIMIT 1")
        if newest is None:
            return None
        last = chain.parse(newest)
        clock = self._vault.clock
        moved = clock.now().replace(microsecond=0) - parse_rfc3339(last.wall)
        if last.boot != clock.boot_id():
            back = moved < timedelta(seconds=-JUMP_S)
            return (int(moved.total_seconds()), False) if back else None
        passed = timedelta(milliseconds=clock.mono_ms() - last.mono_ms)
        by_s = (moved - passed).total_seconds()
        return (round(by_s), True) if abs(by_s) > JUMP_S else None


def verify_log(db: Database) -> Head:
    """Return the head of the log in `db` after checking every line.

    Raises:
        LogLineBroken: `seq` is the first line that does not follow, or whose kept hash is not its
            own.
    """
    head = chain.EMPTY
    for seq, line, kept in db.rows("SELECT seq, line, hash FROM custody ORDER BY seq"):
        head = chain.check([line], seq=head.seq + 1, prev=head.hash)
        if (seq, kept) != (head.seq, head.hash):
            raise LogLineBroken(seq=head.seq)
    return head

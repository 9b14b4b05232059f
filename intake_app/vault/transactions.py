"""Deeds that happen together or not at all, and what may follow only when they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from intake_app.errors import VaultError
from intake_app.vault.connection import Database


class Transactions:
    """Nested transactions over one connection."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._depth = 0
        self._after: list[Callable[[], None]] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Make everything inside happen together or not at all.

        One inside another joins it: its own failure undoes its own part, and nothing lasts before
        the outermost is through.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo, VaultLocked: nothing of it happened.
        """
        depth, mark = self._depth, len(self._after)
        self._db.run(f"SAVEPOINT s{depth}" if depth else "BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            self._db.run(f"RELEASE s{depth}" if depth else "COMMIT")
        except BaseException:
            del self._after[mark:]
            self._undo(depth)
            raise
        finally:
            self._depth = depth
        if not depth:
            self._settle()

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` when the outermost transaction is through; at once where there is none."""
        if action not in self._after:
            self._after.append(action)
        if not self._depth:
            self._settle()

    def _undo(self, depth: int) -> None:
        # A full disk may have undone everything already; a closed vault has nothing to undo.
        if not self._db.is_open or not self._db.in_transaction:
            return
        if depth:
            self._db.run(f"ROLLBACK TO s{depth}")
            self._db.run(f"RELEASE s{depth}")
        else:
            self._db.run("ROLLBACK")

    def _settle(self) -> None:
        actions, self._after = self._after, []
        fault: VaultError | None = None
        for action in actions:
            try:
                action()
            except VaultError as error:
                fault = fault or error
        if fault is not None:
            raise fault

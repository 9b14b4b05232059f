"""One vault folder, opened: the keys, the database, transactions, and everything around them.

A `Vault` belongs to the thread that made it, as its connection does. `check` and `info` may run in
any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from intake_app.clock import Clock, rfc3339
from intake_app.crypto.kdf import KdfCost
from intake_app.errors import (
    PassphraseEmpty,
    VaultError,
    VaultLocked,
)
from intake_app.vault import (
    anchors,
    creating,
    header,
    integrity,
    layout,
    migrations,
    opening,
    sweeping,
    tries,
)
from intake_app.vault import info as seeing
from intake_app.vault.connection import Database, open_db
from intake_app.vault.custody import Custody
from intake_app.vault.faults import translated
from intake_app.vault.hardening import forget
from intake_app.vault.header import Header
from intake_app.vault.integrity import Integrity
from intake_app.vault.keys import KeyRing, new_master
from intake_app.vault.locking import FolderLock
from intake_app.vault.meta import CREATED_AT, ROLE, Meta
from intake_app.vault.transactions import Transactions


class Vault:
    """An open vault. Get one from `create` or `unlock`; end with `close`."""

    def __init__(
        self,
        folder: Path,
        head: Header,
        keys: KeyRing,
        db: Database,
        lock: FolderLock,
        clock: Clock,
    ) -> None:
        self.folder = folder
        self.vault_id = head.vault_id
        self.db = db
        self.clock = clock
        self.swept = sweeping.Swept()
        self.rolled_back = False
        self.header_was_damaged = False
        self._header = head
        self._keys = keys
        self._lock = lock
        self._transactions = Transactions(db)

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: bytearray,
        *,
        role: str,
        clock: Clock,
        cost: KdfCost,
        new_id: Callable[[], str],
    ) -> Vault:
        """Make a vault in a new or empty folder and return it open.

        The header is written last: a folder with a header holds a whole vault. The caller
        overwrites `passphrase`.

        Raises:
            VaultExists, FolderNotEmpty, PassphraseEmpty, KdfRefused; VaultDiskFull, VaultReadOnly,
            VaultIo, VaultInUse.
        """
        if not passphrase:
            raise PassphraseEmpty
        cost.check()
        with creating.prepared(folder) as lock:
            master = new_master()
            try:
                head, keys = opening.first_header(new_id(), passphrase, master, cost)
            finally:
                forget(master)
            db = open_db(folder / layout.DATABASE, keys.db, keys.db_salt, create=True)
            try:
                vault = cls(folder, head, keys, db, lock, clock)
                migrations.migrate(db)
                db.fix_schema()
                with vault.transaction():
                    Meta(vault).put(ROLE, role)
                    Meta(vault).put(CREATED_AT, rfc3339(clock.now()))
                    spent = {"m_kib": cost.m_kib, "t": cost.t, "p": cost.p}
                    Custody(vault).append("vault.create", head.vault_id, role=role, **spent)
                vault.checkpoint()
                creating.finish(folder, head, keys)
            except BaseException:
                db.close()
                raise
        return vault

    @classmethod
    def unlock(cls, folder: Path, passphrase: bytearray, *, clock: Clock) -> Vault:
        """Open a vault, bring it up to date, put its folder in order, and log it.

        Afterwards `swept` says what was put in order, `header_was_damaged` that the header's copy
        had to stand in, `rolled_back` that an older database was put back.

        Raises:
            VaultMissing, VaultInUse, VaultTooNew, KdfRefused, VaultHeaderDamaged, WrongPassphrase
            (`tries`), PassphraseEmpty, VaultDatabaseDamaged; VaultDiskFull, VaultReadOnly, VaultIo.
        """
        found = header.find(folder)
        lock = FolderLock(folder)
        try:
            found = header.find(folder)
            head, keys = opening.open_header(folder, found, passphrase)
            try:
                db = open_db(folder / layout.DATABASE, keys.db, keys.db_salt)
                try:
                    vault = cls(folder, head, keys, db, lock, clock)
                    vault.header_was_damaged = found.damaged
                    vault._begin()
                except BaseException:
                    db.close()
                    raise
            except BaseException:
                keys.forget()
                raise
        except BaseException:
            lock.release()
            raise
        return vault

    @staticmethod
    def info(folder: Path) -> seeing.VaultInfo:
        """Return what can be seen without the passphrase. Raises: as `info.info`."""
        return seeing.info(folder)

    @property
    def is_open(self) -> bool:
        """False once closed."""
        return self.db.is_open

    @property
    def role(self) -> str:
        """The role the vault was made for."""
        return Meta(self).get(ROLE) or ""

    @property
    def record_key(self) -> bytearray:
        """The key that wraps the keys of drafts; not to be kept, copied or changed.

        Raises:
            VaultLocked: the vault was closed.
        """
        if not self.is_open:
            raise VaultLocked
        return self._keys.records

    @property
    def waiting_key(self) -> bytearray:
        """The seed of the pair for words that wait in memory; not to be kept, copied or changed.

        Raises:
            VaultLocked: the vault was closed.
        """
        if not self.is_open:
            raise VaultLocked
        return self._keys.waiting

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything inside happen together or not at all; one inside another joins it.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo, VaultLocked: nothing of it happened.
        """
        return self._transactions.one()

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` when the outermost transaction is through; at once where there is none."""
        self._transactions.after_commit(action)

    def checkpoint(self) -> bool:
        """Move the journal into the database and empty it; False if a reader was in the way.

        To be called after a seal or a deletion: until then older pages stay in the journal.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo, VaultLocked.
        """
        busy = self.db.value("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy

    def keep_anchor(self) -> None:
        """Keep the log's head beside the database, to notice an older one in its place."""
        anchors.write_file(self.folder, self._keys.anchor, self.vault_id, Custody(self).head())

    def change_passphrase(self, old: bytearray, new: bytearray, cost: KdfCost) -> None:
        """Wrap the same master key under a new passphrase. The caller overwrites both.

        Whoever copied the header before can still use the old passphrase on that copy.

        Raises:
            WrongPassphrase, PassphraseEmpty, KdfRefused, VaultLocked; VaultDiskFull,
            VaultReadOnly, VaultIo: then the old or the new one opens the vault.
        """
        if not new:
            raise PassphraseEmpty
        cost.check()
        if not self.is_open:
            raise VaultLocked
        slot, master = opening.open_slot(self._header, old)
        try:
            fresh = header.make_slot(self.vault_id, slot.id, new, master, cost)
        finally:
            forget(master)
        slots = tuple(fresh if each.id == slot.id else each for each in self._header.slots)
        changed = replace(self._header, slots=slots).sealed(self._keys.header)
        header.write(self.folder, changed)
        self._header = changed
        Custody(self).append("vault.passphrase", m_kib=cost.m_kib, t=cost.t, p=cost.p)

    def check(self) -> Integrity:
        """Return what is wrong with the vault; any thread. Raises: as `integrity.check`."""
        if not self.is_open:
            raise VaultLocked
        return integrity.check(self.folder, self.vault_id, self._keys)

    def close(self) -> None:
        """Empty the journal, close the database, overwrite the keys, give up the lock.

        Never fails for a fault of the disk: what was committed is kept. Twice is harmless.
        """
        if self.db.is_open:
            with suppress(VaultError):
                self.checkpoint()
            with suppress(VaultError):
                self.db.close()
        self._keys.forget()
        self._lock.release()

    def _begin(self) -> None:
        before, after = migrations.migrate(self.db)
        self.db.fix_schema()
        with translated():
            (self.folder / layout.CREATING).unlink(missing_ok=True)
        if self.header_was_damaged:
            header.write(self.folder, self._header)
        self.swept = sweeping.sweep(self.db, self.folder)
        kept = anchors.read_file(self.folder, self._keys.anchor, self.vault_id)
        custody = Custody(self)
        self.rolled_back = kept is not None and custody.hash_at(kept.seq) != kept.hash
        failed = tries.count(self.folder)
        with self.transaction():
            if kept is not None and self.rolled_back:
                custody.append("vault.rollback", lost_seq=kept.seq, held_seq=custody.head().seq)
            if self.header_was_damaged:
                custody.append("integrity.fail", part="header")
            if before != after:
                custody.append("version", schema_from=before, schema_to=after)
            if failed:
                custody.append("vault.unlock_failed", count=failed)
            custody.append("vault.unlock")
        tries.clear(self.folder)

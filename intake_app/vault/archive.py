"""What a coordinator accepted: the bundle as it came, and what was read from it. Never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.crypto import chain
from intake_app.crypto.chain import Head
from intake_app.errors import StatementMissing
from intake_app.vault import layout
from intake_app.vault.files import FileStore
from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class ArchivedBundle:
    """An accepted bundle: who made it and when, its hashes, and its parts as bytes.

    `notes` are codes; `description`, `statement` and `tag_files` are the bytes that were verified.
    """

    bundle_id: str
    outer_name: str
    outer_sha256: str
    outer_size: int
    tagmanifest_sha256: str
    device: str
    interviewer: str
    kind: str
    statement_id: str
    sealed_at: str
    received_at: str
    trust_version: int
    notes: tuple[str, ...]
    description: bytes
    statement: bytes
    tag_files: bytes


@dataclass(frozen=True, slots=True)
class BundleSummary:
    """The same without its parts, for lists."""

    bundle_id: str
    outer_sha256: str
    outer_size: int
    device: str
    interviewer: str
    kind: str
    statement_id: str
    sealed_at: str
    received_at: str


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A payload file: `offset` is where its bytes start in the opened bundle."""

    bundle_id: str
    path: str
    name: str
    media_type: str
    role: str
    sha256: str
    size: int
    offset: int


_SUMMARIES = Table("bundles", BundleSummary)
_FILES = Table("bundle_files", BundleFile)
_COLUMNS = ", ".join(ArchivedBundle.__dataclass_fields__)


class Archive:
    """Accepted bundles, their files, and the logs of the devices that made them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._files = FileStore(vault, layout.ARCHIVE)
        self._quarantine = FileStore(vault, layout.QUARANTINE)

    def add(self, bundle: ArchivedBundle, files: Iterable[BundleFile]) -> None:
        """Keep a bundle; its file moves from the quarantine into the archive with the commit."""
        values = {name: getattr(bundle, name) for name in ArchivedBundle.__dataclass_fields__}
        values["notes"] = json.dumps(bundle.notes)
        marks = ", ".join("?" * len(values))
        with self._vault.transaction():
            self._vault.db.run(
                f"INSERT INTO bundles ({_COLUMNS}) VALUES ({marks})",  # noqa: S608
                *values.values(),
            )
            for file in files:
                _FILES.add(self._vault.db, file)
            self._files.promise(bundle.outer_name, source=self._quarantine)

    def find(self, bundle_id: str) -> ArchivedBundle | None:
        """Return one bundle, or None."""
        row = self._vault.db.row(
            f"SELECT {_COLUMNS} FROM bundles WHERE bundle_id = ?",  # noqa: S608
            bundle_id,
        )
        if row is None:
            return None
        values = dict(zip(ArchivedBundle.__dataclass_fields__, row, strict=True))
        return ArchivedBundle(**{**values, "notes": tuple(json.loads(values["notes"]))})

    def get(self, bundle_id: str) -> ArchivedBundle:
        """Return one bundle.

        Raises:
            StatementMissing: it is not in the archive.
        """
        found = self.find(bundle_id)
        if found is None:
            raise StatementMissing(bundle=bundle_id)
        return found

    def all(self) -> list[BundleSummary]:
        """Return all, the last received first."""
        return _SUMMARIES.find(self._vault.db, order="received_at DESC, rowid DESC")

    def of_statement(self, statement_id: str) -> list[BundleSummary]:
        """Return the bundles that say they hold this statement."""
        return _SUMMARIES.find(self._vault.db, statement_id=statement_id, order="sealed_at, rowid")

    def by_outer(self, outer_sha256: str) -> BundleSummary | None:
        """Return the bundle that came as a file of this hash, or None."""
        return _SUMMARIES.one(self._vault.db, outer_sha256=outer_sha256)

    def statements(self) -> list[tuple[str, bytes]]:
        """Return the id and the statement of every bundle."""
        return self._vault.db.rows("SELECT bundle_id, statement FROM bundles")

    def sizes(self) -> set[int]:
        """Return every outer size in bytes that is there: another size is another file."""
        return {size for (size,) in self._vault.db.rows("SELECT outer_size FROM bundles")}

    def tagmanifest(self, bundle_id: str) -> str | None:
        """Return the hash that tells a second delivery from a fork, or None for a new id."""
        sql = "SELECT tagmanifest_sha256 FROM bundles WHERE bundle_id = ?"
        found = self._vault.db.value(sql, bundle_id)
        return None if found is None else str(found)

    def files(self, bundle_id: str) -> list[BundleFile]:
        """Return the files of a bundle, in its own order."""
        return _FILES.find(self._vault.db, bundle_id=bundle_id, order='"offset", path')

    def file(self, bundle_id: str, path: str) -> BundleFile | None:
        """Return one file of a bundle, or None."""
        return _FILES.one(self._vault.db, bundle_id=bundle_id, path=path)


class DeviceLogs:
    """The custody lines of devices, as accepted bundles brought them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, device: str, lines: Iterable[bytes]) -> None:
        """Keep lines that were checked; those already held are passed over."""
        with self._vault.transaction():
            for line in lines:
                seq = chain.parse(line).seq
                self._vault.db.run(
                    "INSERT INTO device_log VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    device,
                    seq,
                    line,
                    chain.hash_of(line),
                )

    def head(self, device: str) -> Head:
        """Return the newest line held of a device; 0 and 64 zeros where none is."""
        found = self._vault.db.row(
            "SELECT seq, hash FROM device_log WHERE device = ? ORDER BY seq DESC LIMIT 1", device
        )
        return chain.EMPTY if found is None else Head(*found)

    def hash_at(self, device: str, seq: int) -> str | None:
        """Return the hash of one held line, or None."""
        found = self._vault.db.value(
            "SELECT hash FROM device_log WHERE device = ? AND seq = ?", device, seq
        )
        return None if found is None else str(found)

    def holds_all(self, device: str, first: int, last: int) -> bool:
        """Return whether every line from number `first` to `last` is held."""
        sql = "SELECT count(*) FROM device_log WHERE device = ? AND seq BETWEEN ? AND ?"
        return bool(self._vault.db.value(sql, device, first, last) == last - first + 1)

    def lines(self, device: str, since_seq: int = 0) -> list[bytes]:
        """Return the held lines of a device after number `since_seq`."""
        sql = "SELECT line FROM device_log WHERE device = ? AND seq > ? ORDER BY seq"
        return [line for (line,) in self._vault.db.rows(sql, device, since_seq)]

    def devices(self) -> list[str]:
        """Return every device that lines are held of."""
        sql = "SELECT DISTINCT device FROM device_log ORDER BY device"
        return [device for (device,) in self._vault.db.rows(sql)]

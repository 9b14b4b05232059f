"""Putting the folder in order after a crash: files follow the rows, never the other way.

Removed: media and parts of recordings without a row (nobody could open them), half-written files,
files whose deletion was committed. Finished: renames that a committed row promised. Reported and
left alone: sealed, archived or quarantined files without a row, which no crash leaves behind, and
rows without a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from intake_app.vault import layout
from intake_app.vault.connection import Database
from intake_app.vault.faults import translated
from intake_app.vault.files import settle_file
from intake_app.vault.recordings import waiting_parts


@dataclass(slots=True)
class Swept:
    """What was done: names as `folder/name`."""

    removed: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Expected:
    """A file that a row says is there, and where a crash may have left it."""

    folder: str
    name: str
    size: int
    sha256: str = ""  # of the file as it lies there, where the row knows it
    origins: tuple[str, ...] = ()

    def path(self, root: Path) -> Path:
        """Return where the file belongs."""
        return root / self.folder / self.name

    def candidates(self, root: Path) -> list[Path]:
        """Return where else it may lie."""
        parts = [root / each / (self.name + layout.PART) for each in (self.folder, *self.origins)]
        return [*parts, *(root / each / self.name for each in self.origins)]


def expected_files(db: Database) -> list[Expected]:
    """Return every file that the rows speak of."""
    media = db.rows("SELECT media_id, stored_bytes FROM media")
    outbox = db.rows(
        "SELECT outer_name, outer_size, outer_sha256 FROM sealed WHERE state <> 'deleted'"
    )
    archive = db.rows("SELECT outer_name, outer_size, outer_sha256 FROM bundles")
    quarantine = db.rows(
        "SELECT quarantine_name, outer_size, outer_sha256 FROM inbox WHERE quarantine_name <> ''"
        " AND file_gone = 0 AND quarantine_name NOT IN (SELECT outer_name FROM bundles)"
    )
    return [
        *(Expected(layout.MEDIA, *row) for row in media),
        *(Expected(layout.OUTBOX, *row) for row in outbox),
        *(
            Expected(layout.ARCHIVE, name, size, sha256, (layout.QUARANTINE,))
            for name, size, sha256 in archive
        ),
        *(Expected(layout.QUARANTINE, *row) for row in quarantine),
    ]


def sweep(db: Database, root: Path) -> Swept:
    """Bring files in line with rows; only while nothing else writes into the folder.

    Raises:
        VaultReadOnly, VaultIo, VaultDiskFull: as their names say; nothing promised is lost.
    """
    swept = Swept()
    expected = expected_files(db)
    with translated():
        for each in expected:
            _settle(root, each, swept)
        wanted = {each.path(root) for each in expected}
        wanted |= {path for each in expected for path in each.candidates(root) if _lost(root, each)}
        wanted |= waiting_parts(db, root)
        gone = _gone(db, root) - wanted
        for folder in layout.FOLDERS:
            layout.make_folder(root / folder)
            _clear(sorted((root / folder).iterdir()), wanted, gone, swept)
        for fresh in root.glob(f"*{layout.NEW}"):
            fresh.unlink()
    return swept


def _settle(root: Path, each: Expected, swept: Swept) -> None:
    final = each.path(root)
    if final.exists():
        return
    found = settle_file(final, each.candidates(root), each.size)
    (swept.finished if found else swept.missing).append(f"{each.folder}/{each.name}")


def _lost(root: Path, each: Expected) -> bool:
    # Where the promised file is missing, whatever might be a part of it is left for people.
    return not each.path(root).exists()


def _gone(db: Database, root: Path) -> set[Path]:
    deleted = db.rows("SELECT outer_name FROM sealed WHERE state = 'deleted'")
    dropped = db.rows("SELECT quarantine_name FROM inbox WHERE file_gone = 1")
    return {root / layout.OUTBOX / name for (name,) in deleted} | {
        root / layout.QUARANTINE / name for (name,) in dropped if name
    }


def _clear(paths: Iterable[Path], wanted: set[Path], gone: set[Path], swept: Swept) -> None:
    for path in paths:
        if path in wanted:
            continue
        short = f"{path.parent.name}/{path.name}"
        if path in gone or path.suffix == layout.PART or path.parent.name == layout.MEDIA:
            path.unlink()
            swept.removed.append(short)
        else:
            swept.unknown.append(short)

"""Recordings that are not yet files of a draft: their rows, and their parts in `media/`.

A part is `<recording id>.<number>`, a file of sealed pieces (`pieces`). It can be written without
the database, so that a locked vault, a busy one or a full journal never costs sound. The key is
only in the row: parts without a row cannot be opened by anybody, and unlocking removes them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intake_app.errors import MediaDamaged
from intake_app.vault import layout
from intake_app.vault.faults import translated
from intake_app.vault.pieces import KEY_BYTES, PieceWriter, read_pieces
from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.connection import Database
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True, repr=False)
class Recording:
    """A recording of draft `owner` at `rate` samples a second; the first `kept_parts` are done."""

    recording_id: str
    owner: str
    key: bytes
    rate: int
    started_at: str
    kept_parts: int = 0

    def __repr__(self) -> str:
        return f"Recording({self.recording_id})"


_RECORDINGS = Table("recordings", Recording)


class Recordings:
    """The unfinished recordings of one vault.

    `writer`, `pieces` and `parts` touch no database and may be used in any thread.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._folder = vault.folder / layout.MEDIA

    def add(self, recording_id: str, owner: str, rate: int, started_at: str) -> Recording:
        """Make room for a new recording, under a key of its own."""
        made = Recording(recording_id, owner, os.urandom(KEY_BYTES), rate, started_at)
        _RECORDINGS.add(self._vault.db, made)
        return made

    def get(self, recording_id: str) -> Recording:
        """Return an unfinished recording.

        Raises:
            MediaDamaged: there is none of this id.
        """
        found = _RECORDINGS.one(self._vault.db, recording_id=recording_id)
        if found is None:
            raise MediaDamaged(media=recording_id)
        return found

    def of(self, owner: str) -> list[Recording]:
        """Return the unfinished recordings of a draft, the oldest first."""
        return _RECORDINGS.find(self._vault.db, owner=owner, order="started_at, recording_id")

    def all(self) -> list[Recording]:
        """Return every unfinished recording, the oldest first."""
        return _RECORDINGS.find(self._vault.db, order="started_at, recording_id")

    def writer(self, recording: Recording, part: int) -> PieceWriter:
        """Begin part number `part`. Raises: as `PieceWriter`."""
        return PieceWriter(self._path(recording.recording_id, part), recording.key)

    def pieces(self, recording: Recording, part: int) -> Iterator[bytes]:
        """Yield what was put into a part. Raises: as `read_pieces`."""
        return read_pieces(self._path(recording.recording_id, part), recording.key)

    def parts(self, recording: Recording) -> list[int]:
        """Return the numbers of the parts that lie there and are not done yet."""
        with translated():
            found = self._folder.glob(f"{recording.recording_id}.*")
            numbers = sorted(int(path.suffix[1:]) for path in found if path.suffix[1:].isdigit())
        return [each for each in numbers if each > recording.kept_parts]

    def part_done(self, recording_id: str, part: int) -> None:
        """Note that a part became a file of the draft; its pieces go after the transaction."""
        sql = "UPDATE recordings SET kept_parts = ? WHERE recording_id = ?"
        self._vault.db.run(sql, part, recording_id)
        self._remove_later([self._path(recording_id, part)])

    def delete(self, recording_id: str) -> None:
        """Drop the row with its key; what is left of the parts goes after the transaction."""
        self._vault.db.run("DELETE FROM recordings WHERE recording_id = ?", recording_id)
        self._remove_later(sorted(self._folder.glob(f"{recording_id}.*")))

    def delete_all_of(self, owner: str) -> None:
        """Drop every unfinished recording of a draft, likewise."""
        for each in self.of(owner):
            self.delete(each.recording_id)

    def _remove_later(self, paths: list[Path]) -> None:
        def remove() -> None:
            with translated():
                for path in paths:
                    path.unlink(missing_ok=True)

        self._vault.after_commit(remove)

    def _path(self, recording_id: str, part: int) -> Path:
        if not layout.HEX32.fullmatch(recording_id):
            raise MediaDamaged(media="")
        return self._folder / f"{recording_id}.{part:04}"


def waiting_parts(db: Database, root: Path) -> set[Path]:
    """Return the parts that rows still speak of: the sweep leaves them alone."""
    rows = db.rows("SELECT recording_id, kept_parts FROM recordings")
    return {
        path
        for recording_id, kept in rows
        for path in (root / layout.MEDIA).glob(f"{recording_id}.*")
        if path.suffix[1:].isdigit() and int(path.suffix[1:]) > kept
    }

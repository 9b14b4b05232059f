"""Noticing that an older copy of the vault was put back.

The cipher cannot see it: an old file with its old key is in order. What sees it is a newer head of
the custody log kept elsewhere: in a small file beside the database (which also notices a journal
that was cut off), in what coordinators confirm, and on paper.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intake_app.clock import rfc3339
from intake_app.crypto import aead, canonical
from intake_app.crypto.chain import Head
from intake_app.errors import BundleRefused
from intake_app.vault import layout
from intake_app.vault.custody import Custody
from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

_MAX_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head of this vault's log that `source` (a receipt's hash, a coordinator) has seen."""

    source: str
    seq: int
    head: str
    noted_at: str


_ANCHORS = Table("anchors", Anchor)


class Anchors:
    """Heads that others confirmed."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def note(self, source: str, seq: int, head: str) -> None:
        """Remember a confirmed head; the same one twice is one."""
        self._vault.db.run(
            "INSERT INTO anchors VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            source,
            seq,
            head,
            rfc3339(self._vault.clock.now()),
        )

    def newest(self) -> Anchor | None:
        """Return the anchor with the highest number, or None."""
        found = _ANCHORS.find(self._vault.db, order="seq DESC LIMIT 1")
        return found[0] if found else None

    def newest_of(self, source: str) -> Anchor | None:
        """Return the anchor with the highest number that `source` confirmed, or None."""
        found = _ANCHORS.find(self._vault.db, source=source, order="seq DESC LIMIT 1")
        return found[0] if found else None

    def missing(self) -> list[Anchor]:
        """Return confirmed heads that are not in the log: this vault is older than what it sent."""
        custody = Custody(self._vault)
        every = _ANCHORS.find(self._vault.db, order="seq")
        return [each for each in every if custody.hash_at(each.seq) != each.head]


def write_file(folder: Path, key: bytearray, vault_id: str, head: Head) -> None:
    """Keep `head` beside the database; best effort, since the deed itself is already kept."""
    sealed = aead.seal_record(
        key, canonical.encode({"seq": head.seq, "hash": head.hash}), vault_id.encode()
    )
    with suppress(OSError):
        layout.write_whole(folder / layout.ANCHOR, sealed, last=False)


def read_file(folder: Path, key: bytearray, vault_id: str) -> Head | None:
    """Return the head kept beside the database, or None where it is missing or unreadable."""
    try:
        sealed = layout.read_small(folder / layout.ANCHOR, _MAX_BYTES)
        if sealed is None:
            return None
        opened = bytes(aead.open_record(key, sealed, vault_id.encode()))
        value = canonical.decode(opened, max_bytes=_MAX_BYTES)
    except (OSError, aead.NotAuthentic, BundleRefused):
        return None
    match value:
        case {"seq": int() as seq, "hash": str() as found}:
            return Head(seq, found)
        case _:
            return None

"""Recordings and exhibits of drafts: age files in `media/`, each for a one-time identity.

The identity's secret is only in the database row: a file without its row cannot be opened by
anybody, and the unlocking sweep removes it. Plain bytes are never on the disk.

A writer and a reader that is given a `Media` touch no database and may be used in any thread;
everything that takes an id belongs to the vault's thread.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intake_app.crypto.age import Encryptor, RandomAccess, iter_decrypt
from intake_app.crypto.digests import Bytes
from intake_app.crypto.recipients import X25519, X25519Identity
from intake_app.errors import BundleRefused, KeyMalformed, MediaDamaged, VaultLocked
from intake_app.vault import layout
from intake_app.vault.faults import translated
from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

_ALLOW = frozenset({X25519})


@dataclass(frozen=True, slots=True, repr=False)
class Media:
    """A finished file: `sha256` and `size` of its plain bytes, and the secret that opens it."""

    media_id: str
    sha256: str
    size: int
    stored_bytes: int
    identity: str

    def __repr__(self) -> str:
        return f"Media({self.media_id}, {self.size})"


@dataclass(frozen=True, slots=True, repr=False)
class _MediaRow:
    media_id: str
    owner: str
    sha256: str
    size: int
    stored_bytes: int
    identity: str


_MEDIA = Table("media", _MediaRow)


class MediaWriter:
    """Takes plain bytes, keeps them sealed. End with `finish` or `abort`."""

    def __init__(self, vault: Vault) -> None:
        """Begin a file.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo.
        """
        self.media_id = os.urandom(16).hex()
        self._final = vault.folder / layout.MEDIA / self.media_id
        self._part = self._final.with_name(self.media_id + layout.PART)
        self._identity = X25519Identity.generate()
        self._hash = hashlib.sha256()
        self._size = 0
        with translated():
            self._file = layout.NewFile(self._part)
            try:
                self._encryptor = Encryptor(self._file, [self._identity.recipient])
            except BaseException:
                self.abort()
                raise

    @property
    def size(self) -> int:
        """How many plain bytes were taken so far."""
        return self._size

    def write(self, data: Bytes) -> int:
        """Take more; at most 64 KiB of it waits in memory.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo: call `abort`.
        """
        with translated():
            self._encryptor.write(data)
        self._hash.update(data)
        self._size += memoryview(data).nbytes
        return memoryview(data).nbytes

    def finish(self) -> Media:
        """Make the file last and return what `MediaStore.add_row` wants.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo: call `abort`.
        """
        with translated():
            self._encryptor.close()
            stored_bytes = self._file.keep()
            self._part.replace(self._final)
            layout.sync_folder(self._final.parent)
        digest, secret = self._hash.hexdigest(), self._identity.to_text()
        return Media(self.media_id, digest, self._size, stored_bytes, secret)

    def abort(self) -> None:
        """Leave nothing behind."""
        with translated():
            self._file.discard()


class MediaStore:
    """The media of one vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def writer(self) -> MediaWriter:
        """Begin a new file. Raises: as `MediaWriter`."""
        return MediaWriter(self._vault)

    def add_row(self, media: Media, owner: str) -> None:
        """Make a finished file part of draft `owner`, in the current transaction."""
        row = _MediaRow(
            media.media_id, owner, media.sha256, media.size, media.stored_bytes, media.identity
        )
        _MEDIA.add(self._vault.db, row)

    def get(self, media_id: str) -> Media:
        """Return the row of a file.

        Raises:
            MediaDamaged: there is none.
        """
        row = _MEDIA.one(self._vault.db, media_id=media_id)
        if row is None:
            raise MediaDamaged(media=media_id)
        return _media(row)

    def of(self, owner: str) -> list[Media]:
        """Return the files of a draft."""
        return [_media(row) for row in _MEDIA.find(self._vault.db, owner=owner, order="media_id")]

    def open(self, media: str | Media) -> Iterator[bytes]:
        """Yield the plain bytes; whole, and what was put in, only if the end is reached.

        Raises:
            MediaDamaged: missing, cut off, changed. VaultIo: the disk failed.
        """
        known = self._known(media)
        digest = hashlib.sha256()
        size = 0
        for chunk in self.pieces(known):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        if (digest.hexdigest(), size) != (known.sha256, known.size):
            raise MediaDamaged(media=known.media_id)

    def pieces(self, media: Media) -> Iterator[bytes]:
        """Yield the same for a caller who compares size and hash. Raises: as `open`."""
        with _reading(media), self._path(media).open("rb") as file:
            yield from iter_decrypt(file, [X25519Identity.from_text(media.identity)], _ALLOW)

    def read_at(self, media: str | Media, offset: int, length: int) -> bytes:
        """Return up to `length` plain bytes from `offset`, each touched part authenticated.

        Raises:
            MediaDamaged, VaultIo: as `open`.
        """
        known = self._known(media)
        with _reading(known), self._path(known).open("rb") as file:
            identity = X25519Identity.from_text(known.identity)
            return RandomAccess(file, [identity], _ALLOW).read_at(offset, length)

    def delete(self, media_id: str) -> None:
        """Drop the row with its secret; the file goes when the transaction is through."""
        self._vault.db.run("DELETE FROM media WHERE media_id = ?", media_id)
        self._remove_later(media_id)

    def delete_all_of(self, owner: str) -> None:
        """Drop every file of a draft, likewise."""
        for media in self.of(owner):
            self.delete(media.media_id)

    def _remove_later(self, media_id: str) -> None:
        path = self._vault.folder / layout.MEDIA / media_id

        def remove() -> None:
            with translated():
                path.unlink(missing_ok=True)

        self._vault.after_commit(remove)

    def _known(self, media: str | Media) -> Media:
        return self.get(media) if isinstance(media, str) else media

    def _path(self, media: Media) -> Path:
        if not layout.HEX32.fullmatch(media.media_id):
            raise MediaDamaged(media="")
        if not self._vault.is_open:
            raise VaultLocked
        return self._vault.folder / layout.MEDIA / media.media_id


def _media(row: _MediaRow) -> Media:
    return Media(row.media_id, row.sha256, row.size, row.stored_bytes, row.identity)


@contextmanager
def _reading(media: Media) -> Iterator[None]:
    try:
        with translated():
            try:
                yield
            except FileNotFoundError as error:
                raise MediaDamaged(media=media.media_id) from error
    except (BundleRefused, KeyMalformed) as error:
        raise MediaDamaged(media=media.media_id) from error

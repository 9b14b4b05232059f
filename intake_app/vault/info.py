"""What anybody who holds the folder can see of a vault without its passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake_app.crypto.kdf import KdfCost
from intake_app.vault import header, layout, tries
from intake_app.vault.faults import translated
from intake_app.vault.locking import is_in_use


@dataclass(frozen=True, slots=True)
class SlotInfo:
    """One way in: its kind and what a guess at it costs."""

    id: int
    kind: str
    cost: KdfCost


@dataclass(frozen=True, slots=True)
class FolderInfo:
    """How many files a sub-folder holds, and their bytes together."""

    name: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """The header's open part and the sizes; role and contents are not among them."""

    format: str
    vault_id: str
    slots: tuple[SlotInfo, ...]
    header_damaged: bool
    in_use: bool
    failed_tries: int
    database_bytes: int
    folders: tuple[FolderInfo, ...]


def info(folder: Path) -> VaultInfo:
    """Return what can be seen of the vault in `folder`.

    Raises:
        VaultMissing, VaultTooNew, VaultHeaderDamaged, KdfRefused, VaultIo.
    """
    found = header.find(folder)
    first = found.headers[0]
    with translated():
        return VaultInfo(
            format=header.FORMAT,
            vault_id=first.vault_id,
            slots=tuple(SlotInfo(each.id, header.PASSPHRASE, each.cost) for each in first.slots),
            header_damaged=found.damaged,
            in_use=is_in_use(folder),
            failed_tries=tries.count(folder),
            database_bytes=_size(folder / layout.DATABASE)
            + _size(folder / f"{layout.DATABASE}-wal"),
            folders=tuple(_folder(folder / name) for name in layout.FOLDERS),
        )


def _folder(path: Path) -> FolderInfo:
    sizes = [each.stat().st_size for each in path.iterdir()] if path.is_dir() else []
    return FolderInfo(path.name, len(sizes), sum(sizes))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0

"""A change of the root keys as people see it: each key by its name, and who still has to sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intake_app.bundle.root_change import RootChange
from intake_app.bundle.trust import TrustList
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import VerifyKey

Standing = Literal["stays", "new", "goes"]


@dataclass(frozen=True)
class RootRow:
    """One root key: its name, what becomes of it, whether it signed, whether this vault has it."""

    name: str
    standing: Standing
    signed: bool = False
    here: bool = False


@dataclass(frozen=True)
class Change:
    """A change of the root keys: what will count, who signed, how many are missing.

    `digits` are those of the new root set. `overtaken`: the trust list has moved on meanwhile, so
    that this change can no longer be published.
    """

    organisation: str
    version: int
    digits: str
    threshold: int
    threshold_before: int
    rows: tuple[RootRow, ...]
    old_missing: int
    new_missing: int
    complete: bool
    overtaken: bool


def name_of(key: VerifyKey) -> str:
    """Return what a root key is called: `root-` and the start of its hash, as members are."""
    return f"root-{sha256_hex(key.blob)[:8]}"


def of(change: RootChange, held: TrustList | None, ours: VerifyKey | None) -> Change:
    """Return what is told of a change where `held` is in force and `ours` is in the vault."""
    old, new = change.before.roots, change.after.roots

    def row(key: VerifyKey, standing: Standing) -> RootRow:
        return RootRow(name_of(key), standing, key in change.signed, key == ours)

    rows = (
        *(row(key, "stays" if key in set(old.keys) else "new") for key in new.keys),
        *(row(key, "goes") for key in change.after.retired),
    )
    return Change(
        organisation=change.after.org,
        version=change.after.version,
        digits=new.digits,
        threshold=new.threshold,
        threshold_before=old.threshold,
        rows=rows,
        old_missing=change.old_missing,
        new_missing=change.new_missing,
        complete=change.is_complete,
        overtaken=held is not None and held.sha256 != change.before.sha256,
    )

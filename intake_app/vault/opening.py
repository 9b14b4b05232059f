"""From a passphrase to the keys, by way of the header or its copy."""

from __future__ import annotations

from pathlib import Path

from intake_app.crypto.kdf import KdfCost
from intake_app.errors import PassphraseEmpty, VaultHeaderDamaged, WrongPassphrase
from intake_app.vault import header, layout, tries
from intake_app.vault.hardening import forget
from intake_app.vault.header import Header, Slot
from intake_app.vault.keys import KeyRing


def first_header(
    vault_id: str, passphrase: bytearray, master: bytearray, cost: KdfCost
) -> tuple[Header, KeyRing]:
    """Return a new vault's header and its keys."""
    if not layout.HEX32.fullmatch(vault_id):
        raise ValueError(vault_id)
    keys = KeyRing(master, vault_id)
    slot = header.make_slot(vault_id, 1, passphrase, master, cost)
    return Header(vault_id, (slot,)).sealed(keys.header), keys


def open_header(folder: Path, found: header.Found, passphrase: bytearray) -> tuple[Header, KeyRing]:
    """Return the header that the passphrase opens and that nobody changed, and the keys.

    Raises:
        PassphraseEmpty. WrongPassphrase: `tries` so far, this one counted. KdfRefused: the machine
            has not the memory. VaultHeaderDamaged: a slot opens, but the header was changed.
    """
    if not passphrase:
        raise PassphraseEmpty
    opened = False
    # The copy is tried only where it differs: a wrong passphrase costs one derivation.
    for head in dict.fromkeys(found.headers):
        try:
            _, master = open_slot(head, passphrase)
        except WrongPassphrase:
            continue
        opened = True
        keys = KeyRing(master, head.vault_id)
        forget(master)
        if head.is_whole(keys.header):
            return head, keys
        keys.forget()
    if opened:
        raise VaultHeaderDamaged(why="mac")
    raise WrongPassphrase(tries=tries.add(folder))


def open_slot(head: Header, passphrase: bytearray) -> tuple[Slot, bytearray]:
    """Return the slot that the passphrase opens, and the master key for the caller to overwrite.

    Raises:
        WrongPassphrase, KdfRefused.
    """
    for slot in head.slots:
        try:
            return slot, slot.unwrap(head.vault_id, passphrase)
        except WrongPassphrase:
            continue
    raise WrongPassphrase

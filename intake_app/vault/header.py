"""`vault.hdr`: what must be known before the passphrase, and nothing else.

Canonical JSON of at most 16 KiB: `format`, `vault_id`, `slots`, `mac`. A slot holds the vault's
master key, wrapped under a key derived from a passphrase (Argon2id, AES-256-GCM; the slot's other
fields and the vault's id are its additional data). The MAC over all of it, keyed from the master
key, shows a slot that was taken away or added. A second copy stands in when the first is damaged.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from intake_app.crypto import aead, canonical, digests
from intake_app.crypto.kdf import SALT_BYTES, KdfCost, argon2id
from intake_app.errors import (
    BundleRefused,
    KdfRefused,
    VaultHeaderDamaged,
    VaultMissing,
    VaultTooNew,
    WrongPassphrase,
)
from intake_app.vault import layout
from intake_app.vault.faults import translated
from intake_app.vault.hardening import forget

FORMAT = "testimony-vault/1"
MAX_BYTES = 16 * 1024
MAX_SLOTS = 8
PASSPHRASE = "passphrase"  # noqa: S105
_ARGON2_VERSION = 19

_FORMAT = re.compile(r"testimony-vault/[1-9][0-9]{0,3}")
_KDF_KEYS = {"alg", "v", "m_kib", "t", "p", "salt"}
_SLOT_KEYS = {"id", "kind", "kdf", "nonce", "wrapped"}
_KEYS = {"format", "vault_id", "slots", "mac"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the master key: a passphrase, what a guess at it costs, and the wrapped key."""

    id: int
    cost: KdfCost
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def fields(self) -> dict[str, object]:
        """Return the slot as it stands in the header."""
        kdf = {
            "alg": "argon2id",
            "v": _ARGON2_VERSION,
            "m_kib": self.cost.m_kib,
            "t": self.cost.t,
            "p": self.cost.p,
            "salt": self.salt.hex(),
        }
        return {
            "id": self.id,
            "kind": PASSPHRASE,
            "kdf": kdf,
            "nonce": self.nonce.hex(),
            "wrapped": self.wrapped.hex(),
        }

    def unwrap(self, vault_id: str, passphrase: bytearray) -> bytearray:
        """Return the master key.

        Raises:
            WrongPassphrase: or the wrapped key was changed; nobody can tell which.
            KdfRefused: the machine has not the memory for this cost.
        """
        key = argon2id(passphrase, self.salt, self.cost)
        try:
            return aead.unwrap(key, self.nonce, self.wrapped, _additional(self, vault_id))
        except aead.NotAuthentic as error:
            raise WrongPassphrase from error
        finally:
            forget(key)


@dataclass(frozen=True, slots=True)
class Header:
    """The header's content; `mac` is empty until `sealed`."""

    vault_id: str
    slots: tuple[Slot, ...]
    mac: bytes = b""

    def sealed(self, mac_key: bytearray) -> Header:
        """Return this header with its MAC."""
        return replace(self, mac=digests.hmac_sha256(mac_key, self._body()))

    def is_whole(self, mac_key: bytearray) -> bool:
        """Return whether nobody changed this header who does not know the master key."""
        return digests.same(self.mac, digests.hmac_sha256(mac_key, self._body()))

    def to_bytes(self) -> bytes:
        """Return the header as written to disk."""
        return canonical.encode({**self._fields(), "mac": self.mac.hex()})

    def _body(self) -> bytes:
        return canonical.encode(self._fields())

    def _fields(self) -> dict[str, object]:
        slots = [slot.fields() for slot in self.slots]
        return {"format": FORMAT, "vault_id": self.vault_id, "slots": slots}


@dataclass(frozen=True, slots=True)
class Found:
    """The readable headers of a folder, the main one first; `damaged` where not both are good."""

    headers: tuple[Header, ...]
    damaged: bool


def make_slot(
    vault_id: str, number: int, passphrase: bytearray, master: bytearray, cost: KdfCost
) -> Slot:
    """Return a slot with fresh salt and nonce that gives `master` for `passphrase`.

    Raises:
        KdfRefused: the cost is out of bounds.
    """
    salt = os.urandom(SALT_BYTES)
    key = argon2id(passphrase, salt, cost)
    bare = Slot(number, cost, salt, os.urandom(aead.NONCE_BYTES), b"")
    try:
        wrapped = aead.wrap(key, bare.nonce, master, _additional(bare, vault_id))
    finally:
        forget(key)
    return replace(bare, wrapped=wrapped)


def read(data: bytes) -> Header:
    """Return the header that `data` spells, its MAC unchecked.

    Raises:
        VaultTooNew: a later format. KdfRefused: a cost out of bounds; no key was derived.
        VaultHeaderDamaged: anything else that is not exactly the form.
    """
    try:
        value = canonical.decode(data, max_bytes=MAX_BYTES)
    except BundleRefused as error:
        raise VaultHeaderDamaged(why=error.code.lower()) from None
    if not isinstance(value, dict):
        raise VaultHeaderDamaged(why="form")
    form = value.get("format")
    if isinstance(form, str) and form != FORMAT and _FORMAT.fullmatch(form):
        raise VaultTooNew(format=form)
    slots = value.get("slots")
    if value.keys() != _KEYS or form != FORMAT or not isinstance(slots, list):
        raise VaultHeaderDamaged(why="form")
    if not 1 <= len(slots) <= MAX_SLOTS:
        raise VaultHeaderDamaged(why="slots")
    vault_id = _hex(value, "vault_id", 16).hex()
    found = tuple(_read_slot(slot) for slot in slots)
    if len({slot.id for slot in found}) != len(found):
        raise VaultHeaderDamaged(why="slots")
    return Header(vault_id, found, _hex(value, "mac", 32))


def find(folder: Path) -> Found:
    """Return the headers in `folder` that can be read.

    Raises:
        VaultMissing: there is none. VaultTooNew, KdfRefused, VaultHeaderDamaged: neither the
            header nor its copy can be used; what is wrong with the first of them is said.
    """
    headers: list[Header] = []
    faults: list[VaultHeaderDamaged | KdfRefused] = []
    missing = 0
    for name in (layout.HEADER, layout.HEADER_COPY):
        with translated():
            data = layout.read_small(folder / name, MAX_BYTES)
        if data is None:
            missing += 1
            continue
        try:
            headers.append(read(data))
        except (VaultHeaderDamaged, KdfRefused) as error:
            faults.append(error)
    if headers:
        different = len(headers) > 1 and headers[0] != headers[1]
        return Found(tuple(headers), damaged=bool(faults or missing or different))
    raise faults[0] if faults else VaultMissing


def write(folder: Path, header: Header) -> None:
    """Write the header, then its copy, each whole or not at all.

    Raises:
        VaultDiskFull, VaultReadOnly, VaultIo: at least one good header is still there.
    """
    data = header.to_bytes()
    if len(data) > MAX_BYTES:
        raise VaultHeaderDamaged(why="size")
    with translated():
        layout.write_whole(folder / layout.HEADER, data)
        layout.write_whole(folder / layout.HEADER_COPY, data)


def _additional(slot: Slot, vault_id: str) -> bytes:
    fields = slot.fields()
    del fields["wrapped"]
    return canonical.encode({**fields, "vault_id": vault_id})


def _read_slot(value: object) -> Slot:
    if not isinstance(value, dict) or value.keys() != _SLOT_KEYS or value["kind"] != PASSPHRASE:
        raise VaultHeaderDamaged(why="slot")
    kdf = value["kdf"]
    if not isinstance(kdf, dict) or kdf.keys() != _KDF_KEYS or kdf["alg"] != "argon2id":
        raise VaultHeaderDamaged(why="kdf")
    if kdf["v"] != _ARGON2_VERSION:
        raise VaultHeaderDamaged(why="kdf")
    cost = KdfCost(_whole(kdf, "m_kib"), _whole(kdf, "t"), _whole(kdf, "p"))
    cost.check()
    wrapped = _hex(value, "wrapped", 32 + aead.TAG_BYTES)
    nonce = _hex(value, "nonce", aead.NONCE_BYTES)
    return Slot(_whole(value, "id"), cost, _hex(kdf, "salt", SALT_BYTES), nonce, wrapped)


def _whole(value: Mapping[str, object], key: str) -> int:
    number = value[key]
    if type(number) is not int or number < 0:
        raise VaultHeaderDamaged(why=key)
    return number


def _hex(value: Mapping[str, object], key: str, size: int) -> bytes:
    text = value[key]
    if not isinstance(text, str) or not re.fullmatch(rf"[0-9a-f]{{{2 * size}}}", text):
        raise VaultHeaderDamaged(why=key)
    return bytes.fromhex(text)

"""What this vault knows already, as the verifier asks for it: trust, archive and device logs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from intake_app import errors
from intake_app.bundle import description as descriptions
from intake_app.bundle.trust import TrustList
from intake_app.clock import parse_rfc3339
from intake_app.crypto import chain
from intake_app.crypto.chain import Head
from intake_app.crypto.keys import SigningKey
from intake_app.crypto.recipients import HybridIdentity
from intake_app.services import device_keys, trusting
from intake_app.vault.archive import Archive, DeviceLogs

if TYPE_CHECKING:
    from intake_app.services.session import Session
    from intake_app.vault.vault import Vault

_SEAL_MARK = b'"event":"seal"'


@dataclass(frozen=True)
class Coordinator:
    """Who takes in: the trust list in force, the name in it, and what opens and signs."""

    trust: TrustList
    principal: str
    identity: HybridIdentity = field(repr=False)
    key: SigningKey

    @classmethod
    def of(cls, session: Session) -> Coordinator:
        """Return the coordinator of a session.

        Raises:
            WrongRole, NoOrganisation, NotEnrolled.
        """
        session.require("coordinator")
        trust = trusting.current_trust(session)
        if trust is None:
            raise errors.NoOrganisation
        return cls(
            trust,
            device_keys.principal(session),
            device_keys.identity(session),
            device_keys.signing_key(session),
        )


@dataclass
class _Seals:
    """The `seal` lines held of one device, by number: read once, then only what is new."""

    read_to: int = 0
    seqs: list[int] = field(default_factory=list)
    bundle_ids: list[str] = field(default_factory=list)


# Lost with the vault; `forget` where lines come in before others that are held.
_seals: WeakKeyDictionary[Vault, dict[str, _Seals]] = WeakKeyDictionary()


class KnownBundles:
    """The verifier's view of an archive (`bundle.known.Known`)."""

    def __init__(self, session: Session, trust: TrustList) -> None:
        self.trust = trust
        self.audience = trust.first_roots
        self._vault = session.vault
        self._archive = Archive(session.vault)
        self._logs = DeviceLogs(session.vault)

    def tagmanifest(self, bundle_id: str) -> str | None:
        """Return the hash of a bundle that was accepted, None for a new one."""
        return self._archive.tagmanifest(bundle_id)

    def device_head(self, device: str) -> Head:
        """Return the newest line held of a device."""
        return self._logs.head(device)

    def device_hash(self, device: str, seq: int) -> str | None:
        """Return the hash of a held line, or None."""
        return self._logs.hash_at(device, seq)

    def sealed_after(self, device: str, seq: int) -> Collection[str]:
        """Return the ids of the bundles that held `seal` lines after number `seq` tell of."""
        seals = _seals.setdefault(self._vault, {}).setdefault(device, _Seals())
        head = self._logs.head(device)
        if seals.read_to < head.seq:
            for line in self._logs.lines(device, seals.read_to):
                entry = chain.parse(line) if _SEAL_MARK in line else None
                if entry is not None and entry.event == "seal":
                    seals.seqs.append(entry.seq)
                    seals.bundle_ids.append(entry.ref)
            seals.read_to = head.seq
        return seals.bundle_ids[bisect_right(seals.seqs, seq) :]

    def existed_by(self, device: str, bundle_id: str, tagmanifest_sha256: str) -> datetime | None:
        """Return when the first accepted bundle came whose custody lines tell of this seal."""
        told_at = self._told_at(device, bundle_id, tagmanifest_sha256)
        if told_at is None:
            return None
        moments = [
            parse_rfc3339(row.received_at)
            for row in self._archive.all()
            if row.device == device and self._reaches(row.bundle_id, device, told_at)
        ]
        return min(moments, default=None)

    def _told_at(self, device: str, bundle_id: str, tagmanifest_sha256: str) -> int | None:
        for line in self._logs.lines(device):
            if _SEAL_MARK in line and bundle_id.encode() in line:
                entry = chain.parse(line)
                told = (entry.event, entry.ref, entry.x.get("tagmanifest"))
                if told == ("seal", bundle_id, tagmanifest_sha256):
                    return entry.seq
        return None

    def _reaches(self, bundle_id: str, device: str, seq: int) -> bool:
        """Return whether the log that came with a bundle holds the line of number `seq`."""
        span = descriptions.decode(self._archive.get(bundle_id).description).log
        return span.seq >= seq and self._logs.hash_at(device, span.seq) == span.head


def forget_seals(session: Session, device: str) -> None:
    """Read a device's `seal` lines anew when next asked for them."""
    _seals.setdefault(session.vault, {}).pop(device, None)

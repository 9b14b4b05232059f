"""What a verifier asks of the outside: whom to trust, and what was taken in before.

The verifier itself has no disk, no database and no clock; all it may know comes through here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from intake_app.bundle.members import Member
from intake_app.crypto.chain import Head
from intake_app.crypto.recipients import HybridRecipient


class Trusted(Protocol):
    """What of a trust list the verifier needs; a `TrustList` has it."""

    @property
    def version(self) -> int:
        """The version's number."""

    @property
    def sha256(self) -> str:
        """The hash of its `trust.txt`."""

    @property
    def devices(self) -> Sequence[Member]:
        """The devices, revoked ones too."""

    def statement_recipients(self) -> Sequence[HybridRecipient]:
        """Return whom statements are sealed for."""

    def identity_recipients(self) -> Sequence[HybridRecipient]:
        """Return whom identities are sealed for."""


class Known(Protocol):
    """What the verifying side holds already."""

    @property
    def trust(self) -> Trusted | None:
        """The trust list in force."""

    @property
    def audience(self) -> str:
        """The fingerprint of our first root set, 64 hex digits."""

    def tagmanifest(self, bundle_id: str) -> str | None:
        """Return the hash of a bundle that was accepted, None for a new one."""

    def device_head(self, device: str) -> Head | None:
        """Return the newest line held of a device, `chain.EMPTY` where none is.

        None says that no logs are kept here, so that there is nothing to compare with.
        """

    def device_hash(self, device: str, seq: int) -> str | None:
        """Return the hash of a held line, or None."""

    def sealed_after(self, device: str, seq: int) -> Collection[str]:
        """Return the ids of the bundles that held `seal` lines after number `seq` tell of."""

    def existed_by(self, device: str, bundle_id: str, tagmanifest_sha256: str) -> datetime | None:
        """Return the earliest moment by which this very bundle provably existed, or None.

        Proof is what somebody else than the device dated: an accepted bundle that came in then and
        whose custody lines tell of this seal, or a coordinator's receipt for it.
        """


@dataclass(frozen=True, slots=True)
class TrustOnly:
    """The knowledge of somebody who holds a trust list and nothing else, as a court expert does."""

    trust: Trusted | None
    audience: str

    def tagmanifest(self, bundle_id: str) -> None:
        """Say that every bundle is new."""

    def device_head(self, device: str) -> None:
        """Say that no logs are kept here."""

    def device_hash(self, device: str, seq: int) -> None:
        """Say that no line is held."""

    def sealed_after(self, device: str, seq: int) -> Collection[str]:  # noqa: ARG002
        """Return nothing."""
        return ()

    def existed_by(self, device: str, bundle_id: str, tagmanifest_sha256: str) -> None:
        """Say that nothing dates the bundle."""

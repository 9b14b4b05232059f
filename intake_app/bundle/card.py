"""The organisation's card: small enough for a QR code, it brings the root set to a device.

Nothing on it is secret, and it is worth nothing until its digits were compared in person.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.bundle import members
from intake_app.bundle.roots import RootSet
from intake_app.crypto import canonical
from intake_app.crypto.keys import VerifyKey
from intake_app.errors import BundleRefused, CardMalformed, KeyMalformed, TrustMalformed

FORMAT = "testimony-card/1"
SUFFIX = ".card"
MAX_BYTES = 2048
_KEYS = {"format", "org", "roots", "threshold", "trust_version"}


@dataclass(frozen=True)
class Card:
    """The organisation's name, its root set and the version of its trust list at that time."""

    org: str
    roots: RootSet
    trust_version: int


def encode(card: Card) -> bytes:
    """Return the card's one form: canonical JSON.

    Raises:
        CardMalformed: it could not be read back.
    """
    value = {
        "format": FORMAT,
        "org": card.org,
        "roots": [key.line() for key in card.roots.keys],
        "threshold": card.roots.threshold,
        "trust_version": card.trust_version,
    }
    if not members.is_label(card.org) or not 1 <= card.trust_version <= members.MAX_VERSION:
        raise CardMalformed
    return canonical.encode(value)


def decode(data: bytes) -> Card:
    """Return the card of a file or QR code.

    Raises:
        CardMalformed: damaged or no card. KeyWeak: a root key is one that anybody could misuse.
    """
    try:
        value = canonical.decode(data, max_bytes=MAX_BYTES)
    except BundleRefused as error:
        raise CardMalformed from error
    if not isinstance(value, dict) or value.keys() != _KEYS:
        raise CardMalformed
    org, lines = value["org"], value["roots"]
    threshold, version = value["threshold"], value["trust_version"]
    if type(org) is not str or not isinstance(lines, list):
        raise CardMalformed
    if type(threshold) is not int or type(version) is not int:
        raise CardMalformed
    try:
        keys = tuple(VerifyKey.from_openssh_line(str(line)) for line in lines)
        card = Card(org, RootSet(keys, threshold), version)
    except (KeyMalformed, TrustMalformed) as error:
        raise CardMalformed from error
    if encode(card) != data:
        raise CardMalformed
    return card

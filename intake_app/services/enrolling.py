"""Joining an organisation: its card, digits compared both ways, a request, then its trust list."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intake_app import errors
from intake_app.bundle import card as cards
from intake_app.bundle import members as membership
from intake_app.bundle import request as requests
from intake_app.bundle import trust as lists
from intake_app.bundle.card import Card
from intake_app.bundle.members import Role
from intake_app.bundle.request import Request
from intake_app.bundle.trust import TrustList
from intake_app.crypto.digests import sha256_hex, short_code
from intake_app.services import device_keys, small_files, trusting
from intake_app.services.card_pictures import Grey, card_from_pixels
from intake_app.services.session import Session

State = Literal["none", "pinned", "requested", "enrolled", "revoked"]
MAX_PICTURE_BYTES = 32 * 1024 * 1024
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

__all__ = ["Card", "Grey", "Organisation", "RequestFile", "State", "card_from_pixels"]


@dataclass(frozen=True)
class Organisation:
    """The organisation as this vault knows it; `version` is 0 before its first trust list.

    `digits` are those of the root keys in force. `digits_compared`: they are those of the card
    that was compared; else the keys changed since, signed by the ones before.
    `expired`: a newer list should have come. It is a reason to ask for one and stops nothing.
    """

    name: str
    digits: str
    version: int
    expires: str
    expired: bool
    enrolled: bool
    principal: str
    state: State
    digits_compared: bool


@dataclass(frozen=True)
class RequestFile:
    """A request to be carried to a coordinator, and the digits that both read to each other."""

    name: str
    data: bytes
    digits: str


def read_card(path: Path, *, pixels: Callable[[bytes], Grey] | None = None) -> Card:
    """Return the card of a file, or of a PNG or JPEG that `pixels` can decode.

    Raises:
        FileMissing, FileMalformed, CardMalformed, CardNoQr, KeyWeak.
    """
    data = small_files.read(path, MAX_PICTURE_BYTES)
    if not data.startswith(_PICTURES):
        return cards.decode(data)
    if pixels is None:
        raise errors.CardNoQr
    return card_from_pixels(pixels(data))


def pin(session: Session, card: Card, *, digits_same: bool) -> None:
    """Take a card's roots as those of our organisation, after its digits were compared in person.

    Raises:
        DigitsDiffer: that is noted, and nothing is taken. OrganisationExists: another one is
        pinned already.
    """
    fingerprint = card.roots.fingerprint
    if not digits_same:
        session.custody.append("enrol", fingerprint, step="card-different")
        raise errors.DigitsDiffer
    if trusting.is_bound(session):
        if fingerprint not in trusting.names(session):
            raise errors.OrganisationExists
        return
    with session.vault.transaction():
        trusting.pin(session, card)
        session.custody.append("enrol", fingerprint, step="card")


def organisation(session: Session) -> Organisation | None:
    """Return what is known of the organisation, or None before a card."""
    card, held = trusting.pinned_card(session), trusting.current_trust(session)
    if card is None:
        return None
    state = _state(session, held)
    return Organisation(
        name=held.org if held else card.org,
        digits=(held.roots if held else card.roots).digits,
        version=held.version if held else 0,
        expires=held.expires if held else "",
        expired=held is not None and held.is_expired(session.clock.now()),
        enrolled=state == "enrolled",
        principal=device_keys.principal(session) if device_keys.exist(session) else "",
        state=state,
        digits_compared=held is None or held.roots == card.roots,
    )


def make_request(session: Session, label: str) -> RequestFile:
    """Make this vault's keys, unless they are there, and a new request with them.

    `label` is what the coordinator will call this computer; no name that should stay secret.

    Raises:
        NoOrganisation, NameUnusable; RequestKnown: the trust list has this computer already.
    """
    audience = trusting.audience(session)
    if not membership.is_label(label):
        raise errors.NameUnusable
    if _state(session, trusting.current_trust(session)) in {"enrolled", "revoked"}:
        raise errors.RequestKnown
    role: Role = "coordinator" if session.role == "coordinator" else "device"
    with session.vault.transaction():
        principal = device_keys.make(session)
        key = device_keys.signing_key(session)
        request = Request(
            role=role,
            principal=principal,
            key=key.public,
            receive=device_keys.identity(session).recipient.to_text(),
            audience=audience,
            nonce=secrets.token_hex(32),
            made_at=session.now(),
            label=label,
        )
        data = requests.make(request, key)
        session.meta.put(device_keys.REQUEST_SHA256, sha256_hex(data))
        session.custody.append("enrol", principal, step="request", request=sha256_hex(data))
    name = principal.partition("-")[2] + requests.SUFFIX
    return RequestFile(name, data, requests.digits(data))


def write_request(session: Session, label: str, folder: Path) -> tuple[Path, str]:
    """Write a new request into `folder`; return its path and its digits.

    Raises:
        OutputFailed; as `make_request`.
    """
    made = make_request(session, label)
    return small_files.write(folder, made.name, made.data), made.digits


def request_digits(session: Session) -> str:
    """Return the digits of the request that was made last, or an empty text."""
    found = session.meta.get(device_keys.REQUEST_SHA256)
    return "" if found is None else short_code(found)


def accept_trust(session: Session, path: Path) -> Organisation:
    """Take in a trust list that the pinned roots signed, with all versions up to it.

    A file that brings nothing new changes nothing.

    Raises:
        NoOrganisation, FileMissing, FileMalformed, TrustMalformed, TrustUnsigned,
        TrustOtherOrganisation, TrustRollback, TrustGap, KeyWeak, KeyMalformed.
    """
    card = trusting.pinned_card(session)
    if card is None:
        raise errors.NoOrganisation
    held = trusting.current_trust(session)
    chain = lists.unpack(small_files.read(path, lists.MAX_CHAIN_BYTES))
    found = lists.read_chain(chain, pinned=card.roots, held=held)
    newest = found[-1] if found else held
    if newest is not None and newest.version < card.trust_version:
        raise errors.TrustRollback(held=card.trust_version, offered=newest.version)
    before = _state(session, held)
    with session.vault.transaction():
        trusting.keep(session, found)
        after = _state(session, newest)
        if after != before and after in {"enrolled", "revoked"}:
            session.custody.append("enrol", device_keys.principal(session), step=after)
    told = organisation(session)
    if told is None:
        raise errors.NoOrganisation
    return told


def require_enrolled(session: Session) -> TrustList:
    """Return the trust list in force, if it names this vault.

    Raises:
        NoOrganisation: nothing is pinned. NotEnrolled: the list does not name us, or revoked us.
    """
    if not trusting.is_bound(session):
        raise errors.NoOrganisation
    held = trusting.current_trust(session)
    if held is None or _state(session, held) != "enrolled":
        raise errors.NotEnrolled
    return held


def _state(session: Session, held: TrustList | None) -> State:
    if not device_keys.exist(session):
        return "pinned"
    if held is not None:
        member = held.by_key(device_keys.signing_key(session).public)
        if member is not None:
            return "revoked" if member.is_revoked else "enrolled"
    return "requested"

"""Consent taken back in bundles that are held: nobody has decided about them, yet they count.

A withdrawal that came with an odd log is held for people. Until they decide, nothing goes out that
it speaks of: what was used too little can be used later, the other way there is no way back. A held
bundle only takes and never gives, and what was refused (signed by no computer of the list) does
neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from intake_app import errors
from intake_app.bundle import bag, statement_checks
from intake_app.bundle import description as descriptions
from intake_app.bundle.container import Entries
from intake_app.bundle.description import Description
from intake_app.bundle.feeding import Feed, Steps, Want
from intake_app.crypto import age
from intake_app.domain.consent import USES
from intake_app.domain.statement import Statement
from intake_app.services import device_keys, effective_consent
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.files import FileStore
from intake_app.vault.inbox import Inbox, InboxItem
from intake_app.vault.links import BundleLink

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault

PIECE_BYTES = 1024 * 1024
_EVERY_USE = frozenset(USES)


@dataclass(frozen=True)
class Waiting:
    """What a held bundle says of others: its links, the uses it does not allow, and its plain noes.

    `is_unread`: its file could not be opened, so that it may speak of any statement.
    """

    bundle_id: str
    links: tuple[BundleLink, ...] = ()
    not_allowed: frozenset[str] = _EVERY_USE
    refused: frozenset[str] = frozenset()
    is_unread: bool = False


# What is held does not change; only codes and ids are kept here, and are lost with the vault.
_read: WeakKeyDictionary[Vault, dict[str, Waiting]] = WeakKeyDictionary()


def waiting(session: Session) -> tuple[Waiting, ...]:
    """Return what the bundles say that wait for a decision. Raises: WrongRole."""
    session.require("coordinator")
    known = _read.setdefault(session.vault, {})
    found = []
    for item in Inbox(session.vault).held():
        each = known.get(item.item_id) or _waiting(session, item)
        if not each.is_unread:
            known[item.item_id] = each
        found.append(each)
    return tuple(found)


def held_back(bundle_id: str, links: Sequence[BundleLink], held: Iterable[Waiting]) -> set[str]:
    """Return the uses that held bundles take from this one, as far as anybody can tell.

    Their order in time does not count: a held log proves none.
    """
    several = tuple(held)
    together = [*links, *(link for each in several for link in each.links)]
    found = effective_consent.testimony(bundle_id, together)
    taken: set[str] = set()
    for each in several:
        if each.is_unread or any(_takes(link, found) for link in each.links):
            taken |= each.not_allowed
        elif each.bundle_id in found:
            taken |= each.refused
    return taken


def _takes(link: BundleLink, found: set[str]) -> bool:
    return link.rel == effective_consent.WITHDRAWS and link.target_bundle_id in found


def _waiting(session: Session, item: InboxItem) -> Waiting:
    try:
        description, data = _open(session, item)
        said = statement_checks.read(data, description)
    except (errors.BundleRefused, errors.VaultError, OSError):
        return Waiting(item.bundle_id, is_unread=True)
    links = tuple(
        BundleLink(description.bundle_id, link.rel, link.bundle_id) for link in description.links
    )
    consent = said.consent if isinstance(said, Statement) else None
    if consent is None:
        return Waiting(description.bundle_id, links)
    return Waiting(
        description.bundle_id,
        links,
        frozenset(use for use in USES if not consent.allows(use)),
        frozenset(use for use in USES if consent.answer(use) == "no"),
    )


def _open(session: Session, item: InboxItem) -> tuple[Description, bytes]:
    """Read a held bundle as far as its statement; all of it was checked when it came."""
    found: list[tuple[Description, bytes]] = []
    feed = Feed(_steps(found), surplus="PADDING_LENGTH")
    decryptor = age.Decryptor([device_keys.identity(session)], feed.write)
    with FileStore(session.vault, layout.QUARANTINE).open(item.quarantine_name) as file:
        while not found and (piece := file.read(PIECE_BYTES)):
            decryptor.feed(piece)
    if not found or found[0][0].bundle_id != item.bundle_id:
        raise errors.MediaDamaged
    return found[0]


def _steps(found: list[tuple[Description, bytes]]) -> Steps[None]:
    entries = Entries()
    yield from entries.first()
    yield from entries.tag(bag.SIGNATURE)
    tags = {}
    for name in bag.TAGS:
        tags[name] = yield from entries.tag(name)
    description = descriptions.decode(tags[bag.DESCRIPTION])
    statement = bytearray()
    yield from entries.payload(description.files[0], statement.extend)
    found.append((description, bytes(statement)))
    while True:  # the rest is of no interest here
        yield Want(PIECE_BYTES, _nothing)


def _nothing(_piece: memoryview) -> None:
    """Keep nothing of what follows."""

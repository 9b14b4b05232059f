"""The trust list in force in this vault, and how another one comes in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from intake_app import errors
from intake_app.bundle import card as cards
from intake_app.bundle import trust
from intake_app.bundle.card import Card
from intake_app.bundle.trust import RootSet, TrustList
from intake_app.services import device_keys, small_files
from intake_app.services.session import Session
from intake_app.vault.trust import TrustVersion, TrustVersions


def current_trust(session: Session) -> TrustList | None:
    """Return the trust list in force, or None before the first."""
    newest = TrustVersions(session.vault).newest()
    return None if newest is None else _kept(newest.files)


def audience(session: Session) -> str:
    """Return the fingerprint of the organisation's root set. Raises: NoOrganisation."""
    return roots(session).fingerprint


def roots(session: Session) -> RootSet:
    """Return the root set that this vault trusts: of its list, or of its card before that.

    Raises:
        NoOrganisation: neither is there.
    """
    held = current_trust(session)
    if held is not None:
        return held.roots
    card = pinned_card(session)
    if card is None:
        raise errors.NoOrganisation
    return card.roots


def pinned_card(session: Session) -> Card | None:
    """Return the card whose digits were compared, or None."""
    kept = session.meta.get(device_keys.PINNED_CARD)
    return None if kept is None else cards.decode(kept.encode())


def pin(session: Session, card: Card) -> None:
    """Make a card's roots the ones that this vault trusts; whoever calls has compared digits."""
    session.meta.put(device_keys.PINNED_CARD, cards.encode(card).decode())


def is_bound(session: Session) -> bool:
    """Return whether this vault belongs to an organisation already, if only by its card."""
    return current_trust(session) is not None or pinned_card(session) is not None


def chain(session: Session) -> list[dict[str, bytes]]:
    """Return the files of every version that this vault holds, oldest first."""
    rows = TrustVersions(session.vault).all()
    return [files for row in rows for files in trust.unpack(row.files)]


def keep(session: Session, versions: Sequence[TrustList], event: str = "trust.update") -> None:
    """Keep checked versions, oldest first, and log each; all of them or none."""
    with session.vault.transaction():
        for each in versions:
            files = trust.pack([each.files()])
            row = TrustVersion(each.version, each.sha256, files, session.now())
            TrustVersions(session.vault).add(row)
            session.custody.append(event, each.sha256, version=each.version)


def from_folder(folder: Path) -> TrustList:
    """Return the trust list whose plain files lie in `folder`; other files there are passed over.

    It is consistent in itself; that it is the right organisation's must be known otherwise.

    Raises:
        FileMissing: there is none. TrustMalformed, TrustUnsigned, KeyMalformed, KeyWeak.
    """
    names = (trust.TRUST, *trust.LISTED, *(f"{trust.TRUST}.{n}.sig" for n in range(1, 20)))
    files = {
        name: small_files.read(folder / name, trust.MAX_FILE_BYTES)
        for name in names
        if (folder / name).is_file()
    }
    if trust.TRUST not in files:
        raise errors.FileMissing
    return trust.read(files, pinned=None, held=None)


@lru_cache(maxsize=4)
def _kept(packed: bytes) -> TrustList:
    # The vault vouches for what it keeps: it was judged when it came in.
    return trust.read(trust.unpack(packed)[0], pinned=None, held=None)

"""The trust list in force in this vault, and how another one comes in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from intake_app import errors
from intake_app.bundle import card as cards
from intake_app.bundle import trust, trust_text
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
    """Return what names the organisation in files, whoever its roots are by now.

    That is the fingerprint of its first root set, or of the card's before there is a list.

    Raises:
        NoOrganisation: nothing is pinned.
    """
    held = current_trust(session)
    return roots(session).fingerprint if held is None else held.first_roots


def names(session: Session) -> frozenset[str]:
    """Return every fingerprint by which a card or request may have called our organisation."""
    found = {trust_text.read_head(files[trust.TRUST]).roots.fingerprint for files in chain(session)}
    card = pinned_card(session)
    if card is not None:
        found.add(card.roots.fingerprint)
    held = current_trust(session)
    return frozenset(found if held is None else {*found, held.first_roots})


def vouches_for(session: Session, offered: TrustList) -> bool:
    """Return whether a list from outside is ours: by our roots in force, or a version we hold.

    What it says of itself counts for nothing: anybody can write our name into a list.
    """
    held = TrustVersions(session.vault).get(offered.version)
    known = held is not None and held.sha256 == offered.sha256
    return known or offered.roots == roots(session)


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
    """Keep checked versions, oldest first, and log each; all of them or none.

    A root key in this vault that is a root no more is dropped: it could only be stolen.
    """
    with session.vault.transaction():
        for each in versions:
            files = trust.pack([each.files()])
            row = TrustVersion(each.version, each.sha256, files, session.now())
            TrustVersions(session.vault).add(row)
            dropped = {}
            if device_keys.root_key_is_outside(session, each.roots.keys):
                session.secrets.remove(device_keys.ROOT_SEED)
                dropped = {"root_key": "dropped"}
            session.custody.append(event, each.sha256, version=each.version, **dropped)


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

"""Founding an organisation, and giving out its card and its trust list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake_app import errors
from intake_app.bundle import card as cards
from intake_app.bundle import members as membership
from intake_app.bundle import trust as lists
from intake_app.bundle.card import Card
from intake_app.bundle.members import Contents, Member
from intake_app.bundle.roots import RootSet
from intake_app.bundle.trust import REASONS, TrustList
from intake_app.crypto import sshsig
from intake_app.crypto.keys import SigningKey
from intake_app.services import (
    card_pictures,
    device_keys,
    issuing,
    root_keys,
    small_files,
    trusting,
)
from intake_app.services.approving import (
    MemberRow,
    PendingRequest,
    approve,
    members,
    pending,
    read_request,
)
from intake_app.services.revoking import renew, revoke
from intake_app.services.session import Session, wipe

__all__ = [
    "REASONS",
    "MemberRow",
    "PendingRequest",
    "approve",
    "card",
    "card_digits",
    "card_qr_png",
    "export_trust",
    "found",
    "keeps_root_key",
    "members",
    "pending",
    "read_request",
    "renew",
    "revoke",
    "trust",
    "write_card",
    "write_trust_folder",
]

TRUST_SUFFIX = ".trust"
ROOT_SIGNERS = "root_signers"
KEY_FOLDER = "keys"


def found(
    session: Session,
    name: str,
    *,
    root_folders: Sequence[Path] = (),
    threshold: int = 1,
    root_passphrase: bytearray | None = None,
    archive: str = "",
) -> TrustList:
    """Found an organisation with this coordinator as its first member; return version 1.

    With `root_folders`, a root key is written into each, locked with `root_passphrase` (which is
    overwritten), and `threshold` of them sign from now on; none stays in the vault. Without, the
    only root key is kept in the vault: simpler and weaker, since one computer is enough to speak
    for everybody. `archive` is an `age1pq1…` that can open everything too.

    Raises:
        WrongRole, OrganisationExists, NameUnusable, RootKeyMissing, PassphraseEmpty, OutputFailed,
        KeyMalformed, KeyWeak: nothing was founded.
    """
    session.require("coordinator")
    if trusting.is_bound(session):
        raise errors.OrganisationExists
    if not membership.is_label(name):
        raise errors.NameUnusable
    archives = (membership.recipient(archive).to_text(),) if archive else ()
    written: list[Path] = []
    try:
        if root_folders:
            keys = root_keys.make(root_folders, threshold)
            written = root_keys.write(keys, root_folders, root_passphrase or bytearray())
        else:
            keys = [SigningKey.generate()]
        with session.vault.transaction():
            if not root_folders:
                session.secrets.put(device_keys.ROOT_SEED, keys[0].seed)
            return _begin(session, name, keys, threshold, archives)
    except BaseException:
        root_keys.remove(written)
        raise
    finally:
        if root_passphrase is not None:
            wipe(root_passphrase)


def trust(session: Session) -> TrustList | None:
    """Return the trust list in force, or None before the organisation."""
    return trusting.current_trust(session)


def keeps_root_key(session: Session) -> bool:
    """Return whether this vault signs trust lists by itself, without key files."""
    return root_keys.are_in_vault(session)


def card(session: Session) -> Card:
    """Return the card that devices pin. Raises: WrongRole, NoOrganisation."""
    held = issuing.held(session)
    return Card(held.org, held.roots, held.version)


def card_digits(session: Session) -> str:
    """Return what is read aloud to whoever got the card. Raises: as `card`."""
    return card(session).roots.digits


def card_qr_png(session: Session, scale: int = 8) -> bytes:
    """Return the card as a PNG of its QR code, `scale` pixels a module. Raises: as `card`."""
    return card_pictures.qr_png(card(session), scale)


def write_card(session: Session, folder: Path) -> Path:
    """Write the card as a file and return its path. Raises: as `card`; OutputFailed."""
    made = card(session)
    return small_files.write(folder, _mark(made.roots) + cards.SUFFIX, cards.encode(made))


def export_trust(session: Session, folder: Path) -> Path:
    """Write the versions of the trust list as one file and return its path.

    All of them, as long as they fit into what a device takes: some 250 versions of 100 members.

    Raises:
        WrongRole, NoOrganisation, OutputFailed.
    """
    held = issuing.held(session)
    name = f"{held.first_roots[:8]}-{held.version:06d}{TRUST_SUFFIX}"
    packed = lists.pack_newest(trusting.chain(session))
    with session.vault.transaction():
        session.custody.append("export", held.sha256, what="trust", version=held.version)
        return small_files.write(folder, name, packed)


def write_trust_folder(session: Session, folder: Path) -> Path:
    """Write the newest version as plain files for stock tools, and return `folder`.

    Besides the signed files: `root_signers` for checking `trust.txt` itself, and each key as PEM
    for whoever has openssl alone. Those two are convenience: `trust.txt` is what is signed.

    Raises:
        NoOrganisation, OutputFailed.
    """
    held = trusting.current_trust(session)
    if held is None:
        raise errors.NoOrganisation
    write_plain(held, folder)
    return folder


def write_plain(held: TrustList, folder: Path) -> None:
    """Write a trust list's files, root signers and PEM keys into `folder`. Raises: OutputFailed."""
    keys = folder / KEY_FOLDER
    try:
        keys.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise errors.OutputFailed from None
    if keys.is_symlink():  # a stick must not say where files of ours go
        raise errors.OutputFailed
    files = held.files()
    for path in folder.glob(f"{lists.TRUST}.*.sig"):
        if path.name not in files:  # of an older version: it would not hold for this one
            root_keys.remove([path])
    for name, data in files.items():
        small_files.write(folder, name, data)
    option = f'namespaces="{sshsig.TRUST}"'
    lines = (f"root-{n} {option} {key.line()}\n" for n, key in enumerate(held.roots.keys, 1))
    small_files.write(folder, ROOT_SIGNERS, "".join(lines).encode())
    for n, key in enumerate(held.roots.keys, 1):
        small_files.write(keys, f"root-{n}.pem", key.pem())
    for each in held.members:
        small_files.write(keys, f"{each.principal}.pem", each.key.pem())


def _begin(
    session: Session, name: str, keys: Sequence[SigningKey], threshold: int, archive: Sequence[str]
) -> TrustList:
    roots = RootSet(tuple(key.public for key in keys), threshold)
    principal = device_keys.make(session)
    now, later = session.now(), issuing.in_a_year(session)
    founder = Member(
        principal=principal,
        key=device_keys.signing_key(session).public,
        receive=device_keys.identity(session).recipient.to_text(),
        valid_after=now,
        valid_before=later,
        identity=True,
    )
    contents = Contents(
        org=name,
        version=1,
        prev_sha256=membership.FIRST_PREV,
        issued=now,
        expires=later,
        roots=roots,
        devices=(),
        coordinators=(founder,),
        archive=tuple(archive),
    )
    first = issuing.sign(contents, keys, None)
    trusting.pin(session, Card(name, roots, 1))
    trusting.keep(session, [first], "trust.create")
    return first


def _mark(roots: RootSet) -> str:
    return roots.fingerprint[:8]

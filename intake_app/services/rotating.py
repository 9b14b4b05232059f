"""Changing who may sign the trust list: prepared, signed by old and new holders, published.

The holders need not meet. What was prepared stays in the vault and travels as a file; each holder
adds a signature to a copy, and the copies are brought together again.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Sequence
from pathlib import Path

from intake_app import errors
from intake_app.bundle import root_change
from intake_app.bundle import trust as lists
from intake_app.bundle.root_change import RootChange
from intake_app.bundle.roots import MAX_ROOTS, RootSet
from intake_app.bundle.trust import TrustList
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.services import device_keys, issuing, root_keys, root_rows, small_files, trusting
from intake_app.services.root_keys import Given
from intake_app.services.root_rows import Change, RootRow, name_of
from intake_app.services.session import Session, wipe

__all__ = ["Change", "RootRow", "name_of"]

SUFFIX = root_change.SUFFIX
_UNDER_WAY = "root_change"  # in Meta: the file of the change, base64


def roots(session: Session) -> tuple[list[RootRow], int]:
    """Return the root keys in force and how many of them sign.

    Raises:
        WrongRole, NoOrganisation.
    """
    held = issuing.held(session)
    ours = _ours(session)
    rows = [RootRow(name_of(key), "stays", here=key == ours) for key in held.roots.keys]
    return rows, held.roots.threshold


def prepare(
    session: Session,
    *,
    threshold: int,
    leave_out: Collection[str] = (),
    new_folders: Sequence[Path] = (),
    new_passphrase: bytearray | None = None,
    new_keys: Sequence[Path] = (),
    given: Given = (),
) -> Change:
    """Prepare the next version with other roots, and sign it with every root key at hand.

    `leave_out` are names of roots that shall count no more. A new root key is made in each of
    `new_folders`, locked with `new_passphrase`; `new_keys` are `.pub` files of keys that others
    made. A change that was under way before is given up. Passphrases are overwritten.

    Raises:
        MemberUnknown: no root of that name. RootKeyMissing: fewer or more roots than can be.
        RootsUnchanged, RequestKnown (a key is in the list already), PassphraseEmpty, OutputFailed,
        RootKeyPassphrase, FileMissing, KeyMalformed, KeyWeak: nothing was changed.
    """
    written: list[Path] = []
    try:
        with root_keys.wiping(given):
            held = issuing.held(session)
            made = [SigningKey.generate() for _ in new_folders]
            brought = [root_keys.read_public(path) for path in new_keys]
            others = [*(key.public for key in made), *brought]
            new_set = _set(held, leave_out, others, threshold)
            change = root_change.propose(
                held, new_set, issued=session.now(), expires=issuing.in_a_year(session)
            )
            signers = (*new_set.keys, *change.after.retired)
            for key in (*made, *root_keys.opened(session, signers, given)):
                change = root_change.sign(change, key)
            if made:
                names = [f"{name_of(key.public)}.key" for key in made]
                words = new_passphrase or bytearray()
                written = root_keys.write(made, new_folders, words, names)
            with session.vault.transaction():
                _keep(session, change)
                session.custody.append("trust.draft", _id(change), version=change.after.version)
        return _told(session, change)
    except BaseException:
        root_keys.remove(written)
        raise
    finally:
        if new_passphrase is not None:
            wipe(new_passphrase)


def under_way(session: Session) -> Change | None:
    """Return the change that was prepared in this vault and is not published, or None."""
    issuing.held(session)
    found = _kept(session)
    return None if found is None else _told(session, found)


def look(path: Path) -> Change:
    """Return what a file would change, without a vault: whose it is, its digits tell.

    Raises:
        FileMissing, FileMalformed, TrustMalformed, TrustUnsigned, TrustGap, RootChangeOther, ….
    """
    return _told(None, _read(path))


def take_in(session: Session, path: Path) -> Change:
    """Take in the file of a change: the one under way, with more signatures, or a first one.

    Raises:
        RootChangeOther: another change is under way, or this one changes more than the roots.
        RootChangeOvertaken: it does not follow on our list. TrustOtherOrganisation: it is not ours.
        As `look`.
    """
    held = issuing.held(session)
    change = _read(path)
    if change.before.first_roots != held.first_roots or change.before.roots != held.roots:
        raise errors.TrustOtherOrganisation
    if change.before.sha256 != held.sha256:
        raise errors.RootChangeOvertaken
    before = _kept(session)
    if before is not None and before.before.sha256 == held.sha256:
        change = root_change.merge(before, change)
    if before is None or before.signed != change.signed:
        with session.vault.transaction():
            _keep(session, change)
            session.custody.append("trust.sign", _id(change), signatures=len(change.signed))
    return _told(session, change)


def sign(session: Session, given: Given) -> Change:
    """Add the signatures of root key files to the change under way. Passphrases are overwritten.

    Raises:
        RootChangeMissing. RootKeyMissing: a file is none of its root keys. RootKeyPassphrase,
        FileMissing, KeyMalformed.
    """
    with root_keys.wiping(given):
        issuing.held(session)
        change = _require(session)
        signed = _signed(session, change, given)
        with session.vault.transaction():
            _keep(session, signed)
            session.custody.append("trust.sign", _id(signed), signatures=len(signed.signed))
    return _told(session, signed)


def sign_file(path: Path, given: Given, folder: Path) -> tuple[Path, Change]:
    """Write a copy of a change with more signatures into `folder`; a holder needs no vault.

    Raises:
        OutputFailed. As `look` and `sign`.
    """
    with root_keys.wiping(given):
        change = _signed(None, _read(path), given)
    written = small_files.write(folder, file_name(change), root_change.pack(change))
    return written, _told(None, change)


def write(session: Session, folder: Path) -> Path:
    """Write the change under way as a file. Raises: RootChangeMissing, OutputFailed."""
    change = _require(session)
    with session.vault.transaction():
        session.custody.append("export", _id(change), what="trust", version=change.after.version)
        return small_files.write(folder, file_name(change), root_change.pack(change))


def publish(session: Session) -> TrustList:
    """Make the change under way the trust list in force, and return it.

    A root key in this vault that is left out is destroyed with it.

    Raises:
        RootChangeMissing. RootKeyMissing: signatures are missing. RootChangeOvertaken: the list has
        moved on, so that the change has to be prepared anew.
    """
    held = issuing.held(session)
    change = _require(session)
    if change.before.sha256 != held.sha256:
        raise errors.RootChangeOvertaken
    if not change.is_complete:
        missing = change.old_missing + change.new_missing
        raise errors.RootKeyMissing(have=len(change.signed), need=len(change.signed) + missing)
    new = lists.read(change.files, pinned=None, held=held)
    with session.vault.transaction():
        trusting.keep(session, [new])
        session.meta.remove(_UNDER_WAY)
    return new


def give_up(session: Session) -> None:
    """Forget the change under way; copies outside can still be taken in again."""
    found = _kept(session)
    if found is not None:
        with session.vault.transaction():
            session.meta.remove(_UNDER_WAY)
            session.custody.append("trust.draft", _id(found), step="given-up")


def file_name(change: RootChange) -> str:
    """Return the name of a change's file: the same for every copy of it."""
    return f"{change.before.first_roots[:8]}-{change.after.version:06d}{SUFFIX}"


def _set(
    held: TrustList, leave_out: Collection[str], others: Sequence[VerifyKey], threshold: int
) -> RootSet:
    if set(leave_out) - {name_of(key) for key in held.roots.keys}:
        raise errors.MemberUnknown
    staying = [key for key in held.roots.keys if name_of(key) not in set(leave_out)]
    taken = {*held.roots.keys, *(each.key for each in held.members)}
    if taken & set(others) or len(set(others)) != len(others):
        raise errors.RequestKnown
    count = len(staying) + len(others)
    if not 1 <= threshold <= count <= MAX_ROOTS:
        raise errors.RootKeyMissing(have=count, need=threshold)
    return RootSet((*staying, *others), threshold)


def _signed(session: Session | None, change: RootChange, given: Given) -> RootChange:
    signers = (*change.after.roots.keys, *change.after.retired)
    for key in root_keys.opened(session, signers, given):
        change = root_change.sign(change, key)
    return change


def _read(path: Path) -> RootChange:
    return root_change.read(small_files.read(path, root_change.MAX_BYTES))


def _kept(session: Session) -> RootChange | None:
    found = session.meta.get(_UNDER_WAY)
    change = None if found is None else root_change.read(base64.b64decode(found))
    held = trusting.current_trust(session)
    # Published elsewhere and taken in here: there is nothing left to do.
    done = change is not None and held is not None and held.sha256 == _id(change)
    return None if done else change


def _require(session: Session) -> RootChange:
    found = _kept(session)
    if found is None:
        raise errors.RootChangeMissing
    return found


def _keep(session: Session, change: RootChange) -> None:
    session.meta.put(_UNDER_WAY, base64.b64encode(root_change.pack(change)).decode())


def _id(change: RootChange) -> str:
    return sha256_hex(change.files[lists.TRUST])


def _ours(session: Session | None) -> VerifyKey | None:
    key = None if session is None else device_keys.root_key(session)
    return None if key is None else key.public


def _told(session: Session | None, change: RootChange) -> Change:
    held = None if session is None else trusting.current_trust(session)
    return root_rows.of(change, held, _ours(session))

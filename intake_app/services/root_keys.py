"""The root keys: made once, kept by a few people apart from each other, used to sign trust lists.

A key of its own folder each, locked with a passphrase, in the form that `ssh-keygen` reads and can
give a new passphrase. A founder alone may keep the only root key in the vault; whoever takes that
vault and its passphrase can then speak for the organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from intake_app import errors
from intake_app.bundle.roots import MAX_ROOTS, RootSet
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.services import device_keys, small_files
from intake_app.services.session import Session, wipe

NAME = "root-{number}.key"
MAX_KEY_BYTES = 16 * 1024

Given = Sequence[tuple[Path, bytearray]]


def make(folders: Sequence[Path], threshold: int) -> list[SigningKey]:
    """Return new root keys in the order of their set, one for each folder.

    Raises:
        RootKeyMissing: fewer folders than `threshold`, too many, or twice the same.
    """
    different = {folder.resolve() for folder in folders}
    if not 1 <= threshold <= len(folders) <= MAX_ROOTS or len(different) != len(folders):
        raise errors.RootKeyMissing(have=len(different), need=threshold)
    keys = [SigningKey.generate() for _ in folders]
    order = RootSet(tuple(key.public for key in keys), threshold).keys
    return sorted(keys, key=lambda key: order.index(key.public))


def write(
    keys: Sequence[SigningKey],
    folders: Sequence[Path],
    passphrase: bytearray,
    names: Sequence[str] = (),
) -> list[Path]:
    """Write each key, locked, into its folder with its public half beside it; all or none.

    They are called by `names`, or by their numbers.

    Raises:
        PassphraseEmpty: a root key is never written unlocked. OutputFailed: nothing stays.
    """
    if not passphrase:
        raise errors.PassphraseEmpty
    written: list[Path] = []
    try:
        called = names or [NAME.format(number=number) for number in range(1, len(keys) + 1)]
        for name, key, folder in zip(called, keys, folders, strict=True):
            locked = key.to_openssh(passphrase)
            written.append(small_files.write(folder, name, locked, replace=False))
            public = f"{key.public.line()}\n".encode()
            written.append(small_files.write(folder, f"{name}.pub", public, replace=False))
    except errors.OutputFailed:
        remove(written)
        raise
    return written


def remove(paths: Sequence[Path]) -> None:
    """Take back key files that came to nothing."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def at_hand(session: Session, roots: RootSet, given: Given) -> list[SigningKey]:
    """Return enough different root keys to sign with: of the vault, and of the files given.

    A path may be the file or the folder in which it lies.

    Raises:
        RootKeyMissing: fewer than the threshold, or a file of another organisation.
        RootKeyPassphrase: a passphrase does not fit. FileMissing, KeyMalformed: a file is no key.
    """
    found: dict[bytes, SigningKey] = {}
    for key in opened(session, roots.keys, given):
        found[key.public.raw] = key
    if len(found) < roots.threshold:
        raise errors.RootKeyMissing(have=len(found), need=roots.threshold)
    return list(found.values())


def opened(
    session: Session | None, signers: Collection[VerifyKey], given: Given
) -> list[SigningKey]:
    """Return the root keys among `signers` that the vault keeps, and those of the files given.

    Raises:
        RootKeyMissing: a file holds a key that is none of `signers`. As `at_hand`.
    """
    kept = None if session is None else device_keys.root_key(session)
    found = [] if kept is None or kept.public not in signers else [kept]
    for path, words in given:
        key = _open(path, words, signers)
        if key.public not in signers:
            raise errors.RootKeyMissing(have=0, need=1)
        found.append(key)
    return found


@contextmanager
def wiping(given: Given) -> Iterator[None]:
    """Overwrite the passphrases when the block ends, however it ends."""
    try:
        yield
    finally:
        for _, words in given:
            wipe(words)


def are_in_vault(session: Session) -> bool:
    """Return whether this vault can sign trust lists by itself."""
    return device_keys.ROOT_SEED in session.secrets.names()


def _open(path: Path, passphrase: bytearray, signers: Collection[VerifyKey]) -> SigningKey:
    if path.is_dir():
        names = sorted(path.glob(NAME.format(number="*")))
        if len(names) > 1:  # a drive on which a holder keeps an older key too
            names = [each for each in names if _public(each) in signers]
        if len(names) != 1:
            raise errors.FileMissing
        path = names[0]
    return SigningKey.from_openssh(small_files.read(path, MAX_KEY_BYTES), passphrase)


def _public(path: Path) -> VerifyKey | None:
    try:
        return read_public(path.with_name(path.name + ".pub"))
    except errors.IntakeError:
        return None


def read_public(path: Path) -> VerifyKey:
    """Return the public key of a `.pub` file, as `ssh-keygen` writes it.

    Raises:
        FileMissing, FileMalformed, KeyMalformed, KeyWeak.
    """
    try:
        line = small_files.read(path, MAX_KEY_BYTES).decode("utf-8")
    except UnicodeDecodeError:
        raise errors.KeyMalformed from None
    return VerifyKey.from_openssh_line(line)

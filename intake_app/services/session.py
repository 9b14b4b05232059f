"""An open vault and what everybody may do with it: make, open, lock, change the passphrase."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from intake_app import errors
from intake_app.clock import Clock, rfc3339
from intake_app.crypto import passphrase as passphrases
from intake_app.services.surroundings import Surroundings
from intake_app.vault import layout
from intake_app.vault.custody import Custody
from intake_app.vault.faults import translated
from intake_app.vault.info import VaultInfo
from intake_app.vault.integrity import Integrity
from intake_app.vault.meta import Meta
from intake_app.vault.secrets import Secrets
from intake_app.vault.settings import Settings
from intake_app.vault.vault import Vault

Role = Literal["interviewer", "witness", "coordinator"]
ROLES: tuple[Role, ...] = ("interviewer", "witness", "coordinator")
LEAST_SCORE = 4  # of 4: out of reach of a state too; the window and the command line ask the same


class Session:
    """One open vault. Used by the thread that opened it; `lock` forgets the keys."""

    def __init__(self, vault: Vault, surroundings: Surroundings) -> None:
        self._vault: Vault | None = vault
        self.surroundings = surroundings
        self.folder: Path = vault.folder
        self.role: str = vault.role

    @property
    def vault(self) -> Vault:
        """The open vault.

        Raises:
            VaultLocked: it was locked in the meantime.
        """
        if self._vault is None:
            raise errors.VaultLocked
        return self._vault

    @property
    def is_open(self) -> bool:
        """True until `lock`."""
        return self._vault is not None

    @property
    def clock(self) -> Clock:
        """The clock that everything here is stamped with."""
        return self.surroundings.clock

    @property
    def custody(self) -> Custody:
        """The vault's custody log."""
        return Custody(self.vault)

    @property
    def meta(self) -> Meta:
        """Facts of the vault itself."""
        return Meta(self.vault)

    @property
    def secrets(self) -> Secrets:
        """The device's own keys."""
        return Secrets(self.vault)

    @property
    def settings(self) -> Settings:
        """What the owner set."""
        return Settings(self.vault)

    def now(self) -> str:
        """Return this moment as RFC 3339 in UTC: local time would tell where somebody is."""
        return rfc3339(self.clock.now())

    def new_id(self) -> str:
        """Return a fresh random id, 32 hex digits."""
        return self.surroundings.new_id()

    def require(self, *roles: Role) -> None:
        """Pass where this vault has one of `roles`.

        Raises:
            WrongRole: it has another.
        """
        if self.role not in roles:
            raise errors.WrongRole(role=self.role)

    def lock(self) -> None:
        """Close the vault and forget its keys; a second call does nothing."""
        vault, self._vault = self._vault, None
        if vault is not None:
            vault.close()

    def change_passphrase(self, old: bytearray, new: bytearray) -> None:
        """Put `new` in the place of `old`; both are overwritten. Nothing else changes.

        Raises:
            WrongPassphrase: `old` does not open this vault. PassphraseEmpty: `new` is empty.
        """
        before, after = one_form(old), one_form(new)
        try:
            self.vault.change_passphrase(before, after, self.surroundings.cost)
        finally:
            for secret in (old, new, before, after):
                wipe(secret)

    def check(self) -> Integrity:
        """Look through the whole vault for damage and log the result."""
        result = self.vault.check()
        if result.ok:
            self.custody.append("integrity.ok")
        else:
            self.custody.append("integrity.fail", problems=len(result.problems))
        return result


def create(folder: Path, passphrase: bytearray, role: Role, surroundings: Surroundings) -> Session:
    """Make a new vault in `folder` and open it; the passphrase is overwritten.

    Raises:
        VaultExists, VaultReadOnly, VaultDiskFull: nothing was made.
    """
    secret = one_form(passphrase)
    try:
        vault = Vault.create(
            folder,
            secret,
            role=role,
            clock=surroundings.clock,
            cost=surroundings.cost,
            new_id=surroundings.new_id,
        )
    finally:
        wipe(secret)
        wipe(passphrase)
    return Session(vault, surroundings)


def unlock(folder: Path, passphrase: bytearray, surroundings: Surroundings) -> Session:
    """Open the vault in `folder`; the passphrase is overwritten.

    Raises:
        VaultMissing, WrongPassphrase, VaultHeaderDamaged, VaultDatabaseDamaged, VaultTooNew,
        VaultInUse: as named, and nothing is changed.
    """
    secret = one_form(passphrase)
    try:
        vault = Vault.unlock(folder, secret, clock=surroundings.clock)
    finally:
        wipe(secret)
        wipe(passphrase)
    return Session(vault, surroundings)


def is_vault(folder: Path) -> bool:
    """Return whether a vault lies in `folder`. Raises: VaultReadOnly, VaultIo: nobody may look."""
    with translated():
        return layout.is_vault(folder)


def info(folder: Path) -> VaultInfo:
    """Return what a vault tells without its passphrase."""
    return Vault.info(folder)


def passphrase_bytes(text: str) -> bytearray:
    """Return a passphrase as the bytes that keys are made from."""
    return passphrases.normalise(text)


def one_form(passphrase: bytearray) -> bytearray:
    """Return a passphrase as every keyboard would type it; the caller overwrites both."""
    try:
        return passphrases.normalise(passphrase.decode("utf-8"))
    except UnicodeDecodeError:
        return bytearray(passphrase)


def generate_passphrase(language: str) -> str:
    """Return random words of the language's list, separated by spaces."""
    return passphrases.generate(language="fa" if language == "fa" else "en")


def judge(text: str, user_inputs: Sequence[str] = ()) -> passphrases.Verdict:
    """Return how hard a passphrase of one's own is to guess."""
    return passphrases.judge(text, user_inputs=user_inputs)


def require_strong(text: str) -> None:
    """Pass a passphrase that is hard to guess.

    Raises:
        PassphraseEmpty, PassphraseTooWeak: as named.
    """
    if not text.strip():
        raise errors.PassphraseEmpty
    if judge(text).score < LEAST_SCORE:
        raise errors.PassphraseTooWeak


def wipe(secret: bytearray) -> None:
    """Overwrite a secret; copies that the language made may stay until the process ends."""
    secret[:] = bytes(len(secret))

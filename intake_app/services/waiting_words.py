"""Words that no save took, sealed in memory while their vault is locked.

They are sealed to a pair whose private half comes from the vault's own master key: nobody gets them
back who does not open this very vault, whatever lies in its folder's place. Nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake_app import errors
from intake_app.crypto import age
from intake_app.crypto.recipients import HybridIdentity, HybridRecipient
from intake_app.services.session import Session


@dataclass(frozen=True, repr=False)
class Sealer:
    """Seals for one vault, and can open nothing: a window may hold it while the vault is locked."""

    recipient: HybridRecipient

    def seal(self, words: bytes) -> bytes:
        """Return the words as only `opened` in the same vault gives them back."""
        return age.encrypt_bytes(words, [self.recipient])


def sealer(session: Session) -> Sealer:
    """Return what seals for the open vault."""
    return Sealer(_pair(session).recipient)


def opened(session: Session, sealed: bytes) -> bytes:
    """Return the words that were sealed for this vault.

    Raises:
        WordsOfAnotherVault: they were sealed for another one. VaultLocked: none is open.
    """
    try:
        return age.decrypt_bytes(sealed, [_pair(session)])
    except errors.BundleRefused as error:
        raise errors.WordsOfAnotherVault from error


def _pair(session: Session) -> HybridIdentity:
    return HybridIdentity(session.vault.waiting_key)

"""What this vault is in its organisation: its name there and its two secret keys.

Interviewers and coordinators keep them under the same names, made once and never exported.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake_app import errors
from intake_app.bundle.members import Role, principal_of
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.crypto.recipients import HybridIdentity
from intake_app.services.session import Session, wipe

SIGNING_SEED = "device.sign"  # in Secrets: 32 bytes, Ed25519
IDENTITY_TEXT = "device.receive"  # in Secrets: AGE-SECRET-KEY-PQ-1…
ROOT_SEED = "root.sign"  # in Secrets: 32 bytes, of a founder who keeps the only root key here
PRINCIPAL = "principal"  # in Meta: device-… or coord-…
PINNED_CARD = "pinned_card"  # in Meta: the card whose digits were compared, as its file
REQUEST_SHA256 = "request_sha256"  # in Meta: of the request that was made last


def exist(session: Session) -> bool:
    """Return whether this vault has its keys."""
    return session.meta.get(PRINCIPAL) is not None


def make(session: Session) -> str:
    """Make both keys, unless they are there, and return the principal; in one transaction."""
    found = session.meta.get(PRINCIPAL)
    if found is not None:
        return found
    role: Role = "coordinator" if session.role == "coordinator" else "device"
    key = SigningKey.generate()
    name = principal_of(role, key.public)
    with session.vault.transaction():
        session.secrets.put(SIGNING_SEED, key.seed)
        session.secrets.put(IDENTITY_TEXT, HybridIdentity.generate().to_text().encode())
        session.meta.put(PRINCIPAL, name)
    return name


def principal(session: Session) -> str:
    """Return the name that the trust list has for this vault.

    Raises:
        NotEnrolled: no keys were made yet.
    """
    found = session.meta.get(PRINCIPAL)
    if found is None:
        raise errors.NotEnrolled
    return found


def signing_key(session: Session) -> SigningKey:
    """Return the key that this vault signs with. Raises: NotEnrolled."""
    seed = _secret(session, SIGNING_SEED)
    try:
        return SigningKey.from_seed(seed)
    finally:
        wipe(seed)


def root_key(session: Session) -> SigningKey | None:
    """Return the root key that this vault keeps, or None."""
    seed = session.secrets.get(ROOT_SEED)
    if seed is None:
        return None
    try:
        return SigningKey.from_seed(seed)
    finally:
        wipe(seed)


def root_key_is_outside(session: Session, roots: Iterable[VerifyKey]) -> bool:
    """Return whether this vault keeps a root key that is none of `roots`."""
    key = root_key(session)
    return key is not None and key.public not in set(roots)


def identity(session: Session) -> HybridIdentity:
    """Return the identity that opens what is sealed for this vault. Raises: NotEnrolled."""
    text = _secret(session, IDENTITY_TEXT)
    try:
        return HybridIdentity.from_text(text.decode())
    finally:
        wipe(text)


def _secret(session: Session, name: str) -> bytearray:
    found = session.secrets.get(name)
    if found is None:
        raise errors.NotEnrolled
    return found

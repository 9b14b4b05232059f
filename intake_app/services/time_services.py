"""Time services that are believed: their root certificates, compared before they count.

A certificate that merely arrived proves nothing: whoever brings a false answer would bring a false
certificate with it. So its digits are compared with what the service publishes elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake_app import errors
from intake_app.clock import rfc3339
from intake_app.crypto import time_authorities
from intake_app.crypto.digests import short_code
from intake_app.services import small_files
from intake_app.services.session import Session
from intake_app.vault.time_proofs import TimeAuthority, TimeProofs


@dataclass(frozen=True)
class ShownAuthority:
    """A root certificate, for comparing: `digits` as groups of five, `sha256` as services do."""

    sha256: str
    digits: str
    name: str
    valid_until: str
    pinned: bool


def read(session: Session, path: Path) -> list[ShownAuthority]:
    """Return the root certificates of a file with the digits to compare; nothing is changed.

    Raises:
        WrongRole. FileMissing, FileMalformed, TimeAuthorityMalformed.
    """
    session.require("coordinator")
    pinned = {each.sha256 for each in TimeProofs(session.vault).authorities()}
    return [
        ShownAuthority(
            sha256=each.sha256,
            digits=short_code(each.sha256),
            name=each.name,
            valid_until=rfc3339(each.valid_until),
            pinned=each.sha256 in pinned,
        )
        for each in time_authorities.read(small_files.read(path, time_authorities.MAX_FILE_BYTES))
    ]


def pin(session: Session, path: Path, compared: Sequence[str]) -> list[ShownAuthority]:
    """Believe the root certificates of a file from now on, and return them.

    `compared` holds what the service publishes or a person read out: for each root its SHA-256 in
    hex or our eight groups of five digits. Spaces and colons do not count.

    Raises:
        WrongRole. FileMissing, FileMalformed, TimeAuthorityMalformed. TimeAuthorityNotCompared:
        one of the roots is not among them; none was accepted.
    """
    session.require("coordinator")
    found = time_authorities.read(small_files.read(path, time_authorities.MAX_FILE_BYTES))
    given = {_plain(each) for each in compared}
    proofs = TimeProofs(session.vault)
    with session.vault.transaction():
        for each in found:
            if proofs.authority(each.sha256) is not None:
                continue
            if given.isdisjoint((each.sha256, _plain(short_code(each.sha256)))):
                raise errors.TimeAuthorityNotCompared
            proofs.pin(TimeAuthority(each.sha256, each.name, each.pem, session.now()))
            session.custody.append("anchor", each.sha256, step="pinned")
    return read(session, path)


def believed(session: Session) -> list[ShownAuthority]:
    """Return the root certificates that were compared and are believed."""
    shown = []
    for row in TimeProofs(session.vault).authorities():
        [root] = time_authorities.read(row.pem.encode())[:1]
        until = rfc3339(root.valid_until)
        shown.append(
            ShownAuthority(row.sha256, short_code(row.sha256), row.name, until, pinned=True)
        )
    return shown


def _plain(compared: str) -> str:
    """Return hex in lower case, or decimal digits of any script in ASCII, run together."""
    kept_signs = (sign for sign in compared if sign.isalnum())
    return "".join(str(int(s)) if s.isdecimal() else s.lower() for s in kept_signs)

"""What a verifier found in a bundle that it did not refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.bundle.description import Description
from intake_app.crypto.keys import VerifyKey
from intake_app.errors import ALARM_CODES


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """A payload file whose bytes were hashed; they begin at `offset` of the decrypted bundle."""

    path: str
    name: str
    media_type: str
    role: str
    size: int
    sha256: str
    offset: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What a bundle holds, every byte of it checked.

    `statement` is `data/000001.json` and `tag_files` are the entries before it, by name.
    `log_lines` are custody lines that follow on what is held; none where the log is broken or
    forked. `holds` are reasons for people to decide, the gravest first; `notes` are for the report.
    """

    bundle_id: str
    root: str
    device: str
    signer_key: VerifyKey
    description: Description
    statement: bytes
    tag_files: Mapping[str, bytes]
    tagmanifest_sha256: str
    files: tuple[VerifiedFile, ...]
    log_lines: tuple[bytes, ...]
    notes: tuple[str, ...]
    holds: tuple[str, ...]
    duplicate: bool

    @property
    def held(self) -> str:
        """The gravest reason to hold the bundle, or an empty text."""
        return self.holds[0] if self.holds else ""

    @property
    def alarm(self) -> bool:
        """Whether somebody may be forging, or an old copy was put back."""
        return not ALARM_CODES.isdisjoint(self.holds)

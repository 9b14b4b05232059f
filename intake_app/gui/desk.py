"""What the first screens ask of the services, by shape: the real desk is made elsewhere.

Other groups of screens keep their own Protocols beside the screens. Names here are the ones the
services follow. Every call may be slow and is made through `Jobs`, unless it says «instant».
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from intake_app.services.drives import Drive as DriveRow
from intake_app.services.opened import ROLES, Opened, Role
from intake_app.services.safety import Check
from intake_app.services.session import Session

__all__ = [
    "ROLES",
    "Check",
    "DoorDesk",
    "DriveRow",
    "DrivesDesk",
    "Opened",
    "Role",
    "SessionDesk",
    "SettingsDesk",
]


class Verdict(Protocol):
    """How hard a passphrase is to guess: score 0 to 4, time as a code, reasons as codes."""

    @property
    def score(self) -> int:
        """0 (guessed at once) to 4 (out of reach)."""

    @property
    def years(self) -> str:
        """`seconds`, `hours`, `days`, `years` or `centuries` for a strong computer."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of what makes it weak."""


class DoorDesk(Protocol):
    """Making, opening and locking the vault, and what is asked around it."""

    def suggest_folder(self) -> Path:
        """Return a free folder with a neutral name. Instant."""

    def found_vaults(self) -> Sequence[Path]:
        """Return vaults in the usual places and on removable drives; no list is kept. Instant."""

    def generate_words(self, language: str) -> tuple[str, ...]:
        """Return random words of the language's list, six or more. Instant."""

    def judge(self, text: str) -> Verdict:
        """Return how hard a passphrase of one's own is to guess. Instant."""

    def create_vault(self, folder: Path, passphrase: bytearray, role: Role) -> Opened:
        """Make and open a vault; the passphrase is overwritten."""

    def unlock(self, folder: Path, passphrase: bytearray) -> Opened:
        """Open a vault; the passphrase is overwritten."""

    def lock(self) -> None:
        """Close the vault and forget its keys."""

    def demo(self) -> Opened:
        """Make and open a vault with invented people in a folder of its own."""

    def safety_checks(self) -> Sequence[Check]:
        """Look at this computer and return one line for each thing that matters."""


class SessionDesk(Protocol):
    """An open vault, for screens that call the services themselves, always through `Jobs`."""

    @property
    def session(self) -> Session:
        """The open session; belongs to the vault's thread."""


class SettingsDesk(Protocol):
    """Reading and changing settings; they live in the vault."""

    def settings(self) -> Mapping[str, str]:
        """Return what was set, by key. Instant."""

    def change_setting(self, key: str, value: str) -> None:
        """Keep one setting."""


class DrivesDesk(Protocol):
    """Removable drives."""

    def drives(self) -> Sequence[DriveRow]:
        """Return the removable drives that are mounted now. Instant."""

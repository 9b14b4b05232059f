"""What is carried from screen to screen while a vault is being set up; never kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from intake_app.gui.desk import Role


@dataclass
class Setup:
    """The choices so far; `passphrase` is overwritten when it was used or given up.

    `changes`: the vault is there already and only gets a new passphrase.
    """

    role: Role
    words: tuple[str, ...] = ()
    passphrase: bytearray = field(default_factory=bytearray, repr=False)
    folder: Path | None = None
    changes: bool = False

    def keep(self, passphrase: bytearray, words: tuple[str, ...]) -> None:
        """Take a passphrase, overwriting the one before."""
        self.wipe()
        self.passphrase = passphrase
        self.words = words

    def wipe(self) -> None:
        """Overwrite the passphrase."""
        self.passphrase[:] = bytes(len(self.passphrase))
        self.passphrase = bytearray()
        self.words = ()

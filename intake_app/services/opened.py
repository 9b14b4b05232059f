"""What is told to a front end when a vault is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intake_app.services.session import ROLES, Role
from intake_app.services.waiting_words import Sealer

__all__ = ["ROLES", "Opened", "Role"]


@dataclass(frozen=True)
class Opened:
    """An open vault: whose it is and what its owner set (settings by key, as text).

    `practice` is the folder of the invented journey, where the vault belongs to one; `resume` the
    screen and its parameters where the work stood, where its draft is still there. `words_for`
    seals what no save took, should the vault be locked.
    """

    role: Role
    words_for: Sealer
    settings: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    practice: Path | None = None
    resume: tuple[str, dict[str, str]] | None = None

"""What the services take from the world around them; tests and the demo bring their own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from intake_app.clock import Clock, SystemClock
from intake_app.crypto.kdf import DEFAULT, KdfCost
from intake_app.services.drives import DriveList, removable_drives


def random_id() -> str:
    """Return 32 random hex digits."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Surroundings:
    """Clock, id maker, cost of the passphrase and the list of drives."""

    clock: Clock = field(default_factory=SystemClock)
    new_id: Callable[[], str] = random_id
    cost: KdfCost = DEFAULT
    drives: DriveList = removable_drives

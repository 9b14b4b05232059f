"""People with real vaults at the lowest cost of a guess, and what they do with each other."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.services import enrolling, organising, session
from intake_app.services.enrolling import Organisation
from intake_app.services.session import Role, Session
from intake_app.services.surroundings import Surroundings

WORDS = b"river lamp stone"
NAME = "Archive of voices"


@dataclass
class People:
    """Makes vaults below `folder`; all of them share one clock unless told otherwise."""

    folder: Path
    clock: FixedClock = field(default_factory=FixedClock)
    sessions: list[Session] = field(default_factory=list)

    def person(self, role: Role, clock: FixedClock | None = None) -> Session:
        around = Surroundings(clock=clock or self.clock, cost=KdfCost.quick())
        made = session.create(
            self.folder / f"vault-{len(self.sessions)}", bytearray(WORDS), role, around
        )
        self.sessions.append(made)
        return made

    def place(self) -> Path:
        """A new folder, as a drive would be."""
        path = self.folder / os.urandom(4).hex()
        path.mkdir()
        return path

    def close(self) -> None:
        for each in self.sessions:
            each.lock()

    def pin(self, founder: Session, joiner: Session) -> None:
        card = enrolling.read_card(organising.write_card(founder, self.place()))
        same = card.roots.digits == organising.card_digits(founder)
        enrolling.pin(joiner, card, digits_same=same)

    def ask(self, founder: Session, joiner: Session, label: str = "laptop") -> str:
        """Carry a request over; return its hash."""
        path, digits = enrolling.write_request(joiner, label, self.place())
        seen = organising.read_request(founder, path)
        assert seen.digits == digits
        return seen.sha256

    def carry(self, founder: Session, joiner: Session) -> Organisation:
        return enrolling.accept_trust(joiner, organising.export_trust(founder, self.place()))

    def enrol(self, founder: Session, joiner: Session, label: str = "laptop") -> Organisation:
        self.pin(founder, joiner)
        organising.approve(founder, self.ask(founder, joiner, label), digits_same=True)
        return self.carry(founder, joiner)


def events(session: Session) -> list[str]:
    """The log's events, with the step where there is one."""
    found = []
    for entry in session.custody.entries():
        step = entry.x.get("step")
        found.append(f"{entry.event}:{step}" if step else entry.event)
    return found

"""A small real world for the window: vaults, statements and organisations, made by the services.

Made once a test run, each vault when the first fixture asks for it. Nothing here is mocked: the
desk is the program's own, the vaults stand in a temporary folder at the lowest cost of a guess.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intake_app.assets import resource
from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.gui.desk import Opened, Role
from intake_app.services import demo_files, session, statement_files
from intake_app.services.drives import Drive
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from intake_app.services.wiring import Desk, make_desk
from tests.gui import after_world, time_world, trust_world

WORDS = b"river lamp stone meadow copper thread"


@dataclass
class Place:
    """One vault of the world, open at its own desk; `notes` holds ids that fixtures need."""

    name: str
    world: World
    desk: Desk
    opened: Opened | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        """The open session."""
        return self.desk.session

    @property
    def folder(self) -> Path:
        """A folder of this place's own, for files that come and go."""
        made = self.world.folder / "files" / (self.name or "doors")
        made.mkdir(parents=True, exist_ok=True)
        return made


class World:
    """All places, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FixedClock()
        self.stick = folder / "KINGSTON"
        self.stick.mkdir()
        self.surroundings = Surroundings(
            clock=self.clock, cost=KdfCost.quick(), drives=self._drives
        )
        self._places: dict[str, Place] = {}
        # The doors look for vaults in the home folder: it is one of this world's own.
        self.home = folder / "home"
        self.home.mkdir()
        self._old_home = os.environ.get("HOME")
        os.environ["HOME"] = str(self.home)

    def place(self, name: str) -> Place:
        """Return the place of that name, a key of `VAULTS`, or the doors for an empty name."""
        if name not in self._places:
            self._places[name] = VAULTS[name](self)
        return self._places[name]

    def close(self) -> None:
        """Lock every vault."""
        for place in self._places.values():
            place.desk.lock()
        if self._old_home is not None:
            os.environ["HOME"] = self._old_home

    def make(self, name: str, role: Role) -> Place:
        """Return a place with a fresh vault of `role`."""
        folder = self.folder / "vaults" / name
        session.create(folder, bytearray(WORDS), role, self.surroundings).lock()
        return self.open(name, folder)

    def open(
        self,
        name: str,
        folder: Path,
        words: bytes = WORDS,
        surroundings: Surroundings | None = None,
    ) -> Place:
        """Return a place with an existing vault."""
        desk = make_desk(surroundings or self.surroundings)
        opened = desk.unlock(folder, bytearray(words))
        return Place(name, self, desk, opened)

    def _drives(self) -> list[Drive]:
        return [
            Drive("KINGSTON", self.stick, 7_100_000_000, 8_000_000_000, "vfat"),
        ]


def _doors(world: World) -> Place:
    return Place("", world, make_desk(world.surroundings))


def _fresh(world: World) -> Place:
    return world.make("fresh", "interviewer")


def _shut(world: World) -> Place:
    """A vault that nobody has open."""
    place = world.make("shut", "interviewer")
    place.desk.lock()
    return place


def _interviewer(world: World) -> Place:
    """Two drafts: one whole, read back and agreed, with three files; one just begun."""
    place = world.make("interviewer", "interviewer")
    beside = world.folder / "brought"
    beside.mkdir()
    demo_files.write_all(beside)
    for key, name in (("whole", "statement-fa.json"), ("second", "statement-second-fa.json")):
        brought = beside / name
        brought.write_bytes(resource("data", "demo", name).read_bytes())
        place.notes[key] = statement_files.take_in(place.session, brought).statement_id
    return place


def _coordinator(world: World) -> Place:
    return world.make("coordinator", "coordinator")


def _interviewing(world: World) -> Place:
    from tests.gui.interview_world import interviewing_place

    return interviewing_place(world)


def _crowded(world: World) -> Place:
    from tests.gui.interview_world import crowded_place

    return crowded_place(world)


def _unsaved(world: World) -> Place:
    from tests.gui.interview_world import unsaved_place

    return unsaved_place(world)


VAULTS: Mapping[str, Callable[[World], Place]] = {
    "": _doors,
    "fresh": _fresh,
    "shut": _shut,
    "interviewer": _interviewer,
    "coordinator": _coordinator,
    **after_world.PLACES,
    "interviewing": _interviewing,
    "crowded": _crowded,
    "unsaved": _unsaved,
    **trust_world.PLACES,
    **time_world.PLACES,
}

"""A coordinator whose log a time service confirmed, and vaults that were set back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from intake_app.gui.desk import Role
from intake_app.services import anchoring, organising, time_services
from intake_app.vault import layout
from tests.crypto.time_service import TimeService

if TYPE_CHECKING:
    from tests.gui.world import Place, World


def timed(world: World) -> Place:
    """Two questions were answered, one waits; an answer and a certificate lie on the stick."""
    place = world.make("timed", "coordinator")
    organising.found(place.session, "مرکز اسناد دادخواهی")
    service = TimeService.found(world.folder / "time service", "Invented Time Authority Root 2026")
    other = TimeService.found(world.folder / "other service", "Another Time Authority")
    [shown] = time_services.read(place.session, service.root)
    time_services.pin(place.session, service.root, [shown.sha256])
    for number in range(4):
        asked = anchoring.request(place.session)
        query = anchoring.write_query(place.session, asked.query_sha256, place.folder)
        answer = place.folder / f"answer-{number}.tsr"
        answer.write_bytes((other if number == 3 else service).answer(query.read_bytes()))
        if number < 2:
            anchoring.take_in(place.session, answer)
        place.notes[f"answer {number}"] = answer
    place.notes["certificate"] = other.root
    return place


def _set_back(role: Role, name: str) -> Callable[[World], Place]:
    """An older copy of the database really was put back while the vault was locked."""

    def make(world: World) -> Place:
        place = world.make(name, role)
        if role == "coordinator":
            organising.found(place.session, "مرکز اسناد دادخواهی")
        folder = place.session.folder
        place.desk.lock()
        old = (folder / layout.DATABASE).read_bytes()
        later = world.open(name, folder)
        later.session.custody.append("settings")
        later.desk.lock()
        (folder / layout.DATABASE).write_bytes(old)
        return world.open(name, folder)

    return make


PLACES: Mapping[str, Callable[[World], Place]] = {
    "timed": timed,
    "set back": _set_back("interviewer", "set back"),
    "office set back": _set_back("coordinator", "office set back"),
}

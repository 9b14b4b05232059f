"""Organisations for the trust screens: an office, and computers in every standing towards it.

All made by the services, with digits compared for real.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from intake_app.clock import FixedClock
from intake_app.gui.desk import Role
from intake_app.services import enrolling, organising, rotating
from intake_app.vault import layout

if TYPE_CHECKING:
    from tests.gui.world import Place, World

NAME = "مرکز اسناد دادخواهی"
ROOT_WORDS = b"harbour violet engine pillow marble lantern"


def office(world: World) -> Place:
    """A coordinator's vault: two computers on the list, one taken off, two requests waiting."""
    place = world.make("office", "coordinator")
    organising.found(place.session, NAME)
    for name, label in (("pinned", ""), ("enrolled", "Nasrin 2"), ("revoked", "لپ‌تاپ شیراز")):
        guest = world.make(f"{name} computer", "interviewer")
        place.notes[name] = guest
        pin(place, guest)
        if label:
            ask_and_approve(place, guest, label)
    gone = place.notes["revoked"].session
    organisation = enrolling.organisation(gone)
    assert organisation is not None
    organising.revoke(place.session, organisation.principal, reason="seized")
    asking: tuple[tuple[Role, str], ...] = (("interviewer", "Kaveh 1"), ("coordinator", "دفتر دوم"))
    for role, label in asking:
        guest = world.make(f"asking {role}", role)
        pin(place, guest)
        path, _digits = enrolling.write_request(guest.session, label, place.folder)
        organising.read_request(place.session, path)
        place.notes[f"asking {role}"] = guest
    newest = organising.export_trust(place.session, place.folder)
    for name in ("enrolled", "revoked"):
        enrolling.accept_trust(place.notes[name].session, newest)
    place.notes["requests"] = {each.role: each for each in organising.pending(place.session)}
    return place


def shared_root(world: World) -> Place:
    """A coordinator whose organisation has its root key on three drives; two must sign."""
    place = world.make("shared root", "coordinator")
    folders = [place.folder / f"drive-{n}" for n in (1, 2, 3)]
    for each in folders:
        each.mkdir()
    organising.found(
        place.session,
        "Northern Archive",
        root_folders=folders,
        threshold=2,
        root_passphrase=bytearray(ROOT_WORDS),
    )
    place.notes["folders"] = folders
    guest = world.make("asking shared", "interviewer")
    pin(place, guest)
    path, _digits = enrolling.write_request(guest.session, "Sara 1", place.folder)
    place.notes["sha256"] = organising.read_request(place.session, path).sha256
    return place


def half_signed(world: World) -> Place:
    """A coordinator with three holders; one leaves, one is new, and one of the old has signed."""
    place = world.make("half signed", "coordinator")
    folders = [place.folder / f"drive-{n}" for n in (1, 2, 3)]
    fresh = place.folder / "drive-4"
    for each in (*folders, fresh):
        each.mkdir()
    organising.found(
        place.session,
        "آرشیو صداها",
        root_folders=folders,
        threshold=2,
        root_passphrase=bytearray(ROOT_WORDS),
    )
    rows, _threshold = rotating.roots(place.session)
    rotating.prepare(
        place.session,
        threshold=2,
        leave_out=[rows[0].name],
        new_folders=[fresh],
        new_passphrase=bytearray(ROOT_WORDS),
        given=[(folders[1], bytearray(ROOT_WORDS))],
    )
    place.notes["folders"] = [*folders, fresh]
    return place


def all_signed(world: World) -> Place:
    """A coordinator whose vault keeps the root key still, and a change to holders, all signed."""
    place = world.make("all signed", "coordinator")
    organising.found(place.session, NAME)
    ((ours,), _threshold) = rotating.roots(place.session)
    folders = [place.folder / f"drive-{n}" for n in (1, 2, 3)]
    for each in folders:
        each.mkdir()
    rotating.prepare(
        place.session,
        threshold=2,
        leave_out=[ours.name],
        new_folders=folders,
        new_passphrase=bytearray(ROOT_WORDS),
    )
    return place


def overtaken(world: World) -> Place:
    """A coordinator whose list moved on while a change of the root keys was under way."""
    place = world.make("overtaken", "coordinator")
    organising.found(place.session, NAME)
    fresh = place.folder / "drive-1"
    fresh.mkdir()
    words = bytearray(ROOT_WORDS)
    rotating.prepare(place.session, threshold=2, new_folders=[fresh], new_passphrase=words)
    organising.renew(place.session)
    return place


def many_roots(world: World) -> Place:
    """A coordinator with as many root keys as there can be, and a change that replaces most."""
    place = world.make("many roots", "coordinator")
    folders = [place.folder / f"drive-{n}" for n in range(1, 18)]
    for each in folders:
        each.mkdir()
    organising.found(
        place.session,
        "Northern Archive",
        root_folders=folders[:9],
        threshold=5,
        root_passphrase=bytearray(ROOT_WORDS),
    )
    rows, _threshold = rotating.roots(place.session)
    rotating.prepare(
        place.session,
        threshold=6,
        leave_out=[row.name for row in rows[:8]],
        new_folders=folders[9:],
        new_passphrase=bytearray(ROOT_WORDS),
    )
    return place


def pin(place: Place, guest: Place) -> None:
    """Give the card to a guest, who compares its digits."""
    card = enrolling.read_card(organising.write_card(place.session, place.folder))
    same = card.roots.digits == organising.card_digits(place.session)
    enrolling.pin(guest.session, card, digits_same=same)


def ask_and_approve(place: Place, guest: Place, label: str) -> None:
    """Bring a guest onto the list."""
    path, digits = enrolling.write_request(guest.session, label, place.folder)
    seen = organising.read_request(place.session, path)
    organising.approve(place.session, seen.sha256, digits_same=seen.digits == digits)
    enrolling.accept_trust(guest.session, organising.export_trust(place.session, place.folder))


def _guest(name: str) -> Callable[[World], Place]:
    def make(world: World) -> Place:
        guest: Place = world.place("office").notes[name]
        return guest

    return make


def expired(world: World) -> Place:
    """A computer on the list that has slept for more than a year."""
    sleeper = world.make("sleeper", "interviewer")
    pin(world.place("office"), sleeper)
    ask_and_approve(world.place("office"), sleeper, "Old laptop")
    folder = sleeper.session.folder
    sleeper.desk.lock()
    later = FixedClock(world.clock.now() + timedelta(days=500))
    return world.open("expired", folder, surroundings=replace(world.surroundings, clock=later))


def damaged(world: World) -> Place:
    """A vault into whose folder somebody put a file."""
    place = world.make("damaged", "interviewer")
    folder = place.session.folder
    (folder / layout.OUTBOX).mkdir(exist_ok=True)
    (folder / layout.OUTBOX / f"{'ab' * 16}{layout.AGE}").write_bytes(b"strange")
    return place


PLACES: Mapping[str, Callable[[World], Place]] = {
    "office": office,
    "shared root": shared_root,
    "pinned": _guest("pinned"),
    "requested": _guest("asking interviewer"),
    "second office": _guest("asking coordinator"),
    "enrolled": _guest("enrolled"),
    "revoked": _guest("revoked"),
    "expired": expired,
    "damaged": damaged,
    "half signed": half_signed,
    "all signed": all_signed,
    "overtaken": overtaken,
    "many roots": many_roots,
}

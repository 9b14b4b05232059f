"""The lists of facts in a statement: adding, replacing, taking out and putting back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from intake_app.domain.facts import Document, Event, Official, Place, Victim


class Identified(Protocol):
    """What stands in a list of facts."""

    @property
    def id(self) -> str:
        """Its id in the statement."""


Fact = Victim | Official | Place | Event | Document
F = TypeVar("F", bound=Identified)

LISTS: dict[str, tuple[str, type[Fact]]] = {
    "victims": ("v", Victim),
    "officials": ("o", Official),
    "places": ("pl", Place),
    "events": ("e", Event),
    "documents": ("d", Document),
}


def fresh(name: str, facts: Sequence[Identified]) -> Fact:
    """Return an empty fact for the list `name`, with an id that none of `facts` has."""
    letters, kind = LISTS[name]
    numbers = [int(each.id.removeprefix(letters)) for each in facts if _is_own(each.id, letters)]
    return kind(id=f"{letters}{max(numbers, default=0) + 1}")


def replaced(facts: Sequence[F], fact: F) -> tuple[F, ...]:
    """Return the facts with `fact` in the place of the one with its id."""
    return tuple(fact if each.id == fact.id else each for each in facts)


def without(facts: Sequence[F], fact_id: str) -> tuple[F, ...]:
    """Return the facts but the one with this id."""
    return tuple(each for each in facts if each.id != fact_id)


def put_back(facts: Sequence[F], fact: F, at: int) -> tuple[F, ...]:
    """Return the facts with `fact` at the place where it stood."""
    return (*facts[:at], fact, *facts[at:])


def place_of(facts: Sequence[Identified], fact_id: str) -> int:
    """Return where the fact with this id stands, or -1."""
    return next((at for at, each in enumerate(facts) if each.id == fact_id), -1)


def _is_own(fact_id: str, letters: str) -> bool:
    rest = fact_id.removeprefix(letters)
    return fact_id.startswith(letters) and rest.isascii() and rest.isdigit()

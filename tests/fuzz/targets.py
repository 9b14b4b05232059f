"""Every reader of foreign bytes: how it is called, what it may refuse with, what it starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from intake_app.errors import IntakeError
from tests.fuzz.mutating import TEXT, Mutation
from tests.fuzz.oracle import Read


@dataclass(frozen=True)
class Target:
    """One reader.

    `opened` gives the reading function; it returns the bytes that what it took would be written
    as, which must be those that came in. `seeds` are made by code; where `stored`, they lie in the
    tree as well. `cap` is the largest mutant in bytes, `memory` how many bytes reading a small one
    may take, `piece` how many executions are in the short run, `least` how many a long run must
    do, `weight` its share of a long run's time.
    """

    name: str
    opened: Callable[[], AbstractContextManager[Read]]
    refusals: tuple[type[IntakeError], ...]
    seeds: Callable[[], Mapping[str, bytes]]
    mutations: tuple[Mutation, ...] = TEXT
    stored: bool = True
    cap: int = 64 * 1024
    memory: int = 24 * 1024 * 1024
    piece: int = 1500
    least: int = 0
    weight: float = 1.0


def simply(read: Read) -> Callable[[], AbstractContextManager[Read]]:
    """Return how to open a reader that needs nothing around it."""

    @contextmanager
    def opened() -> Iterator[Read]:
        yield read

    return opened

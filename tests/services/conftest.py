"""People who come together in most tests of the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.services import organising
from intake_app.services.session import Session
from tests.services.people import NAME, People


@pytest.fixture(name="people")
def some_people(tmp_path: Path) -> Iterator[People]:
    people = People(tmp_path)
    yield people
    people.close()


@pytest.fixture(name="founder")
def a_founder(people: People) -> Session:
    made = people.person("coordinator")
    organising.found(made, NAME)
    return made

"""One application and one world for all tests of the window."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from intake_app.gui.privacy import quiet_qt
from tests.gui.world import World

quiet_qt(messages=True)


# A world for each module: what one journey seals or deletes must not change another's pictures.
@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()

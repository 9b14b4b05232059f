"""One practice journey for all, played by a real process."""

from __future__ import annotations

import pytest

from tests.cli.running import intake
from tests.journey.playing import Played


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    home = tmp_path_factory.mktemp("journey")
    ran = intake("demo", home / "D", "--json", home=home)
    assert ran.code == 0, ran
    assert ran.err == ""
    return Played(home / "D", home, ran.told)

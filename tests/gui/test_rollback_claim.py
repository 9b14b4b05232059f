"""Who says that lines of a log are missing is named, and a person answers in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton

from intake_app.crypto.chain import Head
from intake_app.gui.screens.inbox import Inbox
from intake_app.gui.theme import Look
from intake_app.services import custody, rollback_claims
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Shown, Stage
from tests.gui.world import World


@pytest.fixture(scope="module", params=["fa", "en"])
def stage(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    made = Stage(world, Look(request.param))
    yield made
    made.close()


def named(shown: Shown, name: str) -> QPushButton | None:
    now = shown.window.screen_
    assert now is not None
    return now.findChild(QPushButton, name)


def pressed(shown: Shown, name: str) -> None:
    found = named(shown, name)
    assert found is not None
    found.click()


def test_the_interviewer_is_told_and_answers(stage: Stage, world: World) -> None:
    vault = world.place("joined").session
    for number in (1, 2):
        lost = Head(900, f"{vault.new_id()}{vault.new_id()}")
        rollback_claims.note(vault, f"coord-0000000{number}", lost)
    first, second = rollback_claims.waiting(vault)
    with stage.showing(Fixture("home", "test", vault="joined")) as shown:
        pressed(shown, "strip_warning")
        assert shown.window.visit()[1][0] == "custody_log"
        pressed(shown, "dismiss")
        assert rollback_claims.waiting(vault) == [second]
        pressed(shown, "dismiss")
        assert named(shown, "dismiss") is None
    assert first.by != second.by
    assert custody.verify(vault).ok
    with stage.showing(Fixture("home", "test", vault="joined")) as shown:
        assert shown.screen.findChild(QPushButton, "strip_warning") is None


def test_the_coordinator_is_told_in_the_inbox(stage: Stage, world: World) -> None:
    vault = world.place("archive").session
    rollback_claims.note(vault, "device-00000001", Head(900, f"{vault.new_id()}{vault.new_id()}"))
    [claim] = rollback_claims.waiting(vault)
    with stage.showing(Fixture("inbox", "test", vault="archive")) as shown:
        inbox: Inbox = shown.screen  # type: ignore[assignment]
        assert not inbox.claimed.isHidden()
        assert inbox.older.isHidden()
    assert rollback_claims.decide(vault, claim.line, believed=False)
    with stage.showing(Fixture("inbox", "test", vault="archive")) as shown:
        inbox = shown.screen  # type: ignore[assignment]
        assert inbox.claimed.isHidden()

"""A receipt that should not exist is told of on the first page and on its own, until read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from intake_app.gui.screens.home import Home
from intake_app.gui.screens.receipts import Receipts
from intake_app.gui.theme import Look
from intake_app.services import receipt_alarms, sealing
from tests.gui.after_world import agree, hear_witness
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Stage
from tests.gui.world import World
from tests.services.making import Office
from tests.services.people import People
from tests.services.receipts import receipt


@pytest.fixture(scope="module", params=["fa", "en"])
def stage(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    made = Stage(world, Look(request.param))
    yield made
    made.close()


def test_it_is_shown_until_somebody_read_it(stage: Stage, world: World, tmp_path: Path) -> None:
    archive, place = world.place("archive"), world.place("joined")
    draft = hear_witness(place.session, "statement-second-fa")
    agree(place.session, draft)
    bundle_id = sealing.seal(place.session, draft).bundles[0].bundle_id
    office = Office(People(tmp_path), archive.session, place.session)
    path = receipt(office, bundle_id, bundle_id="ab" * 16)
    receipt_alarms.mark_read(place.session)
    with stage.showing(Fixture("receipts", "test", vault="joined")) as shown:
        screen: Receipts = shown.screen  # type: ignore[assignment]
        assert screen.alarm.isHidden()
        screen.drop.dropped.emit([path])
        assert [line.tone for line in screen.lines] == ["fault"]
        assert not screen.alarm.isHidden()
    with stage.showing(Fixture("home", "test", vault="joined")) as shown:
        home: Home = shown.screen  # type: ignore[assignment]
        strip = home.findChild(QPushButton, "strip_fault")
        assert strip is not None
        strip.click()
        assert shown.window.visit()[1][0] == "receipts"
        again: Receipts = shown.window.screen_  # type: ignore[assignment]
        assert not again.alarm.isHidden()
        read = again.findChild(QPushButton, "alarm_read")
        assert read is not None
        read.click()
        assert again.alarm.isHidden()
    assert receipt_alarms.unread(place.session) == []
    with stage.showing(Fixture("home", "test", vault="joined")) as shown:
        assert shown.screen.findChild(QPushButton, "strip_fault") is None

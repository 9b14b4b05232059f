"""A coordinator has the log confirmed, from the window; warnings where an older copy came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from intake_app.gui.screens.inbox import Inbox
from intake_app.gui.screens.time_proofs import ProofOfTime
from intake_app.gui.theme import Look
from intake_app.localization import messages
from intake_app.services import anchoring, time_services
from tests.crypto.time_service import TimeService
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Shown, Stage, settle
from tests.gui.world import World


@pytest.fixture(scope="module", params=["fa", "en"])
def stage(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    made = Stage(world, Look(request.param))
    yield made
    made.close()


def _button(screen: QWidget, name: str) -> QPushButton:
    found = screen.findChild(QPushButton, name)
    assert found is not None
    return found


def _said(shown: Shown) -> str:
    settle()
    notice = shown.window.notices.notice
    return "" if notice is None else notice.text


def test_the_whole_way(stage: Stage, tmp_path: Path) -> None:
    service = TimeService.found(tmp_path / "service", f"Authority {stage.look.language}")
    with stage.showing(Fixture("time_proofs", "test", vault="timed")) as shown:
        screen: ProofOfTime = shown.screen  # type: ignore[assignment]
        before = len(screen.asked)
        (tmp_path / "stick").mkdir()
        screen.write_question([tmp_path / "stick"])
        settle()
        assert len(screen.asked) == before + 1
        [query] = (tmp_path / "stick").iterdir()
        answer = tmp_path / "answer.tsr"
        answer.write_bytes(service.answer(query.read_bytes()))
        screen.take_answer([answer])
        assert messages.sentence("TIME_AUTHORITY_UNKNOWN").what in _said(shown)
        assert not screen.asked[0].proofs
        screen.read_certificate([service.root])
        settle()
        assert not screen.compare.isHidden()
        _button(screen, "same").click()
        settle()
        assert screen.compare.isHidden()
        screen.take_answer([answer])
        settle()
        assert [each.response for each in screen.asked[0].proofs] == [answer.read_bytes()]
        screen.write_proofs([tmp_path / "out"])
        settle()
        assert len(list((tmp_path / "out").iterdir())) == len(anchoring.kept(screen.desk.session))


def test_a_certificate_that_differs_is_not_believed(stage: Stage, tmp_path: Path) -> None:
    service = TimeService.found(tmp_path / "service", "Nobody knows it")
    with stage.showing(Fixture("time_proofs", "test", vault="timed")) as shown:
        screen: ProofOfTime = shown.screen  # type: ignore[assignment]
        before = time_services.believed(screen.desk.session)
        screen.read_certificate([service.root])
        settle()
        _button(screen, "different").click()
        assert time_services.believed(screen.desk.session) == before
        assert screen.compare.isHidden()


def test_settings_lead_there_for_coordinators_alone(stage: Stage) -> None:
    with stage.showing(Fixture("settings", "test", vault="timed")) as shown:
        _button(shown.screen, "to_time_proofs").click()
        assert shown.window.visit()[1][0] == "time_proofs"
    with stage.showing(Fixture("settings", "test", vault="set back")) as shown:
        assert shown.screen.findChild(QPushButton, "to_time_proofs") is None


def test_home_and_inbox_warn_where_an_older_copy_was_put_back(stage: Stage) -> None:
    with stage.showing(Fixture("home", "test", vault="set back")) as shown:
        _button(shown.screen, "strip_fault").click()
        assert shown.window.visit()[1][0] == "custody_log"
    with stage.showing(Fixture("inbox", "test", vault="office set back")) as shown:
        inbox: Inbox = shown.screen  # type: ignore[assignment]
        assert inbox.older.isVisible()
    with stage.showing(Fixture("inbox", "test", vault="timed")) as shown:
        assert not shown.screen.older.isVisible()  # type: ignore[attr-defined]

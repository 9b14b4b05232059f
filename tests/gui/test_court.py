"""Handing over to a court in the window: nothing goes by mistake, and what goes is whole."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from intake_app.assets import resource
from intake_app.crypto import age
from intake_app.crypto.recipients import HybridIdentity
from intake_app.gui.jobs import InlineJobs, Job
from intake_app.gui.screens.court import Court
from intake_app.gui.theme import Look
from intake_app.services import court_choosing
from intake_app.services.court_choosing import COURT, USES, Chosen, LeftOut, Plan
from intake_app.services.court_questions import Asked
from tests.gui.fixtures.court import huge_plan
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Stage
from tests.gui.typing_text import type_text
from tests.gui.world import World


@pytest.fixture(scope="module", params=["fa", "en"])
def stage(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    made = Stage(world, Look(request.param))
    yield made
    made.close()


def fill(screen: Court, folder: Path) -> None:
    """Say everything but who may read it."""
    type_text(screen.receiver.name, "دادگاه نمونه")
    screen._take_folder([folder])


def is_ready(screen: Court) -> bool:
    assert screen.primary_button is not None
    return screen.primary_button.isEnabled()


def test_unsealed_only_with_the_tick_and_then_the_checker_accepts_it(
    stage: Stage, tmp_path: Path
) -> None:
    with stage.showing(Fixture("court", "test", vault="archive")) as shown:
        screen: Court = shown.screen  # type: ignore[assignment]
        assert screen.receiver.is_sealed, "sealed is what is chosen at first"
        fill(screen, tmp_path)
        assert not is_ready(screen)
        screen.receiver.how.buttons["plain"].click()
        assert not is_ready(screen)
        screen.receiver.sure.box.setChecked(True)
        assert is_ready(screen)
        screen.press_primary()
        assert not screen.result.isHidden()
    [folder] = tmp_path.iterdir()
    checker = resource("verify", "check-handover.py")
    done = subprocess.run(["/usr/bin/python3", "-I", checker, folder], check=False)
    assert done.returncode == 0


def test_sealed_for_the_address_in_their_file(stage: Stage, tmp_path: Path) -> None:
    theirs = HybridIdentity.generate()
    address, drive = tmp_path / "court.txt", tmp_path / "drive"
    address.write_text(theirs.recipient.to_text() + "\n")
    drive.mkdir()
    wrong = tmp_path / "shopping.txt"
    wrong.write_text("milk\n")
    with stage.showing(Fixture("court", "test", vault="archive")) as shown:
        screen: Court = shown.screen  # type: ignore[assignment]
        fill(screen, drive)
        screen.receiver.take_file(wrong)
        assert not is_ready(screen)
        screen.receiver.take_file(address)
        screen.press_primary()
        assert not screen.result.isHidden()
    [sealed] = drive.iterdir()
    assert age.decrypt_bytes(sealed.read_bytes(), [theirs]).startswith(b"ho1-")


def test_the_use_decides_and_the_name_is_offered_for_a_court_alone(stage: Stage) -> None:
    asked: list[bool] = []
    real = court_choosing.plan

    def plan(*args: Any, with_identity: bool = False, **how: Any) -> Plan:
        asked.append(with_identity)
        return real(*args, with_identity=with_identity, **how)

    with (
        patch.object(court_choosing, "plan", plan),
        stage.showing(Fixture("court", "test", vault="archive")) as shown,
    ):
        screen: Court = shown.screen  # type: ignore[assignment]
        screen.names.box.setChecked(True)
        assert asked == [False, True]
        screen.use.buttons["share_un"].click()
        assert screen.plan is not None
        assert screen.plan.use == "share_un"
        assert screen.names.isHidden()
        rows = [screen.table.rows_model.row(at) for at in range(len(screen.plan.left_out))]
        assert rows == list(screen.plan.left_out), "what stays is seen first"


class _SlowJobs(InlineJobs):
    """Questions to the vault wait until somebody lets one be answered."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], object]] = []

    def run(self, work: Any, done: Any, **_how: Any) -> Job[Any]:
        self.waiting.append(lambda: done(work()))
        return Job(done, lambda _error: None, None, None)


def test_nothing_is_written_that_a_person_did_not_choose_last(stage: Stage, tmp_path: Path) -> None:
    with stage.showing(Fixture("court", "test", vault="archive")) as shown:
        screen: Court = shown.screen  # type: ignore[assignment]
        fill(screen, tmp_path)
        screen.receiver.how.buttons["plain"].click()
        screen.receiver.sure.box.setChecked(True)
        assert is_ready(screen)
        slow = _SlowJobs()
        screen.context = type(screen.context)(screen.context.desk, slow, screen.context.clock)
        screen.names.box.setChecked(True)
        assert not is_ready(screen), "the answer to what was ticked now is not here yet"
        screen.names.box.setChecked(False)
        with_names, without = slow.waiting
        without()
        assert is_ready(screen)
        with_names()
        assert screen.plan is not None
        assert not any(each.kind == "identity" for each in screen.plan.chosen)
        screen.use.buttons["share_un"].click()
        assert not is_ready(screen)
        screen.press_primary()
        assert list(tmp_path.iterdir()) == []


def test_a_limit_is_ticked_by_a_person_and_the_focus_stays(stage: Stage) -> None:
    made = huge_plan(60)
    asked: list[tuple[str, ...]] = []

    def plan(*_args: object, answers: tuple[str, ...] = (), **_how: object) -> Plan:
        asked.append(tuple(answers))
        return made

    with (
        patch.object(court_choosing, "plan", plan),
        stage.showing(Fixture("court", "test", vault="archive")) as shown,
    ):
        screen: Court = shown.screen  # type: ignore[assignment]
        code, tick = next(iter(screen.questions.ticks.items()))
        tick.box.setFocus()
        tick.box.click()
        assert asked[-1] == (code,)
        assert screen.questions.ticks[code].box.hasFocus()


def test_what_was_read_for_one_use_is_read_anew_for_another(stage: Stage) -> None:
    """The same bundles have limits for both uses, of other words."""

    def plan(_session: object, use: str, *_args: object, **_how: object) -> Plan:
        asked = Asked("LIMIT_UNREAD", f"{USES.index(use):024x}", f"a limit of {use}")
        left = LeftOut("a" * 32, "statement", "2026-03-04T10:20:00Z", "LIMIT_UNREAD", (asked,))
        return Plan(use, (), (left,))

    with (
        patch.object(court_choosing, "plan", plan),
        stage.showing(Fixture("court", "test", vault="archive")) as shown,
    ):
        screen: Court = shown.screen  # type: ignore[assignment]
        [tick] = screen.questions.ticks.values()
        tick.box.click()
        assert screen.questions.answers
        for use in ("share_researchers", COURT):
            screen.use.buttons[use].click()
            assert screen.questions.answers == ()
            said = {each.text() for each in screen.questions.findChildren(QLabel)}
            assert any(f"a limit of {use}" in each for each in said)


def test_from_a_record_only_its_own_testimony(stage: Stage, world: World) -> None:
    bundle_id = world.place("archive").notes["first"]
    fixture = Fixture(
        "court", "test", vault="archive", params=lambda _: {"bundle_ids": (bundle_id,)}
    )
    with stage.showing(fixture) as shown:
        screen: Court = shown.screen  # type: ignore[assignment]
        assert screen.plan is not None
        rows: list[Chosen | LeftOut] = [*screen.plan.chosen, *screen.plan.left_out]
        assert bundle_id in {each.bundle_id for each in rows}
        every = court_choosing.plan(world.place("archive").session, court_choosing.COURT)
        assert len(rows) < len(every.chosen) + len(every.left_out)


def test_the_ways_in(stage: Stage, world: World) -> None:
    with stage.showing(Fixture("inbox", "test", vault="archive")) as shown:
        shown.screen.court_button.click()  # type: ignore[attr-defined]
        assert isinstance(shown.window.screen_, Court)
    first = world.place("archive").notes["first"]
    fixture = Fixture("record", "test", vault="archive", params=lambda _: {"bundle_id": first})
    with stage.showing(fixture) as shown:
        button: Any = shown.screen.footer.findChild(QPushButton, "court")
        button.click()
        assert isinstance(shown.window.screen_, Court)

"""Handing over, receipts and deleting, with real files on a folder that stands for a drive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.gui.screens.delete import Delete
from intake_app.gui.screens.hand_over import HandOver
from intake_app.gui.screens.receipts import Receipts
from intake_app.gui.theme import Look
from intake_app.localization.messages import sentence
from intake_app.services import giving_receipts, handing_over, importing, sealing
from tests.gui.after_world import agree, hear_witness
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Stage
from tests.gui.typing_text import type_text
from tests.gui.world import Place, World

FAULTS = (
    errors.DriveMissing,
    errors.DriveFull,
    errors.DriveReadOnly,
    errors.DrivePulled,
    errors.DriveSlow,
    errors.DriveFileTooLarge,
    errors.DriveNameTaken,
    errors.DriveReadBack,
)


@pytest.fixture(scope="module", params=["fa", "en"])
def stage(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    made = Stage(world, Look(request.param))
    yield made
    made.close()


@pytest.fixture
def place(world: World) -> Place:
    world.place("archive")
    made = world.place("joined")
    statement_id = hear_witness(made.session, "statement-second-fa")
    agree(made.session, statement_id)
    made.notes["sealed"] = sealing.seal(made.session, statement_id)
    return made


def _sealed(place: Place) -> str:
    bundle_id: str = place.notes["sealed"].bundles[0].bundle_id
    return bundle_id


def _row(place: Place) -> handing_over.OutboxRow:
    rows = handing_over.outbox(place.session)
    return next(row for row in rows if row.bundle_id == _sealed(place))


def _hand_over(stage: Stage, place: Place, folder: Path) -> None:
    with stage.showing(Fixture("hand_over", "test", vault="joined")) as shown:
        screen: HandOver = shown.screen  # type: ignore[assignment]
        screen._take_folder([folder])
        screen.press_primary()
        assert not screen.result.isHidden()


def test_copied_checked_and_safe_to_remove(stage: Stage, place: Place, tmp_path: Path) -> None:
    _hand_over(stage, place, tmp_path)
    assert _row(place).state == "handed_over"
    names = [path.name for path in tmp_path.iterdir()]
    assert names
    assert all(len(name) == 36 and name.endswith(".age") for name in names)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_every_fault_says_what_is_safe(
    stage: Stage,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    fault: type[errors.DriveError],
    tmp_path: Path,
) -> None:
    def broken(*_args: object, **_how: object) -> None:
        raise fault

    monkeypatch.setattr(handing_over, "hand_over", broken)
    with stage.showing(Fixture("hand_over", "test", vault="joined")) as shown:
        screen: HandOver = shown.screen  # type: ignore[assignment]
        screen._take_folder([tmp_path])
        screen.press_primary()
        said = shown.window.notices.notice
        assert said is not None
        spoken = sentence(fault())
        assert (said.tone, said.text, said.hint) == ("fault", spoken.what, spoken.hint)
        assert screen.primary_button is not None
        assert screen.primary_button.isEnabled()
    assert _row(place).state == "waiting"


def test_receipt_comes_back_and_lets_it_be_deleted(
    stage: Stage, place: Place, tmp_path: Path
) -> None:
    stick, back = tmp_path / "stick", tmp_path / "back"
    stick.mkdir()
    back.mkdir()
    _hand_over(stage, place, stick)
    office = place.world.place("archive")
    importing.import_many(office.session, [stick])
    giving_receipts.write_receipts(office.session, back, [_sealed(place)])
    (back / "odd.receipt").write_text("odd", "utf-8")
    with stage.showing(Fixture("receipts", "test", vault="joined")) as shown:
        screen: Receipts = shown.screen  # type: ignore[assignment]
        screen.drop.dropped.emit([back])
        assert sorted(line.tone for line in screen.lines) == ["fault", "success"]
        assert screen.alarm.isHidden()
        screen.delete_button.click()
        page: Delete = shown.window.screen_  # type: ignore[assignment]
        ticked = [row for row, tick in zip(page.rows, page.ticks, strict=True) if tick.isChecked()]
        assert [row.bundle_id for row in ticked] == [_sealed(place)]
        page.press_primary()
        assert page.number_field.error.plain
        type_text(page.number, "۱")
        page.press_primary()
        assert shown.window.visit()[1][0] == "outbox"
    rows = handing_over.outbox(place.session)
    assert _sealed(place) not in {row.bundle_id for row in rows}


def test_without_receipts_it_asks_twice_and_for_a_reason(stage: Stage, place: Place) -> None:
    fixture = Fixture("delete", "test", vault="joined")
    with stage.showing(fixture) as shown:
        page: Delete = shown.screen  # type: ignore[assignment]
        assert not any(tick.isChecked() for tick in page.ticks)
        at = [row.bundle_id for row in page.rows].index(_sealed(place))
        page.ticks[at].box.setChecked(True)
        type_text(page.number, "1")
        page.press_primary()
        assert _row(place).bundle_id == _sealed(place)
        page.sure.box.setChecked(True)
        page.reason.answer("danger")
        page.press_primary()
        assert shown.window.visit()[1][0] == "outbox"
    last = place.session.custody.entries()[-1]
    assert (last.event, last.ref, last.x["reason"]) == ("delete", _sealed(place), "danger")

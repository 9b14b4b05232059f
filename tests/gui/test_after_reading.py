"""Reading back and sealing, done by keys in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app import errors
from intake_app.gui.screens.read_back import ReadBack
from intake_app.gui.screens.seal import Seal
from intake_app.gui.theme import Look
from intake_app.services import handing_over, interviewing, reading
from tests.gui.after_world import agree, hear_witness
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Stage
from tests.gui.typing_text import type_text
from tests.gui.world import Place, World


@pytest.fixture(scope="module", params=["fa", "en"])
def stage(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    made = Stage(world, Look(request.param))
    yield made
    made.close()


@pytest.fixture
def place(world: World) -> Place:
    world.place("archive")
    return world.place("joined")


@pytest.fixture
def draft(place: Place) -> Iterator[str]:
    made = hear_witness(place.session, "statement-fa")
    yield made
    if made in {row.statement_id for row in interviewing.drafts(place.session)}:
        interviewing.discard(place.session, made)


def _reading(draft: str) -> Fixture:
    return Fixture("read_back", "test", vault="joined", params=lambda _: {"statement_id": draft})


def _sealing(draft: str) -> Fixture:
    return Fixture("seal", "test", vault="joined", params=lambda _: {"statement_id": draft})


def test_space_agrees_and_goes_on(stage: Stage, place: Place, draft: str) -> None:
    with stage.showing(_reading(draft)) as shown:
        screen: ReadBack = shown.screen  # type: ignore[assignment]
        assert screen.primary_button is not None
        QTest.keyClick(screen.primary_button, Qt.Key.Key_Space)
        assert screen.at == 1
    statement = interviewing.load(place.session, draft)
    first = statement.read_back.verdict_on(statement.narrative[0].id)
    assert first is not None
    assert first.verdict == "agreed"


def _stage(screen: ReadBack) -> str:
    return screen.stage


def _heard(screen: ReadBack) -> str:
    return screen.stops[0].heard


def _press(screen: ReadBack, letter: str) -> None:
    """Press a key of any layout: QTest has no words for letters outside ASCII."""
    key = Qt.Key.Key_C if letter == "c" else ord(letter)
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
    QApplication.sendEvent(screen, event)


@pytest.mark.parametrize("key", ["c", "ز"], ids=["latin", "persian"])
def test_a_change_is_kept_while_it_is_typed(
    stage: Stage, place: Place, draft: str, key: str
) -> None:
    with stage.showing(_reading(draft)) as shown:
        screen: ReadBack = shown.screen  # type: ignore[assignment]
        _press(screen, key)
        assert _stage(screen) == "changing"
        original = screen.page.pair.first.plain
        for letters in ("یک ", "دو ", "سه "):
            type_text(screen.page.pair.edit, letters)
            screen.leave()
        QTest.keyClick(screen, Qt.Key.Key_Escape)
        assert _stage(screen) == "reading"
        assert screen.page.pair.first.plain == original
    statement = interviewing.load(place.session, draft)
    assert statement.narrative[0].text == original
    said = statement.read_back.paragraphs
    assert [each.verdict for each in said] == ["changed"]
    assert "یک دو سه" in said[0].text


def test_a_change_can_be_taken_back(stage: Stage, place: Place, draft: str) -> None:
    with stage.showing(_reading(draft)) as shown:
        screen: ReadBack = shown.screen  # type: ignore[assignment]
        screen.start_change()
        type_text(screen.page.pair.edit, "x")
        screen.leave()
        screen.keep_button.click()
        assert _heard(screen) == "unread"
    assert interviewing.load(place.session, draft).read_back.paragraphs == ()


def test_removed_is_still_seen_and_can_come_back(stage: Stage, place: Place, draft: str) -> None:
    with stage.showing(_reading(draft)) as shown:
        screen: ReadBack = shown.screen  # type: ignore[assignment]
        QTest.keyClick(screen, Qt.Key.Key_R)
        screen.jump(0)
        assert _heard(screen) == "removed"
        assert screen.page.pair.first.plain == screen.stops[0].text
        screen.keep_button.click()
        assert _heard(screen) == "agreed"


def test_unread_paragraphs_are_listed_and_lead_there(
    stage: Stage, place: Place, draft: str
) -> None:
    with stage.showing(_reading(draft)) as shown:
        screen: ReadBack = shown.screen  # type: ignore[assignment]
        screen.jump(999)
        screen.press_primary()
        assert shown.window.notices.notice is not None
        assert not interviewing.load(place.session, draft).read_back.agreed
        screen.end.links[4].click()  # type: ignore[attr-defined]
        assert screen.at == 4


def test_who_read_is_asked_before_the_agreement(stage: Stage, place: Place, draft: str) -> None:
    for paragraph in interviewing.load(place.session, draft).narrative:
        reading.hear(place.session, draft, paragraph.id, "agreed")
    with stage.showing(_reading(draft)) as shown:
        screen: ReadBack = shown.screen  # type: ignore[assignment]
        screen.jump(999)
        screen.press_primary()
        assert not interviewing.load(place.session, draft).read_back.agreed
        screen.head.who.buttons["interpreter"].click()
        type_text(screen.end.remark, "همین بود")
        screen.press_primary()
        shown.screen.press_primary()
        assert shown.window.visit()[1][0] == "seal"
    done = interviewing.load(place.session, draft).read_back
    assert (done.agreed, done.how, done.remark) == (True, "interpreter", "همین بود")


def test_a_full_disk_is_said_in_the_mark(
    stage: Stage, place: Place, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_how: object) -> None:
        raise errors.VaultDiskFull

    with stage.showing(_reading(draft)) as shown:
        screen: ReadBack = shown.screen  # type: ignore[assignment]
        monkeypatch.setattr(reading, "hear", full)
        screen.press_primary()
        assert screen.at == 0
        assert shown.window.header.saved._icon.pixmap().isNull() is False
        assert shown.window.notices.notice is not None


# -- sealing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["seal", "مهر", " SEAL "])
def test_typed_word_seals_and_there_is_no_way_back(
    stage: Stage, place: Place, draft: str, word: str
) -> None:
    agree(place.session, draft)
    before = len(handing_over.outbox(place.session))
    with stage.showing(_sealing(draft)) as shown:
        screen: Seal = shown.screen  # type: ignore[assignment]
        type_text(screen.word, word)
        screen.press_primary()
        history, now = shown.window.visit()
        assert now[0] == "sealed"
        assert history == []
        assert len(shown.window.screen_.digits.groups) == 8  # type: ignore[union-attr]
    assert len(handing_over.outbox(place.session)) > before


def test_a_click_alone_does_not_seal(stage: Stage, place: Place, draft: str) -> None:
    agree(place.session, draft)
    with stage.showing(_sealing(draft)) as shown:
        screen: Seal = shown.screen  # type: ignore[assignment]
        assert screen.hold is not None
        QTest.mouseClick(screen.hold, Qt.MouseButton.LeftButton)
        screen.press_primary()
        assert screen.field.error.plain
    assert interviewing.load(place.session, draft).statement_id == draft


def test_a_failed_step_is_named_and_the_draft_stays(stage: Stage, place: Place, draft: str) -> None:
    agree(place.session, draft)
    place.world.clock.advance(-800 * 24 * 3600)
    try:
        with stage.showing(_sealing(draft)) as shown:
            screen: Seal = shown.screen  # type: ignore[assignment]
            assert screen.plan is not None
            assert screen.plan.clock_wrong
            assert screen.hold is None
    finally:
        place.world.clock.advance(800 * 24 * 3600)
    assert interviewing.load(place.session, draft).statement_id == draft


def test_what_is_missing_leads_there(stage: Stage, place: Place, draft: str) -> None:
    with stage.showing(_sealing(draft)) as shown:
        shown.screen.press_primary()
        assert shown.window.visit()[1] == ("read_back", {"statement_id": draft})

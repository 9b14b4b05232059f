"""Who is here changes while the witness tells: each coming and going keeps its moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from intake_app import errors
from intake_app.crypto import canonical
from intake_app.domain import schema
from intake_app.domain.statement import Present, Statement
from intake_app.gui.theme import Look
from intake_app.services import interviewing, presence
from tests.gui.fixtures.fixture import Fixture
from tests.gui.interview_world import opening
from tests.gui.stage import Stage, settle
from tests.gui.typing_text import type_text
from tests.gui.world import Place, World

HERE = (Present(role="interviewer", pseudonym="نسرین ۲"), Present(role="relative", pseudonym="م"))


@pytest.fixture(scope="module")
def stage(world: World) -> Iterator[Stage]:
    made = Stage(world, Look("fa"))
    yield made
    made.close()


@pytest.fixture
def place(world: World) -> Place:
    made = world.place("fresh")
    begun = opening("W")
    setting = msgspec.structs.replace(begun.setting, present=HERE, ended_at="")
    begun = type(begun)(**{**begun.__dict__, "setting": setting})
    made.notes["draft"] = interviewing.begin(made.session, begun).statement_id
    return made


def kept(place: Place) -> tuple[Present, ...]:
    return interviewing.load(place.session, place.notes["draft"]).setting.present


def fixture(place: Place) -> Fixture:
    params = {"statement_id": place.notes["draft"]}
    return Fixture("present", "test", vault="fresh", params=lambda _place: params)


def press(screen: Any, name: str) -> None:
    next(each for each in screen.people.findChildren(object) if _is(each, name)).click()
    settle()


def _is(each: object, name: str) -> bool:
    return bool(getattr(each, "objectName", lambda: "")() == name)


def test_it_is_reached_from_the_interview(stage: Stage, place: Place) -> None:
    params = {"statement_id": place.notes["draft"]}
    room = Fixture("interview", "test", vault="fresh", params=lambda _place: params)
    with stage.showing(room) as shown:
        screen: Any = shown.screen
        type_text(screen.notes.editor, "سخنی پیش از رفتن")
        screen.findChild(object, "go_present").click()
        settle()
        assert shown.window.visit()[1] == ("present", params)
        shown.window.go_back()
        settle()
        back: Any = shown.window.screen_
        assert back.notes.editor.words() == "سخنی پیش از رفتن"


def test_somebody_comes_and_somebody_leaves(stage: Stage, place: Place) -> None:
    with stage.showing(fixture(place)) as shown:
        screen: Any = shown.screen
        press(screen, "add_interpreter")
        type_text(screen.people.rows[-1].pseudonym, "مترجم ۱")
        press(screen, "present_remove_2")
        assert screen.leave()
    first, gone, new = kept(place)
    assert first == HERE[0]
    assert (gone.role, gone.pseudonym, gone.came) == ("relative", "م", "")
    assert gone.left == place.session.now()
    assert (new.role, new.pseudonym, new.came) == ("interpreter", "مترجم ۱", place.session.now())
    assert interviewing.load(place.session, place.notes["draft"]).setting.interpreted


def test_a_slip_is_taken_back_and_nobody_else_is_lost(stage: Stage, place: Place) -> None:
    with stage.showing(fixture(place)) as shown:
        screen: Any = shown.screen
        press(screen, "present_remove_1")
        assert screen.saving.settle()
        assert kept(place)[0].left
        press(screen, "present_remove_1")  # still here after all
        press(screen, "add_other")
        assert screen.saving.settle()
        assert len(kept(place)) == 3
        press(screen, "present_remove_3")  # added by mistake on this page
        assert screen.leave()
    assert kept(place) == HERE


def test_on_a_later_visit_nobody_can_be_taken_out(stage: Stage, place: Place) -> None:
    with stage.showing(fixture(place)) as shown:
        press(shown.screen, "add_other")
        assert shown.screen.leave()
    with stage.showing(fixture(place)) as shown:
        press(shown.screen, "present_remove_3")
        assert shown.screen.leave()
    assert len(kept(place)) == 3
    assert kept(place)[2].left


def test_nobody_is_dropped_by_the_service_either(place: Place) -> None:
    with pytest.raises(errors.StatementInvalid):
        presence.keep(place.session, place.notes["draft"], HERE[:1])
    assert kept(place) == HERE


def test_what_else_the_setting_tells_stays(place: Place) -> None:
    before = interviewing.load(place.session, place.notes["draft"])
    people = presence.leaves(presence.joins(HERE, "other", "2026-11-24T10:00:00Z"), 0, "x")
    after = presence.keep(place.session, place.notes["draft"], presence.stays(people, 0))
    assert after.setting.present[:2] == HERE
    assert msgspec.structs.replace(after.setting, present=HERE) == before.setting
    assert after.narrative == before.narrative


def test_statements_from_before_keep_their_bytes(place: Place) -> None:
    statement = interviewing.load(place.session, place.notes["draft"])
    plain = schema.to_plain(statement)
    people = plain["setting"]["present"]  # type: ignore[call-overload, index]
    assert all(set(each) == {"role", "pseudonym", "language"} for each in people)  # type: ignore[arg-type, union-attr]
    data = canonical.encode(plain)
    assert canonical.encode(schema.to_plain(schema.from_json(data, Statement))) == data

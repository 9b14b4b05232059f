"""The gates of every screen, as loops: {fa, en} x {light, dark} x {100, 200} and two window sizes.

`pytest tests/gui/test_registry.py -k SCREEN_ID` runs them for one screen.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from intake_app.gui import theme
from intake_app.gui.navigation import REGISTRY
from intake_app.gui.theme import Look
from intake_app.localization import languages
from tests.gui.fixtures import all_fixtures
from tests.gui.gates import clipping, colours, mirroring, names, tabbing, wording
from tests.gui.gates.seeing import visible
from tests.gui.stage import LARGE, LOOKS, SMALL, Shown, Stage
from tests.gui.world import World

FIXTURES = {each.label: each for each in all_fixtures()}
SPEAKING = (Look("fa", "light", 100), Look("en", "dark", 100))


def _by_look(look: Look) -> str:
    return f"{look.language}-{look.theme}-{look.scale}"


@pytest.fixture(scope="module", params=LOOKS, ids=_by_look)
def every_look(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    yield from _stage(world, request.param)


@pytest.fixture(scope="module", params=SPEAKING, ids=_by_look)
def both_languages(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    yield from _stage(world, request.param)


@pytest.fixture(scope="module")
def made_up_language(world: World) -> Iterator[Stage]:
    yield from _stage(world, Look(languages.PSEUDO))


def _stage(world: World, look: Look) -> Iterator[Stage]:
    stage = Stage(world, look)
    yield stage
    stage.close()


def test_every_screen_has_a_state_to_be_shown_in() -> None:
    assert set(REGISTRY) == {each.screen_id for each in all_fixtures()}


@pytest.mark.parametrize("label", FIXTURES)
@pytest.mark.parametrize("size", [LARGE, SMALL], ids=["large", "small"])
def test_nothing_is_cut_off(every_look: Stage, label: str, size: QSize) -> None:
    with every_look.showing(FIXTURES[label], size) as shown:
        _hold(clipping.faults(shown.window))
        _hold(clipping.small_targets(shown.window))


@pytest.mark.parametrize("label", FIXTURES)
def test_a_screen_reader_can_name_everything(both_languages: Stage, label: str) -> None:
    with both_languages.showing(FIXTURES[label]) as shown:
        _hold(names.faults(shown.window))
        assert len(_primary(shown)) <= 1


@pytest.mark.parametrize("label", FIXTURES)
def test_tab_reaches_and_leaves_everything(both_languages: Stage, label: str) -> None:
    with both_languages.showing(FIXTURES[label]) as shown:
        _hold(tabbing.faults(shown.window))


@pytest.mark.parametrize("label", FIXTURES)
def test_no_text_is_untranslated(made_up_language: Stage, label: str) -> None:
    with made_up_language.showing(FIXTURES[label]) as shown:
        _hold(wording.faults(shown.window))


@pytest.mark.parametrize("label", FIXTURES)
def test_right_to_left_is_the_mirror(made_up_language: Stage, label: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with made_up_language.showing(FIXTURES[label]) as shown:
        before = mirroring.places(shown.window)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        with made_up_language.showing(FIXTURES[label]) as shown:
            after = mirroring.places(shown.window)
            _hold(mirroring.faults(shown.window, before, after))
    finally:
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("look", LOOKS, ids=_by_look)
def test_colours_stand_out(qapp: QApplication, look: Look) -> None:
    _hold(colours.faults(theme.apply(look)))


def _hold(faults: list[str]) -> None:
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def _primary(shown: Shown) -> list[QPushButton]:
    return [
        each
        for each in visible(shown.screen)
        if isinstance(each, QPushButton) and each.property("kind") == "primary"
    ]

"""The gates of every screen, as loops over states, languages, themes, text and window sizes.

`pytest tests/gui/test_registry.py -k SCREEN_ID` runs them for one screen.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from intake_app.gui import theme
from intake_app.gui.navigation import REGISTRY
from intake_app.gui.theme import Look
from intake_app.localization import languages
from tests.gui.fixtures import all_fixtures
from tests.gui.gates import clipping, colours, mirroring, names, tabbing, wording
from tests.gui.gates.seeing import visible
from tests.gui.stage import LARGE, LOOKS, SMALL, Shown, Stage, settle
from tests.gui.world import World

FIXTURES = {each.label: each for each in all_fixtures()}
# Colours take no room: four looks hold every width and height.
MEASURES = (
    Look("fa", "light", 100),
    Look("fa", "dark", 200),
    Look("en", "dark", 100),
    Look("en", "light", 200),
)
SPEAKING = (Look("fa", "dark", 100), Look("en", "light", 100))


def _by_look(look: Look) -> str:
    return f"{look.language}-{look.theme}-{look.scale}"


@pytest.fixture(scope="module", params=MEASURES, ids=_by_look)
def each_measure(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
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


# Open faults, each in one look; to be mended, then taken out here.
OPEN = frozenset(
    {
        "fa-light-100-facts-taken_out",  # the button that puts a fact back is 19 px too narrow
        "fa-dark-200-interview-not_saved",  # cut off in the smallest window at twice the size
        "record-identity_bundle",  # a line higher in one direction of the made-up language
    }
)


@pytest.fixture(autouse=True)
def _open_faults(request: pytest.FixtureRequest) -> None:
    callspec = getattr(request.node, "callspec", None)
    if callspec is not None and callspec.id in OPEN:
        request.applymarker(pytest.mark.xfail(reason="open fault", strict=False))


@pytest.mark.parametrize("label", FIXTURES)
def test_nothing_is_cut_off(each_measure: Stage, label: str) -> None:
    with each_measure.showing(FIXTURES[label]) as shown:
        for size in (LARGE, SMALL):
            shown.window.resize(size)
            settle()
            found = clipping.faults(shown.surface) + clipping.small_targets(shown.surface)
            _hold([f"{size.width()}×{size.height()}: {fault}" for fault in found])


@pytest.mark.parametrize("label", FIXTURES)
def test_keyboard_and_screen_reader_reach_everything(both_languages: Stage, label: str) -> None:
    with both_languages.showing(FIXTURES[label]) as shown:
        _hold(names.faults(shown.surface))
        _hold(tabbing.faults(shown.surface))
        assert len(_primary(shown)) <= 1


@pytest.mark.parametrize("label", FIXTURES)
def test_texts_are_translated_and_mirrored(made_up_language: Stage, label: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with made_up_language.showing(FIXTURES[label]) as shown:
        _hold(wording.faults(shown.surface))
        before = mirroring.places(shown.surface)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        with made_up_language.showing(FIXTURES[label]) as shown:
            after = mirroring.places(shown.surface)
            _hold(mirroring.faults(shown.surface, before, after))
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

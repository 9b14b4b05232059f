"""The gates of every screen, as loops over states, languages, themes, text and window sizes.

`pytest tests/gui/test_registry.py -k SCREEN_ID` runs them for one screen. A state is built once in
each look, and every gate that can find something there looks at that one picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

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
# Colours take no room, so two themes share the sizes. English at 100 % stands in the made-up
# language: the same words and the same letters' widths with a bracket more at both ends.
MEASURES = (Look("fa", "light", 100), Look("fa", "dark", 200), Look("en", "light", 200))


def _by_look(look: Look) -> str:
    return f"{look.language}-{look.theme}-{look.scale}"


@pytest.fixture(scope="module", params=MEASURES, ids=_by_look)
def real_language(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
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
def test_it_is_whole_and_can_be_reached(real_language: Stage, label: str) -> None:
    with real_language.showing(FIXTURES[label]) as shown:
        found = _out_of_reach(shown) if real_language.look.scale == 100 else []
        _hold(found + _cut_off(shown))


@pytest.mark.parametrize("label", FIXTURES)
def test_it_is_translated_and_mirrored(made_up_language: Stage, label: str) -> None:
    with made_up_language.showing(FIXTURES[label]) as shown:
        before = mirroring.places(shown.surface)
        _hold(wording.faults(shown.surface) + _out_of_reach(shown) + _cut_off(shown))
    with _right_to_left(), made_up_language.showing(FIXTURES[label]) as shown:
        after = mirroring.places(shown.surface)
        _hold(mirroring.faults(shown.surface, before, after))


@pytest.mark.parametrize("look", LOOKS, ids=_by_look)
def test_colours_stand_out(qapp: QApplication, look: Look) -> None:
    _hold(colours.faults(theme.apply(look)))


def _cut_off(shown: Shown) -> list[str]:
    """Return what is cut or hard to hit, in both window sizes."""
    found = []
    for size in (LARGE, SMALL):
        shown.window.resize(size)
        settle()
        faults = clipping.faults(shown.surface) + clipping.small_targets(shown.surface)
        found += [f"{size.width()}×{size.height()}: {fault}" for fault in faults]
    return found


def _out_of_reach(shown: Shown) -> list[str]:
    """Return what keys or a screen reader cannot reach, and a second primary button."""
    found = names.faults(shown.surface) + tabbing.faults(shown.surface)
    primary = [each for each in visible(shown.screen) if _is_primary(each)]
    return [*found, f"{len(primary)} primary buttons"] if len(primary) > 1 else found


def _is_primary(widget: QWidget) -> bool:
    return isinstance(widget, QPushButton) and widget.property("kind") == "primary"


@contextmanager
def _right_to_left() -> Iterator[None]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        yield
    finally:
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _hold(faults: list[str]) -> None:
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)

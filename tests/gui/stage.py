"""Puts screens on a real window in one look after another."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from intake_app.gui import theme
from intake_app.gui.context import Context
from intake_app.gui.jobs import InlineJobs
from intake_app.gui.main_window import MainWindow
from intake_app.gui.screens.screen import Screen
from intake_app.gui.theme import Look
from tests.gui.fixtures.fixture import Fixture
from tests.gui.world import World

LARGE = QSize(1180, 760)
SMALL = QSize(1024, 600)
LOOKS: tuple[Look, ...] = tuple(
    Look(*each) for each in product(("fa", "en"), ("light", "dark"), (100, 200))
)


@dataclass(frozen=True)
class Shown:
    """A screen that stands on its window."""

    window: MainWindow
    screen: Screen
    fixture: Fixture

    @property
    def surface(self) -> QWidget:
        """What a person can reach now: a dialog that lies over the window, or the window."""
        return QApplication.activeModalWidget() or self.window


class Stage:
    """One window in one look; screens come and go on it."""

    def __init__(self, world: World, look: Look) -> None:
        self.world = world
        self.look = look
        theme.apply(look)
        self._windows: dict[str, MainWindow] = {}

    @contextmanager
    def showing(self, fixture: Fixture, size: QSize = LARGE) -> Iterator[Shown]:
        """Show a screen in the fixture's state and clear it away afterwards."""
        place = self.world.place(fixture.vault)
        window = self._window(fixture.vault)
        window.resize(size)
        self._raise(window)
        with fixture.patch(place), _no_other_window():
            window.revisit([("welcome", {})] if fixture.vault else [], self._visit(fixture))
            settle()
            if window.screen_ is None:
                raise LookupError(fixture.label)
            fixture.act(window.screen_, place)
            settle()
            try:
                yield Shown(window, window.screen_, fixture)
            finally:
                if window.findChildren(QDialog):
                    self._windows.pop(fixture.vault).deleteLater()
                window.say(None)
                window.clear()
                settle()

    def close(self) -> None:
        """Take the windows down."""
        for window in self._windows.values():
            window.idle.stop()
            window.deleteLater()
        self._windows = {}
        settle()

    def _raise(self, window: MainWindow) -> None:
        """Show one window alone: without a desktop only a window that comes up new is active."""
        if window.isVisible():
            return
        for other in self._windows.values():
            other.hide()
        window.show()
        window.activateWindow()
        settle()

    def _visit(self, fixture: Fixture) -> tuple[str, dict[str, object]]:
        return fixture.screen_id, dict(fixture.params(self.world.place(fixture.vault)))

    def _window(self, vault: str) -> MainWindow:
        if vault not in self._windows:
            place = self.world.place(vault)
            window = MainWindow(Context(place.desk, InlineJobs(), place.desk.surroundings.clock))
            window.opened = place.opened
            self._windows[vault] = window
        return self._windows[vault]


_WINDOWS = (MainWindow, QDialog, QMenu)


class _Flashes(QObject):
    """Takes note of every window that comes up: a widget shown without a parent becomes one."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() != QEvent.Type.Show or not isinstance(watched, QWidget):
            return False
        if watched.isWindow() and not isinstance(watched, _WINDOWS):
            self.seen.append(f"{type(watched).__name__} {watched.property('text')}")
        return False


@contextmanager
def _no_other_window() -> Iterator[None]:
    application = QApplication.instance()
    flashes = _Flashes()
    if application is not None:
        application.installEventFilter(flashes)
    yield
    if application is not None:
        application.removeEventFilter(flashes)
    if flashes.seen:
        raise AssertionError(flashes.seen)


def settle() -> None:
    """Let every waiting event happen, layouts and deletions included."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)  # QEvent::DeferredDelete


@contextmanager
def temporary_world() -> Iterator[World]:
    """Make a world outside of a test run."""
    folder = Path(tempfile.mkdtemp(prefix="intake-world-"))
    world = World(folder)
    try:
        yield world
    finally:
        world.close()
        shutil.rmtree(folder)

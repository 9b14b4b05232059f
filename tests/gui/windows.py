"""A real window for journeys: the program's own desk, jobs done when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.gui.application import Application
from intake_app.gui.jobs import InlineJobs, Jobs
from intake_app.gui.main_window import MainWindow
from intake_app.services.drives import Drive
from intake_app.services.surroundings import Surroundings
from intake_app.services.wiring import make_desk
from tests.gui.stage import settle
from tests.gui.typing_text import type_text


class Visitor:
    """Somebody in front of the program: finds what is on the screen, presses and types."""

    def __init__(
        self,
        language: str,
        clock: FixedClock,
        *,
        stick: Path | None = None,
        jobs: Jobs | None = None,
    ) -> None:
        drives = [Drive("STICK", stick)] if stick else []
        surroundings = Surroundings(clock=clock, cost=KdfCost.quick(), drives=lambda: drives)
        self.desk = make_desk(surroundings)
        self.app = Application([], self.desk, language, jobs or InlineJobs())
        self.window.resize(1180, 760)
        self.window.show()
        self.window.activateWindow()
        settle()

    @property
    def window(self) -> MainWindow:
        """The window as it is now: a change of look makes a new one."""
        return self.app.window

    @property
    def at(self) -> str:
        """The id of the screen that is shown."""
        return self.window.visit()[1][0]

    @property
    def screen(self) -> Any:
        """The screen that is shown."""
        assert self.window.screen_ is not None
        return self.window.screen_

    @property
    def notice(self) -> str:
        """The tone of the message under the header, or nothing."""
        said = self.window.notices.notice
        return said.tone if said else ""

    def find(self, name: str) -> QWidget:
        """Return a visible widget by its name."""
        found = self.window.findChildren(QWidget, name)
        seen = [each for each in found if each.isVisibleTo(self.window)]
        assert len(seen) == 1, f"{name}: {len(seen)} of them at {self.at}"
        return seen[0]

    def press(self, name: str) -> None:
        """Click a button."""
        button = cast("QAbstractButton", self.find(name))
        assert button.isEnabled(), name
        button.click()
        settle()

    def type(self, name: str, text: str) -> None:
        """Type into a field."""
        type_text(self.find(name), text)
        settle()

    def keys(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press keys where the focus is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        settle()

    def leave(self) -> None:
        """Lock, and take the window away."""
        self.desk.lock()
        self.window.idle.stop()
        self.window.hide()
        self.window.deleteLater()
        settle()


def make_vault(visitor: Visitor, role: str) -> tuple[str, ...]:
    """Go through the doors up to an open vault with random words, and return the words."""
    visitor.press(f"role_{role}")
    words: tuple[str, ...] = visitor.screen._shown
    visitor.press("primary")
    for number in (2, 5):
        visitor.type(f"word_{number}", words[number - 1])
    visitor.press("primary")
    visitor.press("understood")
    visitor.press("primary")
    visitor.press("primary")
    return words

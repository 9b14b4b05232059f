"""The running application: one QApplication, one desk, one window that can be rebuilt."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from intake_app.clock import SystemClock
from intake_app.gui import clipboard, theme
from intake_app.gui.coming_back import Hidden
from intake_app.gui.context import Context
from intake_app.gui.guard import Guard
from intake_app.gui.jobs import Jobs
from intake_app.gui.main_window import NAME, MainWindow
from intake_app.gui.suspend import SuspendWatch
from intake_app.gui.theme import Look

_START_SIZE = (1180, 760)
_TURN_S = 0.0005  # a tenth of Python's own; importing takes no longer with it (measured)


class Application:
    """Holds what outlives a rebuilt window."""

    def __init__(self, argv: list[str], desk: Any, language: str, jobs: Jobs | None = None) -> None:
        existing = QApplication.instance()
        # While a worker computes, each event waits this long for its turn; an event has many steps.
        sys.setswitchinterval(_TURN_S)
        self.qt = existing if isinstance(existing, QApplication) else QApplication([NAME])
        self.qt.setApplicationName(NAME)
        self.qt.setQuitOnLastWindowClosed(True)
        self.context = Context(desk, jobs or Jobs(), SystemClock())
        theme.apply(Look(language=language))
        self._hidden = Hidden()
        self._hidden.called.connect(self.come_back)
        self.qt.applicationStateChanged.connect(self._wake)
        self.window = self._window()
        self._argv = argv
        self._begin()
        self.guard = Guard(self._crash)
        self.suspend = SuspendWatch(self._lock)

    def exec(self) -> int:
        """Show the window and run until it is closed."""
        self.guard.install()
        self.context.jobs.crashed.connect(self.guard.report)
        clipboard.shared().guard()
        QTimer.singleShot(0, self.suspend.start)
        screen = self.qt.primaryScreen().availableGeometry().size()
        self.window.resize(
            min(_START_SIZE[0], screen.width()), min(_START_SIZE[1], screen.height())
        )
        self.window.show()
        if "--ready" in self._argv:  # tests measure how long it takes until here
            QTimer.singleShot(0, lambda: (print("ready", flush=True), self.qt.quit()))  # noqa: T201
        code = self.qt.exec()
        self._shut()
        return code

    def rebuild(self, look: Look) -> None:
        """Make the window anew in another look, at the same screen."""
        old = self.window
        history, now = old.visit()
        if old.screen_ is not None:
            old.screen_.lock_up()
        theme.apply(look)
        new = self._window()
        new.opened = old.opened
        new.setGeometry(old.geometry())
        new.revisit(history, now)
        if old.opened is not None:
            new.start_idle(old.opened.settings)
        old.idle.stop()
        self.qt.removeEventFilter(old.idle)
        # The new one first: Qt ends the program when the last window is gone.
        if old.isVisible():
            new.show()
        self.window = new
        old.hide()
        old.deleteLater()

    def come_back(self) -> None:
        """Show a window again that went out of sight with words that no save took."""
        self._hidden.end()
        self.window.show()
        self.window.activateWindow()

    def _wake(self, state: Qt.ApplicationState) -> None:
        # Where a second start only wakes the first one, as on macOS.
        if state == Qt.ApplicationState.ApplicationActive and self._hidden.waits:
            self.come_back()

    def _begin(self) -> None:
        """Ask for the passphrase where a vault is found; the first page is one step behind."""
        if self.context.desk.found_vaults():
            self.window.revisit([("welcome", {})], ("unlock", {}))
        else:
            self.window.show_screen("welcome", {})

    def _window(self) -> MainWindow:
        window = MainWindow(self.context)
        window.look_wanted.connect(self.rebuild)
        window.hidden_with_words.connect(self._hidden.wait)
        self.qt.installEventFilter(window.idle)
        return window

    def _lock(self) -> None:
        self.window.lock()

    def _crash(self) -> None:
        self.window.crash()

    def _shut(self) -> None:
        self._hidden.end()
        self.context.jobs.run(self.context.desk.lock, _nothing, failed=_nothing)
        self.context.jobs.close()


def _nothing(_outcome: object) -> None:
    """A lock has no outcome to show."""

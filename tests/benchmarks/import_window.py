"""A real window that takes sealed files in, with its own threads, watched for standing still."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from intake_app.gui.application import Application
from intake_app.gui.import_queue import ImportQueue, queue_of
from intake_app.gui.privacy import quiet_qt
from intake_app.gui.screens.inbox import Inbox
from intake_app.services import handing_over, sealing
from intake_app.services.surroundings import Surroundings
from intake_app.services.wiring import make_desk
from tests.benchmarks.people import WORDS, People, statement

BEAT_MS = 5
_PATIENCE_MS = 600_000


class Heartbeat(QObject):
    """Counts on the window's thread; a beat that comes late is the time it stood still.

    `stalls` are by the clock, `computed` by what this process itself computed between two beats:
    on a machine that is busy with other things the second is what a quiet one would show at most.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stalls: list[float] = []
        self.computed: list[float] = []
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = self._last_computed = 0.0

    def start(self) -> None:
        """Begin to count."""
        self.stalls, self.computed = [], []
        self._last, self._last_computed = time.perf_counter(), time.process_time()
        self._timer.start()

    def stop(self) -> None:
        """End with one more beat, so that a stall at the end is counted."""
        self._timer.stop()
        self._beat()

    @property
    def worst(self) -> float:
        """The longest time in seconds without a sign of life."""
        return max(self.stalls, default=0.0)

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.process_time()
        self.stalls.append(max(0.0, now - self._last - BEAT_MS / 1000))
        self.computed.append(computed - self._last_computed)
        self._last, self._last_computed = now, computed


class ImportWindow:
    """The program's window at the inbox of a coordinator's vault, with its real threads."""

    def __init__(self, vault: Path, surroundings: Surroundings, language: str = "fa") -> None:
        quiet_qt()
        desk = make_desk(surroundings)
        self.application = Application([], desk, language)
        self.window = self.application.window
        self.beat = Heartbeat()
        self._closed = False
        self.window.show()
        opened: list[object] = []
        self.application.context.jobs.run(
            lambda: desk.unlock(vault, bytearray(WORDS)), opened.append, failed=opened.append
        )
        self.until(lambda: bool(opened))
        self.window.opened = opened[0]  # type: ignore[assignment]
        self.window.revisit([("welcome", {})], ("inbox", {}))
        self.until(lambda: self.screen._founded)

    @property
    def screen(self) -> Inbox:
        """The inbox."""
        found = self.window.screen_
        assert isinstance(found, Inbox)
        return found

    @property
    def queue(self) -> ImportQueue:
        """The files on their way in."""
        return queue_of(self.application.context)

    def until(self, reached: Callable[[], bool]) -> None:
        """Let the window live until something is so."""
        loop, watch, end = QEventLoop(), QTimer(interval=1), QTimer(singleShot=True)
        watch.timeout.connect(lambda: loop.quit() if reached() else None)
        end.timeout.connect(loop.quit)
        watch.start()
        end.start(_PATIENCE_MS)
        if not reached():
            loop.exec()
        watch.stop()
        assert reached()

    def take(self, folder: Path) -> float:
        """Take in what lies in a folder and wait until the list shows it; return the seconds."""
        started = time.perf_counter()
        self.begin(folder)
        self.until(self.is_done)
        self.beat.stop()
        return time.perf_counter() - started

    def begin(self, folder: Path) -> None:
        """Drop a folder on the window."""
        self.beat.start()
        self.screen._take([folder])

    def is_done(self) -> bool:
        """Whether nothing is under way any more, and all work was shown."""
        return not self.queue.running and self.application.context.jobs.count == 0

    def cancel(self) -> float:
        """Press the button that stops; return the seconds until nothing is under way."""
        started = time.perf_counter()
        self.screen.card.cancel_button.click()
        self.until(lambda: not self.queue.running)
        taken = time.perf_counter() - started
        self.until(self.is_done)
        self.beat.stop()
        return taken

    def close(self) -> None:
        """Lock the vault and take the window down; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.application._shut()
        self.window.idle.stop()
        self.window.hide()
        self.window.deleteLater()
        QApplication.processEvents()


def arrivals(people: People, folder: Path, count: int, text: str) -> None:
    """Seal `count` text statements and hand them over into a folder."""
    folder.mkdir()
    for number in range(count):
        sealing.seal(people.device, statement(people.device, f"{number}\n{text}"))
    handing_over.hand_over(people.device, folder)

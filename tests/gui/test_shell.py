"""The frame round every screen: jobs, locking by itself, copying, leaving, and mistakes of ours."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.gui import clipboard
from intake_app.gui.clipboard import Clipboard
from intake_app.gui.idle import IdleLock
from intake_app.gui.jobs import Control, Jobs, Progress
from tests.gui.windows import Visitor, make_vault

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def visitor(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    monkeypatch.setenv("HOME", str(tmp_path))
    made = Visitor("en", FixedClock())
    make_vault(made, "interviewer")
    yield made
    made.leave()


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_jobs_run_elsewhere_and_answer_here(jobs: Jobs, qtbot: QtBot) -> None:
    threads: list[int] = []
    here = threading.get_ident()
    jobs.run(threading.get_ident, threads.append, failed=lambda _: None)
    qtbot.waitUntil(lambda: len(threads) == 1)
    assert threads[0] != here


def test_known_fault_goes_to_failed_and_unknown_one_to_crashed(jobs: Jobs, qtbot: QtBot) -> None:
    failed: list[errors.IntakeError] = []

    def known() -> None:
        raise errors.VaultLocked

    def unknown() -> None:
        raise ValueError

    jobs.run(known, lambda _: None, failed=failed.append)
    qtbot.waitUntil(lambda: len(failed) == 1)
    with qtbot.waitSignal(jobs.crashed):
        jobs.run(unknown, lambda _: None, failed=failed.append)
    assert [each.code for each in failed] == ["VAULT_LOCKED"]


def test_answer_to_somebody_who_is_gone_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    asked = QObject()
    answers: list[bool] = []
    gate = threading.Event()
    jobs.run(gate.wait, answers.append, failed=lambda _: None, owner=asked)
    asked.deleteLater()
    QApplication.sendPostedEvents(asked, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert answers == []


def test_cancelled_work_stops_at_its_next_look(jobs: Jobs, qtbot: QtBot) -> None:
    failed: list[str] = []
    began = threading.Event()

    def work(control: Control) -> None:
        began.set()
        while True:
            control.check()

    def progress(_now: Progress) -> None:
        """Nobody watches."""

    job = jobs.run_long(
        work, lambda _: None, failed=lambda error: failed.append(error.code), progress=progress
    )
    began.wait()
    job.cancel()
    qtbot.waitUntil(lambda: failed == ["CANCELLED"])


def test_idle_lock_fires_and_waits_for_work(qtbot: QtBot) -> None:
    fired: list[bool] = []
    busy = [True]
    lock = IdleLock(lambda: fired.append(True), busy=lambda: busy[0])
    lock.start(0.01)
    qtbot.wait(50)
    assert fired == []
    busy[0] = False
    qtbot.waitUntil(lambda: fired == [True])


def test_a_touched_computer_is_not_idle(qtbot: QtBot) -> None:
    lock = IdleLock(lambda: None, busy=lambda: False)
    lock.start(60)
    lock._timer.setInterval(60_000)
    lock._timer.start(1_000)
    event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "a")
    assert lock.eventFilter(QObject(), event) is False
    assert lock._timer.isActive()


def test_copied_words_are_marked_and_go_away(qtbot: QtBot) -> None:
    board = QGuiApplication.clipboard()
    ours = Clipboard(keep_s=0.02)
    ours.guard()
    board.setText("what a witness said")
    assert board.mimeData().hasFormat("x-kde-passwordManagerHint")
    qtbot.waitUntil(lambda: board.text() == "")


def test_locking_clears_what_was_copied(visitor: Visitor) -> None:
    clipboard.shared().put("what a witness said")
    visitor.window.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_quick_exit_hides_before_anything_else(visitor: Visitor) -> None:
    visitor.press("header_leave")
    assert not visitor.window.isVisible()
    assert visitor.window.screen_ is None


def test_mistake_of_ours_locks_and_tells_no_detail(visitor: Visitor) -> None:
    visitor.window.crash()
    assert visitor.at == "crash"
    with pytest.raises(errors.VaultLocked):
        _ = visitor.desk.session


def test_screen_of_another_role_does_not_open(visitor: Visitor) -> None:
    with pytest.raises(PermissionError):
        visitor.window.show_screen("people", {})


def test_window_comes_up_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = dict(os.environ) | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        environment.pop(name, None)
    ran = subprocess.run(
        [sys.executable, "-m", "intake_app", "window", "--ready"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "ready\n", "")
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        ({"DISPLAY": "127.0.0.1:77"}, "The window could not be opened on this screen.\n"),
        ({"WAYLAND_DISPLAY": "nowhere"}, "The window could not be opened on this screen.\n"),
        ({}, "There is no screen to open the window on.\n"),
    ],
)
def test_screen_that_does_not_answer_is_said(
    tmp_path: Path, screen: dict[str, str], said: str
) -> None:
    environment = dict(os.environ) | {"HOME": str(tmp_path), "INTAKE_LANG": "en"}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    ran = subprocess.run(
        [sys.executable, "-m", "intake_app", "window", "--ready"],
        cwd=PROJECT,
        env=environment | screen,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.endswith(said)  # a library of Wayland has a line of its own before it


def test_nobody_walks_away_from_a_vault_that_is_being_opened(visitor: Visitor) -> None:
    visitor.window.lock()
    visitor.screen._wait(waiting=True)
    visitor.window._help()
    assert visitor.at == "unlock"
    visitor.screen._wait(waiting=False)
    visitor.window._help()
    assert visitor.at == "help"

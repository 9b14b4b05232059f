"""The window in a process of its own: words into every field of every screen, copied, then away.

`window_child.py FOLDER HOW`. HOW is how it ends: `lock` prints how many fields were filled, `crash`
(an unexpected fault that quotes what was typed) the screen that stands then, `kill` nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from intake_app.gui.app import first_language
from intake_app.gui.guard import Guard
from intake_app.gui.privacy import quiet_qt
from intake_app.gui.theme import Look
from intake_app.services.hardening import harden
from tests.gui.fixtures import all_fixtures
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Shown, Stage, settle
from tests.gui.typing_text import type_text
from tests.gui.world import World
from tests.journey.marking_up import WORDS

ENOUGH = 20  # fields, well into it
INTERVIEW = "interviewing"  # the vault of those screens


def fill(shown: Shown) -> int:
    """Type into everything that takes typing, select it and copy it; return how many there were."""
    filled = 0
    for widget in shown.surface.findChildren(QWidget):
        with suppress(RuntimeError):  # typing may rebuild a part of the screen
            if _takes_typing(widget):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                type_text(widget, WORDS)
                settle()
                for keys in (QKeySequence.StandardKey.SelectAll, QKeySequence.StandardKey.Copy):
                    QTest.keySequence(widget, QKeySequence(keys))
                filled += 1
    return filled


def _takes_typing(widget: QWidget) -> bool:
    fields = (QLineEdit, QTextEdit, QPlainTextEdit)
    return (
        isinstance(widget, fields)
        and widget.isVisible()
        and widget.isEnabled()
        and not widget.isReadOnly()
    )


def some_fixtures(how: str) -> list[Fixture]:
    """Return a state of every screen, two where an interview is written.

    What ends badly ends in an interview: only those screens are shown then.
    """
    taken: Counter[str] = Counter()
    found = []
    for fixture in all_fixtures():
        interviewing = fixture.vault == INTERVIEW
        taken[fixture.screen_id] += 1
        if taken[fixture.screen_id] <= 1 + interviewing and (interviewing or how == "lock"):
            found.append(fixture)
    return found


def _breaks() -> None:
    raise RuntimeError(WORDS)


def main(folder: Path, how: str) -> int:
    """Fill everything, then end."""
    harden()
    quiet_qt()
    application = QApplication(["Intake"])
    world = World(folder)
    stage = Stage(world, Look(first_language({"INTAKE_LANG": "fa"})))
    filled = 0
    for fixture in some_fixtures(how):
        with stage.showing(fixture) as shown:
            filled += fill(shown)
            if how == "kill" and filled > ENOUGH:
                os.kill(os.getpid(), signal.SIGKILL)
            if how == "crash" and filled > ENOUGH:
                guard = Guard(shown.window.crash)
                guard.install()
                QTimer.singleShot(0, _breaks)
                QTimer.singleShot(300, application.quit)
                application.exec()
                print(shown.window.visit()[1][0], flush=True)
                return 0
            shown.screen.leave()
    print(filled, flush=True)
    stage.close()
    world.close()
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

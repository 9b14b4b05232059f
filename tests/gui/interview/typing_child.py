"""The real window in a process of its own, with its real threads and clock: somebody types on.

`typing_child.py VAULT STATEMENT` says on standard output how many letters were typed and when
(seconds of the monotonic clock), `ready` first. It is killed from outside. `typing_child.py VAULT`
opens the vault as somebody does and prints where the window stands and what it shows.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from intake_app.crypto.kdf import KdfCost
from intake_app.gui.application import Application
from intake_app.gui.privacy import quiet_qt
from intake_app.services.surroundings import Surroundings
from intake_app.services.wiring import make_desk

WORDS = "river lamp stone quiet anchor maple"
LETTERS = "سخن می‌گویم و می‌نویسم. "
EVERY_MS = 15  # faster than anybody types


def say(*words: object) -> None:
    """Write at once, past every buffer."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Typist:
    """Opens the vault by its passphrase; then types, or tells what is shown."""

    def __init__(self, folder: Path, statement_id: str) -> None:
        quiet_qt()
        desk = make_desk(Surroundings(cost=KdfCost.quick()))
        self.statement_id = statement_id
        self.typed = 0
        self.app = Application([], desk, "fa")
        self.window = self.app.window
        self.window.show()
        self.timer = QTimer(interval=EVERY_MS)
        self.window.screen_shown.connect(self.arrive)
        self.window.show_screen("unlock", {"folder": folder})
        screen = self.window.screen_
        screen.field.edit.setText(WORDS)  # type: ignore[union-attr]
        screen.press_primary()  # type: ignore[union-attr]

    def arrive(self, screen_id: str) -> None:
        """Go to the interview and type, or look where the window has come to."""
        if screen_id == "unlock":
            return
        if not self.statement_id:
            QTimer.singleShot(700, self.tell)
        elif screen_id == "home":
            params = {"statement_id": self.statement_id}
            QTimer.singleShot(0, lambda: self.window.show_screen("interview", params))
        elif screen_id == "interview":
            self.timer.timeout.connect(self.type)
            QTimer.singleShot(500, self.timer.start)

    def type(self) -> None:
        """Type one letter."""
        from tests.gui.typing_text import type_text

        if self.typed == 0:
            say("ready")
        type_text(self.window.screen_.notes.editor, LETTERS[self.typed % len(LETTERS)])  # type: ignore[union-attr]
        self.typed += 1
        say(self.typed, time.monotonic())

    def tell(self) -> None:
        """Say where the window stands."""
        screen = self.window.screen_
        notes = getattr(screen, "notes", None)
        words = notes.editor.words() if notes is not None else ""
        at_end = notes is not None and notes.editor.textCursor().atEnd()
        place = self.window.visit()[1]
        say(json.dumps({"at": place[0], "params": place[1], "words": words, "at_end": at_end}))
        self.app.qt.quit()


if __name__ == "__main__":
    typist = Typist(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
    sys.exit(typist.app.exec())

"""Types into a statement of 300,000 letters on the real window; prints each key's milliseconds.

`long_typing.py KEYS usual|long`: in paragraphs of 1,000 letters, or in one of 20,000 among them.
A key is all that the window's thread does for it; saving runs on its own thread beside it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from intake_app.crypto.kdf import KdfCost
from intake_app.gui.application import Application
from intake_app.gui.privacy import quiet_qt
from intake_app.services import interviewing, session
from intake_app.services.opened import Opened
from intake_app.services.surroundings import Surroundings
from intake_app.services.wiring import Desk, make_desk
from tests.gui.interview_world import opening
from tests.gui.typing_text import type_text

SENTENCE = "روزی که ما را بردند، در حیاط کسی نبود و من نامش را نپرسیدم. "
LETTERS = 300_000
PAUSE_S = 0.03


def main(keys: int, *, long_paragraph: bool) -> None:
    """Type that many letters in the middle."""
    world = Surroundings(cost=KdfCost.quick())
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder, "vault")
        session.create(vault, bytearray(b"river lamp stone quiet"), "interviewer", world).lock()
        desk = make_desk(world)
        app = Application([], desk, "fa")
        ready: list[tuple[Opened, str]] = []
        app.context.jobs.run(lambda: _opened(desk, vault), ready.append, failed=_raise)
        _until(lambda: bool(ready))
        opened, number = ready[0]
        app.window.enter_vault(opened, first=("interview", {"statement_id": number}))
        app.window.show()
        editor = app.window.screen_.notes.editor  # type: ignore[union-attr]
        _until(editor.isEnabled)
        editor.insertPlainText(_text(long_paragraph=long_paragraph))
        cursor = editor.textCursor()
        cursor.setPosition(LETTERS // 2)
        editor.setTextCursor(cursor)
        _until(lambda: app.window.screen_.saving.is_kept)  # type: ignore[union-attr]
        for _key in range(keys):
            started = time.perf_counter()
            type_text(editor, "س")
            QApplication.processEvents()
            print((time.perf_counter() - started) * 1000)
            end = time.perf_counter() + PAUSE_S
            while time.perf_counter() < end:
                QApplication.processEvents()
        app.window.screen_.saving.settle()  # type: ignore[union-attr]
        app.window.lock()
        app.context.jobs.close()


def _opened(desk: Desk, vault: Path) -> tuple[Opened, str]:
    opened = desk.unlock(vault, bytearray(b"river lamp stone quiet"))
    return opened, interviewing.begin(desk.session, opening()).statement_id


def _text(*, long_paragraph: bool) -> str:
    paragraph = SENTENCE * (1000 // len(SENTENCE))
    whole = "\n".join([paragraph] * (LETTERS // len(paragraph)))
    if not long_paragraph:
        return whole
    start, end = LETTERS // 2 - 10_000, LETTERS // 2 + 10_000
    return whole[:start] + whole[start:end].replace("\n", " ") + whole[end:]


def _until(done: Callable[[], bool]) -> None:
    while not done():
        QApplication.processEvents()


def _raise(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    quiet_qt()
    main(int(sys.argv[1]), long_paragraph=sys.argv[2] == "long")

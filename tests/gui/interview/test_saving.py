"""What is typed is kept within a second, and the saved mark never says so where it is not."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from intake_app import errors
from intake_app.domain.narrative import text_of
from intake_app.gui.widgets.saved_mark import SaveState
from intake_app.localization.catalogs import gettext as _
from intake_app.services import interviewing
from tests.gui.interview_world import full_disk, opening
from tests.gui.stage import settle
from tests.gui.typing_text import type_text
from tests.gui.windows import Visitor

# What is typed and what is kept do not depend on the language of the window.
pytestmark = pytest.mark.parametrize("in_front", ["fa"], indirect=True, scope="module")

LONG = "آنچه هنوز در صندوق نیست. " * 40_000  # a million letters: no free page takes them


@pytest.fixture
def room(visitor: Visitor) -> Visitor:
    """The interview's room, just begun."""
    session = visitor.desk.session
    begun = interviewing.begin(session, opening())
    session.vault.checkpoint()
    assert visitor.window.show_screen("interview", {"statement_id": begun.statement_id})
    settle()
    return visitor


def mark(visitor: Visitor) -> str:
    return visitor.window.header.saved.text


def kept(visitor: Visitor) -> str:
    number = visitor.screen._statement_id
    return text_of(interviewing.load(visitor.desk.session, number).narrative)


def last(said: list[SaveState]) -> str:
    return said[-1].state


def not_saved(reason: str) -> str:
    return _("NOT saved: {reason}", reason=reason)


@contextmanager
def no_room() -> Iterator[None]:
    """Let the system refuse what this process writes past the first 256 KiB of any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_words_are_kept_within_a_second_by_themselves(room: Visitor, qtbot: QtBot) -> None:
    type_text(room.screen.notes.editor, "نخستین سخن")
    assert mark(room) == _("Saving…")
    qtbot.waitUntil(lambda: kept(room) == "نخستین سخن", timeout=1000)
    settle()
    assert mark(room).startswith(_("Saved {time}", time="").split("\u2068")[0].strip())


@pytest.mark.parametrize("how", ["disk", "system"])
def test_a_full_disk_is_said_and_the_words_stay(room: Visitor, how: str) -> None:
    screen = room.screen
    type_text(screen.notes.editor, "پیش از آن. ")
    assert screen.saving.settle()
    session = room.desk.session
    reason = _("disk full") if how == "disk" else _("disk cannot be reached")
    with full_disk(session) if how == "disk" else no_room():
        type_text(screen.notes.editor, LONG)
        assert not screen.saving.settle()
        assert mark(room) == not_saved(reason)
        assert room.notice == "fault"
        for _again in range(3):  # it stays, whatever is typed and tried
            type_text(screen.notes.editor, "و باز. ")
            assert mark(room) == not_saved(reason)
            assert not screen.saving.settle()
        assert kept(room) == "پیش از آن. "
        assert not room.window.show_screen("home", {})  # it is not left unsaved by a slip
        assert room.at == "interview"
        assert screen.take_out()
    assert screen.saving.settle()
    assert kept(room) == screen.notes.editor.words() == f"پیش از آن. {LONG}{'و باز. ' * 3}"
    assert not screen.take_out()
    assert room.window.show_screen("home", {})


def test_what_was_refused_is_tried_again_by_itself(room: Visitor, qtbot: QtBot) -> None:
    screen = room.screen
    with full_disk(room.desk.session):
        type_text(screen.notes.editor, LONG)
        assert not screen.saving.settle()
    qtbot.waitUntil(lambda: kept(room) == LONG, timeout=8000)
    settle()
    assert room.notice == "success"


FAULTS = (errors.VaultDiskFull, errors.VaultIo, errors.VaultReadOnly)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", ["BEGIN", "UPDATE drafts", "COMMIT"])
def test_the_mark_never_lies(
    room: Visitor, monkeypatch: pytest.MonkeyPatch, fault: type[errors.VaultError], at: str
) -> None:
    """A save that fails anywhere, in its very commit too, is no «saved»."""
    screen, db = room.screen, room.desk.session.vault.db
    said: list[SaveState] = []
    screen.saved.connect(said.append)
    real, hit = db.run, 0

    def broken(text: str, *values: Any) -> int:
        nonlocal hit
        if text.startswith(at):
            hit += 1
            raise fault
        return real(text, *values)

    type_text(screen.notes.editor, "نخست. ")
    assert screen.saving.settle()
    said.clear()
    with monkeypatch.context() as patch:
        patch.setattr(db, "run", broken)
        type_text(screen.notes.editor, "دوم. ")
        assert not screen.saving.settle()
    assert hit == 1
    assert {each.state for each in said} == {"saving", "not_saved"}
    assert last(said) == "not_saved"
    assert kept(room) == "نخست. "
    assert screen.saving.settle()
    assert last(said) == "saved"
    assert kept(room) == "نخست. دوم. "


def test_three_hundred_thousand_letters(room: Visitor) -> None:
    """As long as a life: typed into in the middle, at the end, kept and shown again whole."""
    paragraph = "روزی که ما را بردند، در حیاط کسی نبود و من نامش را نپرسیدم. " * 16
    text = "\n".join(f"{number} {paragraph}" for number in range(320))
    assert len(text) > 300_000
    editor: Any = room.screen.notes.editor
    editor.insertPlainText(text)
    cursor = editor.textCursor()
    cursor.setPosition(len(text) // 2)
    editor.setTextCursor(cursor)
    type_text(editor, "«اینجا»")
    at = cursor.position() - len("«اینجا»")
    whole = f"{text[:at]}«اینجا»{text[at:]}"
    assert editor.words() == whole
    assert room.screen.saving.settle()
    assert kept(room) == whole
    number = room.screen._statement_id
    room.window.show_screen("home", {})
    room.window.show_screen("interview", {"statement_id": number})
    settle()
    assert room.screen.notes.editor.words() == whole

"""Words that the disk did not take survive every lock, and nobody leaves them behind by a slip."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSharedMemory
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.domain.narrative import text_of
from intake_app.domain.statement import Identity, Statement
from intake_app.gui import coming_back
from intake_app.gui.widgets.file_chooser import FileChooser
from intake_app.services import exhibits, interviewing, waiting_words
from intake_app.services import session as sessions
from intake_app.services.surroundings import Surroundings
from tests.gui.interview_world import full_disk, opening
from tests.gui.stage import settle
from tests.gui.typing_text import type_text
from tests.gui.windows import Visitor, make_vault

LONG = "آنچه هنوز در صندوق نیست. " * 4000  # no free page takes them


def _lock_then(leave: Callable[[Visitor], object]) -> Callable[[Visitor], None]:
    def both(visitor: Visitor) -> None:
        visitor.window.lock()
        leave(visitor)

    return both


LOCKS: dict[str, Callable[[Visitor], object]] = {
    "by hand": lambda visitor: visitor.window.lock(),
    "idle": lambda visitor: visitor.window.idle._fire(),
    "sleep": lambda visitor: visitor.app.suspend.screen_locked(),
    "leave": lambda visitor: visitor.window.quick_exit(),
    "leave after a lock": _lock_then(lambda visitor: visitor.window.quick_exit()),
    "close after a lock": _lock_then(lambda visitor: visitor.window.close()),
}


class Room:
    """An interview that was just begun."""

    def __init__(self, visitor: Visitor, words: tuple[str, ...]) -> None:
        self.visitor = visitor
        self.words = words
        self.statement_id = interviewing.begin(visitor.desk.session, opening()).statement_id
        visitor.desk.session.vault.checkpoint()

    @property
    def statement(self) -> Statement:
        return interviewing.load(self.visitor.desk.session, self.statement_id)

    @property
    def identity(self) -> Identity:
        return interviewing.load_identity(self.visitor.desk.session, self.statement_id)

    def unlock(self) -> None:
        self.visitor.type("passphrase", " ".join(self.words))
        self.visitor.press("primary")


class Unsaved(Room):
    """Somebody whose last words no save took."""

    def __init__(self, visitor: Visitor, words: tuple[str, ...]) -> None:
        super().__init__(visitor, words)
        visitor.window.show_screen("interview", {"statement_id": self.statement_id})
        settle()
        self.screen = visitor.screen
        with full_disk(visitor.desk.session):
            type_text(self.screen.notes.editor, LONG)
            assert not self.screen.saving.settle()
            self.screen.saving._timer.stop()


@contextmanager
def no_room(most: int) -> Iterator[None]:
    """Let the system refuse what this process writes past so many bytes of any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def room(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("HOME", str(tmp_path))
    visitor = Visitor("en", FixedClock())
    yield Room(visitor, make_vault(visitor, "interviewer"))
    visitor.app._hidden.end()
    visitor.leave()


@pytest.fixture
def unsaved(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Unsaved]:
    monkeypatch.setenv("HOME", str(tmp_path))
    visitor = Visitor("en", FixedClock())
    yield Unsaved(visitor, make_vault(visitor, "interviewer"))
    visitor.app._hidden.end()
    visitor.leave()


def still_full(unsaved: Room, lock: Callable[[Visitor], object]) -> None:
    # The bound of a full disk is taken away from an open vault only: here it closes meanwhile.
    with suppress(errors.VaultLocked), full_disk(unsaved.visitor.desk.session):
        lock(unsaved.visitor)
        settle()


@pytest.mark.parametrize("how", LOCKS)
def test_locked_at_once_and_nothing_lost(unsaved: Unsaved, how: str) -> None:
    visitor = unsaved.visitor
    still_full(unsaved, LOCKS[how])
    assert visitor.at == "unlock"
    assert visitor.window.isVisible() is not how.startswith("leave")
    visitor.app.come_back()
    with pytest.raises(errors.VaultLocked):
        _ = visitor.desk.session
    assert not isValid(unsaved.screen)
    unsaved.unlock()
    assert visitor.at == "interview"
    assert visitor.screen.notes.editor.words() == LONG
    assert visitor.notice == "success"
    assert visitor.screen.saving.is_kept
    kept = interviewing.load(visitor.desk.session, unsaved.statement_id).narrative
    assert text_of(kept) == LONG
    visitor.window.go_back()
    assert visitor.at == "home"


@pytest.mark.parametrize("way", ["header_leave", "lose_words"])
def test_second_time_leaves(unsaved: Unsaved, way: str) -> None:
    visitor = unsaved.visitor
    still_full(unsaved, lambda each: each.press("header_leave"))
    assert not visitor.window.isVisible()
    visitor.app.come_back()
    assert visitor.window.isVisible()
    assert visitor.notice == "warning"
    if way == "lose_words":
        visitor.press(way)
    else:
        visitor.window.quick_exit()
    assert not visitor.window.isVisible()
    assert visitor.window.screen_ is None


def test_out_of_sight_until_the_program_is_started_again(unsaved: Unsaved, qtbot: QtBot) -> None:
    """Whoever comes in sees nothing; a real second start brings the locked window back."""
    visitor = unsaved.visitor
    shown: list[str] = []
    visitor.window.screen_shown.connect(shown.append)
    still_full(unsaved, lambda each: each.press("header_leave"))
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    with pytest.raises(errors.VaultLocked):
        _ = visitor.desk.session
    assert shown == ["unlock"]
    start = [sys.executable, "-m", "intake_app"]
    with subprocess.Popen(start) as second:
        qtbot.waitUntil(visitor.window.isVisible, timeout=20_000)
        assert second.wait(20) == 0
    assert visitor.at == "unlock"
    assert visitor.notice == "warning"
    unsaved.unlock()
    assert visitor.screen.notes.editor.words() == LONG


def test_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    """A start finds no window that waits, also where one was killed before it came back."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not coming_back.call()
    dead = coming_back.Hidden()
    dead.wait()
    dead._timer.stop()  # as where the program was killed: the memory is there, nobody looks
    shared = dead._memory.nativeIpcKey()
    assert not coming_back.call()
    dead.end()
    assert not coming_back.call()
    assert not QSharedMemory(shared).attach()  # nothing tells later that somebody waited


def test_what_was_saved_meanwhile_is_not_held(unsaved: Unsaved) -> None:
    unsaved.visitor.window.lock()  # there is room again
    settle()
    unsaved.unlock()
    assert unsaved.visitor.window._aside is None
    assert unsaved.visitor.notice != "success"
    kept = interviewing.load(unsaved.visitor.desk.session, unsaved.statement_id).narrative
    assert text_of(kept) == LONG


def test_still_no_room_when_it_is_opened_again(unsaved: Unsaved) -> None:
    """The words stand on the page, unsaved, and wait once more."""
    visitor = unsaved.visitor
    still_full(unsaved, LOCKS["by hand"])
    with no_room(64 * 1024):
        unsaved.unlock()
        assert visitor.at == "interview"
        assert visitor.notice == "fault"
        assert visitor.screen.notes.editor.words() == LONG
        assert not visitor.screen.saving.is_kept
        visitor.screen.saving._timer.stop()
        visitor.window.lock()
        settle()
        assert visitor.at == "unlock"
    unsaved.unlock()
    assert visitor.notice == "success"
    kept = interviewing.load(visitor.desk.session, unsaved.statement_id).narrative
    assert text_of(kept) == LONG


def _answer(screen: Any) -> None:
    question = screen.guide.questions[0]
    question.head.click()
    type_text(question.words, LONG)


def _somebody_comes(screen: Any) -> None:
    for _each in range(4):
        screen.people.findChild(QWidget, "add_support_person").click()
        type_text(screen.people.rows[-1].pseudonym, LONG[:30_000])


PAGES: dict[str, tuple[str, Callable[[Any], object], Callable[[Any], str]]] = {
    "answer": (
        "interview",
        _answer,
        lambda room: "".join(each.text for each in room.statement.answers),
    ),
    "safety": (
        "facts",
        lambda screen: type_text(screen.form._forms[0].field("risk"), LONG),
        lambda room: room.statement.safety.risk,
    ),
    "who the witness is": (
        "identity",
        lambda screen: type_text(screen.rest.field("contact"), LONG),
        lambda room: room.identity.contact,
    ),
    "who is here": (
        "present",
        _somebody_comes,
        lambda room: "".join(each.pseudonym for each in room.statement.setting.present),
    ),
    "file": (
        "exhibits",
        lambda screen: type_text(next(iter(screen.rows.values())).form.field("caption"), LONG),
        lambda room: room.statement.exhibits[0].caption,
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_gives_its_words_to_the_next(room: Room, tmp_path: Path, page: str) -> None:
    screen_id, write, kept = PAGES[page]
    visitor, session = room.visitor, room.visitor.desk.session
    paper = tmp_path / "paper.txt"
    paper.write_text("a copy", "utf-8")
    exhibits.attach(session, room.statement_id, paper)
    session.vault.checkpoint()
    params = {"statement_id": room.statement_id, "section": "safety"}
    visitor.window.show_screen("interview", {"statement_id": room.statement_id})
    visitor.window.show_screen(screen_id, params)
    settle()
    with full_disk(session):
        write(visitor.screen)
        assert not visitor.screen.saving.settle()
        visitor.screen.saving._timer.stop()
    before = kept(room)
    still_full(room, LOCKS["by hand"])
    assert visitor.window._aside is not None
    room.unlock()
    assert visitor.at == screen_id
    assert visitor.notice == "success"
    assert before != kept(room)
    assert kept(room).startswith(LONG[:20_000])
    visitor.window.go_back()
    assert visitor.at == "interview"


# -- what waits is out of everybody's reach --------------------------------------------------


def test_another_vault_in_its_place_gets_nothing(unsaved: Unsaved) -> None:
    """Neither another vault nor the real one's header beside it brings the words back."""
    visitor = unsaved.visitor
    folder = visitor.window.opened.folder  # type: ignore[union-attr]
    assert folder is not None
    still_full(unsaved, LOCKS["by hand"])
    away = folder.rename(folder.with_name("away"))
    theirs = "violin marmalade 7 tundra kestrel obelisk syzygy quokka"
    surroundings = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    secret = sessions.passphrase_bytes(theirs)
    sessions.create(folder, secret, "interviewer", surroundings).lock()
    for _again in range(2):
        visitor.type("passphrase", theirs)
        visitor.press("primary")
        assert visitor.at == "unlock"
        assert visitor.notice == "fault"
        with pytest.raises(errors.VaultLocked):
            _ = visitor.desk.session
        assert not said_aloud(visitor)
    folder.rename(folder.with_name("theirs"))
    away.rename(folder)
    unsaved.unlock()
    assert visitor.screen.notes.editor.words() == LONG
    kept = interviewing.load(visitor.desk.session, unsaved.statement_id).narrative
    assert text_of(kept) == LONG


def test_the_same_id_on_another_vault_opens_nothing(tmp_path: Path) -> None:
    """The id stands in a header that anybody can copy; the words hang on the master secret."""
    surroundings = Surroundings(clock=FixedClock(), cost=KdfCost.quick(), new_id=lambda: "5" * 32)
    secret = bytearray(b"eight words that nobody would guess here at all")
    ours, theirs = (
        sessions.create(tmp_path / name, bytearray(secret), "interviewer", surroundings)
        for name in ("ours", "theirs")
    )
    sealed = waiting_words.sealer(ours).seal(LONG.encode())
    assert waiting_words.opened(ours, sealed) == LONG.encode()
    assert LONG[:20].encode() not in sealed
    assert ours.vault.vault_id == theirs.vault.vault_id
    with pytest.raises(errors.WordsOfAnotherVault):
        waiting_words.opened(theirs, sealed)
    with pytest.raises(errors.WordsOfAnotherVault):
        waiting_words.opened(ours, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    ours.lock()
    theirs.lock()


def test_no_screen_reader_finds_the_words(unsaved: Unsaved) -> None:
    assert said_aloud(unsaved.visitor)
    still_full(unsaved, LOCKS["by hand"])
    assert not said_aloud(unsaved.visitor)
    assert not any(LONG[:20] in text for text in held(unsaved.visitor.window))


@pytest.mark.qt_log_ignore("does not support", extend=True)  # grabbing keys for an open list
@pytest.mark.parametrize("lock", ["by hand", "idle", "sleep", "leave"])
def test_what_lies_over_the_page_goes_with_it(unsaved: Unsaved, tmp_path: Path, lock: str) -> None:
    visitor = unsaved.visitor
    (tmp_path / "letter-from-a-witness.pdf").write_bytes(b"%PDF-1.4")
    chooser = FileChooser(unsaved.screen, mode="files", start=tmp_path)
    chooser.open()
    unsaved.screen.guide.sections.showPopup()
    settle()
    assert chooser.isVisible()
    still_full(unsaved, LOCKS[lock])
    others = [each for each in QApplication.topLevelWidgets() if each is not visitor.window]
    assert not [each for each in others if each.isVisible()]
    assert QApplication.activeModalWidget() is None
    assert QApplication.activePopupWidget() is None
    assert not isValid(chooser)


def said_aloud(visitor: Visitor) -> list[str]:
    """Return the texts that a screen reader finds of what was typed."""
    found: list[str] = []
    _walk(QAccessible.queryAccessibleInterface(visitor.window), found)
    return [text for text in found if LONG[:20] in text]


def _walk(at: QAccessibleInterface | None, found: list[str]) -> None:
    if at is None:
        return
    words: Any = at.textInterface()
    if words is not None:
        found.append(words.text(0, 40))
    for number in range(at.childCount()):
        _walk(at.child(number), found)


def held(window: QWidget) -> Iterator[str]:
    """Yield what any widget of the window holds, shown or not."""
    for each in window.findChildren(QWidget):
        for name in ("plainText", "text"):
            yield str(each.property(name) or "")

"""Words that the disk did not take survive every lock, and nobody leaves them behind by a slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.domain.narrative import text_of
from intake_app.services import interviewing
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


class Unsaved:
    """Somebody whose last words no save took."""

    def __init__(self, visitor: Visitor, words: tuple[str, ...]) -> None:
        self.visitor = visitor
        self.words = words
        self.statement_id = interviewing.begin(visitor.desk.session, opening()).statement_id
        visitor.desk.session.vault.checkpoint()
        visitor.window.show_screen("interview", {"statement_id": self.statement_id})
        settle()
        self.screen = visitor.screen
        with full_disk(visitor.desk.session):
            type_text(self.screen.notes.editor, LONG)
            assert not self.screen.saving.settle()
            self.screen.saving._timer.stop()

    def unlock(self) -> None:
        self.visitor.type("passphrase", " ".join(self.words))
        self.visitor.press("primary")


@pytest.fixture
def unsaved(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Unsaved]:
    monkeypatch.setenv("HOME", str(tmp_path))
    visitor = Visitor("en", FixedClock())
    yield Unsaved(visitor, make_vault(visitor, "interviewer"))
    visitor.leave()


def still_full(unsaved: Unsaved, lock: Callable[[Visitor], object]) -> None:
    # The bound of a full disk is taken away from an open vault only: here it closes meanwhile.
    with suppress(errors.VaultLocked), full_disk(unsaved.visitor.desk.session):
        lock(unsaved.visitor)
        settle()


@pytest.mark.parametrize("how", LOCKS)
def test_locked_at_once_and_nothing_lost(unsaved: Unsaved, how: str) -> None:
    visitor = unsaved.visitor
    still_full(unsaved, LOCKS[how])
    assert visitor.at == "unlock"
    assert visitor.window.isVisible()
    with pytest.raises(errors.VaultLocked):
        _ = visitor.desk.session
    seen = [each for each in visitor.window.findChildren(QWidget) if each.isVisible()]
    assert unsaved.screen not in seen
    assert not any(unsaved.screen.isAncestorOf(each) for each in seen)
    unsaved.unlock()
    assert visitor.at == "interview"
    assert visitor.screen is unsaved.screen
    assert visitor.notice == "success"
    kept = interviewing.load(visitor.desk.session, unsaved.statement_id).narrative
    assert text_of(kept) == LONG
    visitor.window.go_back()
    assert visitor.at == "home"


@pytest.mark.parametrize("way", ["header_leave", "lose_words"])
def test_second_time_leaves(unsaved: Unsaved, way: str) -> None:
    visitor = unsaved.visitor
    still_full(unsaved, lambda each: each.press("header_leave"))
    assert visitor.notice == "warning"
    if way == "lose_words":
        visitor.press(way)
    else:
        visitor.window.quick_exit()
    assert not visitor.window.isVisible()
    assert visitor.window.screen_ is None


def test_what_was_saved_meanwhile_is_not_held(unsaved: Unsaved) -> None:
    unsaved.visitor.window.lock()  # there is room again
    settle()
    unsaved.unlock()
    assert unsaved.visitor.screen is not unsaved.screen
    kept = interviewing.load(unsaved.visitor.desk.session, unsaved.statement_id).narrative
    assert text_of(kept) == LONG

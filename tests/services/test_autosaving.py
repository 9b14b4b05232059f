"""Autosaving: within a second, one save at a time, newest words, and never a lie."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from intake_app.errors import IntakeError, VaultDiskFull
from intake_app.services.autosaving import LONGEST_S, PAUSE_S, RETRY_S, Autosaver


class Page:
    """A text and a vault that takes it when `answer` says so; time passes by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.text = ""
        self.vault = ""
        self.started: list[str] = []
        self.open: list[tuple[str, Callable[[], None], Callable[[IntakeError], None]]] = []
        self.most_open = 0
        self.saver = Autosaver(self._keep, clock=lambda: self.now)

    def type(self, text: str, part: str = "words") -> None:
        self.text += text
        self.saver.touch(part)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.saver.tick()

    def answer(self, error: IntakeError | None = None) -> None:
        text, done, failed = self.open.pop(0)
        if error is None:
            self.vault = text
            done()
        else:
            failed(error)

    def _keep(
        self,
        parts: frozenset[str],
        done: Callable[[], None],
        failed: Callable[[IntakeError], None],
    ) -> None:
        self.started.append(",".join(sorted(parts)))
        self.open.append((self.text, done, failed))
        self.most_open = max(self.most_open, len(self.open))


def test_a_pause_saves() -> None:
    page = Page()
    assert str(page.saver.state) == "kept"
    page.type("سلام")
    assert str(page.saver.state) == "saving"
    page.wait(PAUSE_S / 2)
    assert page.started == []
    page.wait(PAUSE_S)
    assert page.started == ["words"]
    assert page.saver.state == "saving"
    page.answer()
    assert (page.vault, page.saver.state) == ("سلام", "kept")


def test_somebody_who_never_pauses_is_saved_every_second() -> None:
    page = Page()
    for _ in range(100):
        page.type("a")
        page.wait(0.1)
        while page.open:
            page.answer()
    assert len(page.started) >= 9
    assert len(page.text) - len(page.vault) <= LONGEST_S / 0.1 + 1


def test_one_save_at_a_time_and_the_newest_words_win() -> None:
    page = Page()
    page.type("one ")
    page.wait(1)
    page.type("two ")
    page.wait(5)
    page.type("three")
    page.wait(5)
    assert page.most_open == 1
    page.answer()
    assert page.saver.state == "saving"
    page.wait(0)
    page.answer()
    assert (page.vault, page.saver.state) == ("one two three", "kept")


def test_parts_that_changed_during_a_save_are_saved_after_it() -> None:
    page = Page()
    page.type("a", "words")
    page.wait(1)
    page.type("b", "answer:q17")
    page.answer()
    page.wait(1)
    assert page.started == ["words", "answer:q17"]


def test_a_full_disk_is_said_until_there_is_room_and_nothing_is_lost() -> None:
    page = Page()
    page.type("kept")
    page.wait(1)
    page.answer(VaultDiskFull())
    assert page.saver.state == "failed"
    assert isinstance(page.saver.error, VaultDiskFull)
    page.type(" and more", "answer:q17")
    assert page.saver.state == "failed"
    page.wait(RETRY_S)
    assert page.started == ["words", "answer:q17,words"]
    assert page.saver.state == "failed"  # until the vault has it
    page.answer()
    assert (page.vault, page.saver.state) == ("kept and more", "kept")
    assert page.saver.due_in is None


def test_a_failing_disk_is_not_hammered() -> None:
    page = Page()
    page.type("a")
    for _ in range(100):
        page.wait(0.1)
        if page.open:
            page.answer(VaultDiskFull())
        page.type("b")
    assert 2 <= len(page.started) <= 10 / RETRY_S + 2


def test_flush_saves_at_once_and_waits_for_nothing() -> None:
    page = Page()
    page.saver.flush()
    assert page.started == []
    page.type("a")
    page.saver.flush()
    page.saver.flush()
    assert page.started == ["words"]
    page.answer()
    assert page.saver.state == "kept"


def test_a_late_answer_of_an_old_save_changes_nothing() -> None:
    page = Page()
    page.type("a")
    page.wait(1)
    _text, done, failed = page.open[0]
    page.answer()
    page.type("b")
    page.wait(1)
    done()
    failed(VaultDiskFull())
    assert page.saver.is_saving
    page.answer()
    assert (page.vault, page.saver.state) == ("ab", "kept")


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.floats(0, 0)),
        st.tuples(st.just("wait"), st.floats(0, 2)),
        st.tuples(st.just("done"), st.floats(0, 0)),
        st.tuples(st.just("full"), st.floats(0, 0)),
    ),
    max_size=60,
)


@given(_STEPS)
def test_kept_is_said_only_where_the_vault_has_every_letter(steps: list[tuple[str, float]]) -> None:
    page = Page()
    for what, seconds in steps:
        if what == "type":
            page.type("x")
        elif what == "wait":
            page.wait(seconds)
        elif page.open:
            page.answer(VaultDiskFull() if what == "full" else None)
        assert page.most_open <= 1
        if page.saver.state == "kept":
            assert page.vault == page.text
        if page.vault != page.text and not page.open:
            due = page.saver.due_in
            assert due is not None
            assert due <= max(LONGEST_S, RETRY_S) + 1e-6

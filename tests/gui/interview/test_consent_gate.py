"""Before every use has its answer nothing is stored, and no way leads round the questions."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTextEdit, QWidget

from intake_app import errors
from intake_app.domain.consent import USES
from intake_app.gui.navigation import REGISTRY
from intake_app.services import interviewing, noting
from intake_app.services.beginning import Beginning
from intake_app.services.noting import Words
from tests.gui.interview import hearing
from tests.gui.stage import settle
from tests.gui.windows import Visitor

CONTROL = Qt.KeyboardModifier.ControlModifier
ROOMS = ("interview", "facts", "exhibits", "present", "identity", "read_back", "seal")


def nothing_is_stored(visitor: Visitor) -> bool:
    return interviewing.drafts(visitor.desk.session) == []


def fields(visitor: Visitor) -> list[QWidget]:
    """Return what takes typing on the page."""
    kinds = (QLineEdit, QTextEdit)
    found = [each for each in visitor.screen.findChildren(QWidget) if isinstance(each, kinds)]
    return [
        each
        for each in found
        if each.isVisibleTo(visitor.window) and each.isEnabled() and not each.isReadOnly()
    ]


def answer(visitor: Visitor, use: str, code: str) -> None:
    """Click an answer with the mouse, as most people do."""
    QTest.mouseClick(visitor.find(f"answer_{use}_{code}"), Qt.MouseButton.LeftButton)
    settle()


def test_nothing_can_be_typed_before_the_first_answer(visitor: Visitor) -> None:
    visitor.press("primary")
    assert visitor.at == "consent"
    assert fields(visitor) == []


@pytest.mark.parametrize("last", ["keep", "contact_again"])
def test_every_single_question_holds_the_gate(visitor: Visitor, last: str) -> None:
    visitor.press("primary")
    for use in USES:
        if use != last:
            answer(visitor, use, "no" if use == "contact_again" else "yes")
    visitor.press("primary")
    assert (visitor.at, visitor.notice) == ("consent", "warning")
    visitor.keys(Qt.Key.Key_Return, CONTROL)
    assert visitor.at == "consent"
    assert nothing_is_stored(visitor)
    answer(visitor, last, "yes" if last == "keep" else "not_now")
    visitor.press("primary")
    assert visitor.at == "setting"
    assert nothing_is_stored(visitor)
    visitor.press("primary")
    assert visitor.at == "interview"
    assert len(interviewing.drafts(visitor.desk.session)) == 1


@pytest.mark.parametrize("code", ["no", "not_now"])
def test_who_does_not_want_it_kept_is_not_asked_further(visitor: Visitor, code: str) -> None:
    visitor.press("primary")
    for use in USES:
        answer(visitor, use, code if use == "keep" else "yes")
    assert not cast("QAbstractButton", visitor.find("primary")).isEnabled()
    visitor.keys(Qt.Key.Key_Return, CONTROL)
    visitor.keys(Qt.Key.Key_Return)
    assert visitor.at == "consent"
    visitor.press("stop")
    assert visitor.at == "home"
    assert nothing_is_stored(visitor)


def test_no_link_leads_past_the_questions(visitor: Visitor) -> None:
    half = Beginning()
    half.sheet.answers = dict.fromkeys(USES[:-1], "yes")
    for beginning in (Beginning(), half):
        visitor.window.show_screen("setting", {"beginning": beginning})
        settle()
        assert fields(visitor) == []
        visitor.keys(Qt.Key.Key_Return, CONTROL)
        assert visitor.at == "consent"
    visitor.window.show_screen("setting", {})
    settle()
    assert fields(visitor) == []
    assert nothing_is_stored(visitor)


def test_a_room_without_a_draft_takes_no_word(visitor: Visitor) -> None:
    for room in ROOMS:
        assert room in REGISTRY
        visitor.window.revisit([], (room, {"statement_id": "0" * 32}))
        settle()
        assert fields(visitor) == [], room
        assert nothing_is_stored(visitor)


def test_shortcuts_open_the_questions_and_nothing_else(visitor: Visitor) -> None:
    visitor.keys(Qt.Key.Key_N, CONTROL)
    assert visitor.at == "consent"
    for key in (Qt.Key.Key_N, Qt.Key.Key_R, Qt.Key.Key_K, Qt.Key.Key_D, Qt.Key.Key_M):
        visitor.keys(key, CONTROL)
        assert visitor.at == "consent"
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F11):
        visitor.keys(key)
        assert visitor.at == "consent"
    assert nothing_is_stored(visitor)


def test_how_to_reach_the_witness_is_asked_once_and_never_guessed(visitor: Visitor) -> None:
    visitor.press("primary")
    visitor.screen.questions[0].answers.setFocus()
    for _use in USES:
        visitor.keys(Qt.Key.Key_Y)
    visitor.press("primary")
    assert (visitor.at, visitor.notice) == ("consent", "warning")
    focused = visitor.window.focusWidget()
    assert focused is not None
    assert focused.objectName().startswith("contact_rule")
    visitor.press("primary")
    assert visitor.at == "setting"
    assert visitor.screen.beginning.opening().consent.contact_rule == ""


def test_going_away_and_locking_forgets_the_answers(visitor: Visitor) -> None:
    visitor.press("primary")
    answer(visitor, "keep", "yes")
    visitor.keys(Qt.Key.Key_Escape)
    assert visitor.at == "consent"  # asked once
    visitor.keys(Qt.Key.Key_Escape)
    assert visitor.at == "home"
    assert nothing_is_stored(visitor)


def test_back_from_the_next_page_keeps_the_answers_in_memory_alone(visitor: Visitor) -> None:
    visitor.press("primary")
    hearing.give_consent(visitor)
    assert visitor.at == "setting"
    visitor.keys(Qt.Key.Key_Escape)
    assert visitor.at == "consent"
    assert visitor.screen.sheet.missing == ()
    assert nothing_is_stored(visitor)


def test_a_no_to_keeping_closes_a_draft_that_was_begun(visitor: Visitor) -> None:
    visitor.press("primary")
    hearing.give_consent(visitor)
    visitor.press("primary")
    visitor.type("narrative", "سخنی")
    number = visitor.screen._statement_id
    visitor.press("go_consent")
    answer(visitor, "keep", "no")
    visitor.press("primary")
    visitor.press("leave_draft")
    visitor.keys(Qt.Key.Key_Escape)
    assert visitor.at == "interview"
    assert fields(visitor) == []
    room: Any = visitor.screen
    assert room.notes.editor.words() == "سخنی"
    with pytest.raises(errors.ConsentRefused):
        noting.note(visitor.desk.session, number, words=Words("سخنی دیگر"))
    visitor.press("go_consent")
    visitor.press("ask_delete")
    visitor.press("delete_draft")
    assert nothing_is_stored(visitor)

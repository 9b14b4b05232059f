"""The first start, locking and opening again, in both languages, with real vaults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from intake_app.clock import FixedClock
from intake_app.gui import theme
from intake_app.gui.navigation import home_of
from intake_app.localization.catalogs import gettext as _
from intake_app.services import session
from tests.gui.typing_text import type_text
from tests.gui.windows import Visitor, make_vault


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(params=["fa", "en"])
def visitor(
    request: pytest.FixtureRequest,
    qapp: object,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Visitor]:
    monkeypatch.setenv("HOME", str(tmp_path))
    made = Visitor(request.param, clock)
    yield made
    made.leave()


def test_first_start_leads_to_an_open_vault(visitor: Visitor, tmp_path: Path) -> None:
    words = make_vault(visitor, "interviewer")
    assert visitor.at == home_of("interviewer")
    assert len(words) >= 6
    vault = visitor.desk.session.folder
    assert vault.parent == tmp_path
    visitor.desk.lock()
    session.unlock(vault, bytearray(" ".join(words), "utf-8"), visitor.desk.surroundings).lock()


def test_chosen_language_is_kept_in_the_vault(visitor: Visitor) -> None:
    make_vault(visitor, "interviewer")
    assert visitor.desk.settings()["language"] == theme.current().look.language


def test_lock_and_open_leads_back_to_the_same_page(visitor: Visitor) -> None:
    words = make_vault(visitor, "interviewer")
    visitor.press("header_settings")
    visitor.keys(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert visitor.at == "unlock"
    assert not visitor.window.header.lock_button.isVisible()
    visitor.type("passphrase", "something else entirely")
    visitor.keys(Qt.Key.Key_Return)
    assert visitor.at == "unlock"
    assert visitor.screen.field.error.plain
    visitor.type("passphrase", " ".join(words))
    visitor.keys(Qt.Key.Key_Return)
    assert visitor.at == "settings"
    assert visitor.desk.session.is_open


def test_locked_window_does_not_go_back(visitor: Visitor) -> None:
    make_vault(visitor, "interviewer")
    visitor.window.lock()
    visitor.keys(Qt.Key.Key_Escape)
    visitor.window.go_back()
    assert visitor.at == "unlock"


def test_wrong_word_from_the_paper_stops(visitor: Visitor) -> None:
    visitor.press("role_witness")
    visitor.press("primary")
    visitor.type("word_2", "wrong")
    visitor.keys(Qt.Key.Key_Return)
    assert visitor.at == "passphrase_confirm"
    assert visitor.screen.fields[2].error.plain
    assert "wrong" not in visitor.screen.fields[2].error.plain


@pytest.mark.parametrize(("text", "fits"), [("iran1401", False), ("زن زندگی آزادی", False)])
def test_own_passphrase_must_be_hard_to_guess(visitor: Visitor, text: str, *, fits: bool) -> None:
    visitor.press("role_interviewer")
    visitor.press("write_own")
    type_text(visitor.screen.own.edit, text)
    type_text(visitor.screen.again.edit, text)
    visitor.keys(Qt.Key.Key_Return)
    assert (visitor.at == "passphrase_confirm") is fits
    assert visitor.screen.own.error.plain


def test_own_passphrase_opens_the_vault(visitor: Visitor) -> None:
    own = "lantern pickle orbit saddle willow thimble"
    visitor.press("role_coordinator")
    visitor.press("write_own")
    type_text(visitor.screen.own.edit, own)
    type_text(visitor.screen.again.edit, own)
    visitor.press("primary")
    type_text(visitor.screen.whole.edit, own)
    visitor.press("primary")
    visitor.press("understood")
    visitor.press("primary")
    folder = visitor.desk.session.folder
    visitor.desk.lock()
    session.unlock(folder, bytearray(own, "utf-8"), visitor.desk.surroundings).lock()


def test_a_new_passphrase_takes_the_place_of_the_old_one(visitor: Visitor) -> None:
    old = make_vault(visitor, "interviewer")
    folder = visitor.desk.session.folder
    visitor.press("header_settings")
    visitor.press("to_change_passphrase")
    visitor.press("primary")
    new: tuple[str, ...] = visitor.screen._shown
    visitor.press("primary")
    for number in (2, 5):
        visitor.type(f"word_{number}", new[number - 1])
    visitor.press("primary")
    visitor.type("old_passphrase", "not the old one")
    visitor.press("primary")
    assert visitor.screen.old.error.plain
    visitor.type("old_passphrase", " ".join(old))
    visitor.press("primary")
    assert (visitor.at, visitor.notice) == ("settings", "success")
    visitor.desk.lock()
    session.unlock(folder, bytearray(" ".join(new), "utf-8"), visitor.desk.surroundings).lock()


def test_another_language_makes_a_new_window_at_the_same_page(visitor: Visitor) -> None:
    before = theme.current().look.language
    other = "en" if before == "fa" else "fa"
    old = visitor.window
    visitor.press(f"language_{other}")
    assert visitor.window is not old
    assert (visitor.at, theme.current().look.language) == ("welcome", other)
    assert visitor.window.layoutDirection() == (
        Qt.LayoutDirection.RightToLeft if other == "fa" else Qt.LayoutDirection.LeftToRight
    )


def test_found_vault_is_asked_for_first(visitor: Visitor, clock: FixedClock) -> None:
    make_vault(visitor, "interviewer")
    visitor.desk.lock()
    again = Visitor(theme.current().look.language, clock)
    assert again.at == "unlock"
    assert again.window.focusWidget() is again.find("passphrase")
    again.keys(Qt.Key.Key_Escape)
    assert again.at == "welcome"
    again.leave()


def test_practice_says_that_it_is_practice_and_opens_again(
    visitor: Visitor, clock: FixedClock
) -> None:
    visitor.press("try_invented")
    folder = visitor.desk.session.folder.parent
    assert folder.name == "Practice"
    said = visitor.window.notices.notice
    assert said is not None
    assert str(folder) in said.hint
    assert visitor.window.header.state.text().startswith(_("Practice: {state}", state=""))
    visitor.keys(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert visitor.find("practice").isVisible()
    visitor.desk.lock()
    again = Visitor(theme.current().look.language, clock)
    assert again.at == "unlock"
    assert set(again.desk.found_vaults()) == {folder / "interviewer", folder / "coordinator"}
    again.type("passphrase", (folder / "passphrase.txt").read_text("utf-8").strip())
    again.keys(Qt.Key.Key_Return)
    assert again.desk.session.folder.parent == folder
    again.leave()

"""From the first page to the seal without a mouse: only keys, and letters from an input method."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.domain.consent import USES
from intake_app.services import organising
from intake_app.services import session as sessions
from intake_app.services.surroundings import Surroundings
from tests.gui.stage import settle
from tests.gui.typing_text import type_text
from tests.gui.windows import Visitor

MOST_TABS = 80


class Keys(Visitor):
    """Has no mouse, and presses nothing that has not got the focus."""

    def at_focus(self) -> QWidget:
        """Return what has the focus."""
        focused = self.window.focusWidget()
        assert focused is not None
        return focused

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is there."""
        for _press in range(MOST_TABS):
            if self.at_focus().objectName() == name:
                return
            self.keys(Qt.Key.Key_Tab)
        raise AssertionError(f"{name} is not reached at {self.at}")

    def do(self, name: str) -> None:
        """Go to a button with Tab and press it with Space."""
        self.tab_to(name)
        button = self.at_focus()
        assert isinstance(button, QAbstractButton)
        assert button.isEnabled()
        QTest.keyClick(button, Qt.Key.Key_Space)
        settle()

    def write(self, text: str) -> None:
        """Type where the focus is."""
        type_text(self.at_focus(), text)
        settle()

    def come_back(self) -> None:
        """Do what a desktop does when a dialog closes: the window behind it is active again."""
        settle()
        self.window.activateWindow()
        settle()

    def choose_file(self, ending: str) -> None:
        """Take a file of the drive in the chooser that has opened: arrows and Enter alone."""
        chooser = self.app.qt.activeModalWidget()
        assert chooser is not None
        listed: Any = chooser.focusWidget()
        for _press in range(MOST_TABS):
            item = listed.currentItem()
            if item is not None and item.text().endswith(ending):
                break
            QTest.keyClick(listed, Qt.Key.Key_Down)
        QTest.keyClick(listed, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(listed, Qt.Key.Key_Return)
        self.come_back()

    def choose_folder(self) -> None:
        """Use the folder of the drive."""
        chooser = self.app.qt.activeModalWidget()
        assert chooser is not None
        for _press in range(MOST_TABS):
            focused = chooser.focusWidget()
            if focused is not None and focused.objectName() == "take":
                break
            QTest.keyClick(focused or chooser, Qt.Key.Key_Tab)
        QTest.keyClick(chooser.focusWidget(), Qt.Key.Key_Return)
        self.come_back()


@pytest.fixture(params=["fa", "en"])
def keys(
    request: pytest.FixtureRequest, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Keys]:
    home, stick = tmp_path / "home", tmp_path / "stick"
    home.mkdir()
    stick.mkdir()
    monkeypatch.setenv("HOME", str(home))
    made = Keys(request.param, FixedClock(), stick=stick)
    yield made
    made.leave()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[sessions.Session]:
    world = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    made = sessions.create(tmp_path / "o", bytearray(b"a b c d e f g"), "coordinator", world)
    organising.found(made, "مرکز اسناد")
    yield made
    made.lock()


def test_from_the_first_page_to_the_seal(
    keys: Keys, office: sessions.Session, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    through_the_doors(keys)
    join(keys, office, stick)
    hear(keys)
    assert keys.at == "sealed"
    keys.do("primary")
    assert keys.at == "hand_over"
    keys.do("drive_0")
    keys.do("primary")
    keys.find("safe_to_remove")
    assert list(stick.glob("*.age"))


def through_the_doors(keys: Keys) -> None:
    keys.keys(Qt.Key.Key_1)
    assert keys.at == "passphrase"
    words = keys.screen._shown
    keys.do("primary")
    for number in (2, 5):
        keys.tab_to(f"word_{number}")
        keys.write(words[number - 1])
    keys.keys(Qt.Key.Key_Return)
    assert keys.at == "forgotten"
    keys.do("understood")
    keys.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys.at == "safety"
    keys.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys.at == "home"


def join(keys: Keys, office: sessions.Session, stick: Path) -> None:
    """The coordinator's side is played by the services; this side by keys."""
    organising.write_card(office, stick)
    keys.window.show_screen("organisation", {})
    settle()
    keys.do("primary")
    keys.choose_file(".card")
    assert keys.at == "compare_card"
    keys.do("same")
    keys.tab_to("label")
    keys.write("نسرین ۲")
    keys.do("primary")
    keys.choose_folder()
    request = organising.read_request(office, next(stick.glob("*.request")))
    organising.approve(office, request.sha256, digits_same=True)
    organising.export_trust(office, stick)
    keys.do("primary")
    keys.choose_file(".trust")
    assert keys.screen.state == "enrolled"
    keys.keys(Qt.Key.Key_Escape)
    assert keys.at == "home"


def hear(keys: Keys) -> None:
    keys.keys(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert keys.at == "consent"
    for _press in range(MOST_TABS):
        if keys.at_focus().objectName().startswith("answer_keep"):
            break
        keys.keys(Qt.Key.Key_Tab)
    for use in USES:
        keys.keys(Qt.Key.Key_N if use == "contact_again" else Qt.Key.Key_Y)
    keys.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys.at == "setting"
    assert keys.at_focus().objectName() == "pseudonym"
    keys.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys.at == "interview"
    keys.write("نخستین سخن")
    keys.keys(Qt.Key.Key_Return)
    keys.write("و دومین")
    keys.keys(Qt.Key.Key_F6)  # to the guide
    keys.keys(Qt.Key.Key_F6)  # and back
    assert keys.at_focus().objectName() == "narrative"
    keys.do("primary")
    assert keys.at == "read_back"
    for _paragraph in range(2):
        keys.keys(Qt.Key.Key_Space)
    keys.do("who_reads_interviewer")
    keys.do("primary")
    keys.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys.at == "seal"
    keys.tab_to("seal_word")
    keys.write("مهر")
    keys.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

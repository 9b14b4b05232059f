"""An interviewer's computer joins an organisation: every step on the screens of both people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from intake_app.clock import FixedClock
from intake_app.gui.widgets.digits_view import DigitsView
from intake_app.gui.widgets.file_chooser import FileChooser
from intake_app.services import enrolling, organising
from tests.gui.stage import settle
from tests.gui.windows import Visitor, make_vault


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def coordinator(
    qapp: object, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Visitor]:
    home = tmp_path / "coordinator"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    made = Visitor("en", FixedClock(), stick=stick)
    make_vault(made, "coordinator")
    made.window.show_screen("people", {})
    yield made
    made.leave()


@pytest.fixture
def interviewer(
    coordinator: Visitor, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Visitor]:
    home = tmp_path / "interviewer"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    made = Visitor("fa", FixedClock(), stick=stick)
    make_vault(made, "interviewer")
    made.window.show_screen("organisation", {})
    yield made
    made.leave()


def found(coordinator: Visitor) -> None:
    coordinator.press("begin_found")
    coordinator.type("org_name", "مرکز اسناد")
    coordinator.press("primary")
    assert coordinator.at == "people"


def choose(visitor: Visitor, button: str, ending: str = "") -> None:
    """Press a button that asks for a place, and take it on the stick, in the real chooser."""
    visitor.press(button)
    chooser = visitor.screen.findChild(FileChooser)
    if ending:
        names = [chooser.names.item(row).text() for row in range(chooser.names.count())]
        chooser.names.setCurrentRow(next(at for at, n in enumerate(names) if n.endswith(ending)))
    chooser.take_button.click()
    settle()


def digits(visitor: Visitor, name: str = "digits") -> list[str]:
    view = visitor.find(name)
    assert isinstance(view, DigitsView)
    fold = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    return [group.text().translate(fold) for group in view.groups]


def test_the_whole_way_onto_the_list(coordinator: Visitor, interviewer: Visitor) -> None:
    found(coordinator)
    choose(coordinator, "write_card")
    assert coordinator.notice == "success"

    choose(interviewer, "primary", ".card")
    assert interviewer.at == "compare_card"
    assert digits(interviewer) == digits(coordinator, "card_digits")
    interviewer.press("same")
    assert (interviewer.at, interviewer.screen.state) == ("organisation", "pinned")

    interviewer.type("label", "نسرین ۲")
    choose(interviewer, "primary")
    assert interviewer.screen.state == "requested"

    choose(coordinator, "primary", ".request")
    assert coordinator.at == "request"
    assert digits(coordinator) == digits(interviewer, "request_digits")
    coordinator.press("same")
    assert (coordinator.at, coordinator.notice) == ("people", "success")
    choose(coordinator, "write_list")

    choose(interviewer, "primary", ".trust")
    assert interviewer.screen.state == "enrolled"
    assert enrolling.require_enrolled(interviewer.desk.session).org == "مرکز اسناد"
    labels = [each.text() for each in coordinator.screen.findChildren(QLabel)]
    assert any("نسرین ۲" in text for text in labels)


def test_digits_that_differ_take_nothing_in(coordinator: Visitor, interviewer: Visitor) -> None:
    found(coordinator)
    choose(coordinator, "write_card")
    choose(interviewer, "primary", ".card")
    interviewer.press("different")
    assert interviewer.notice == "fault"
    assert not interviewer.find("same").isEnabled()
    assert enrolling.organisation(interviewer.desk.session) is None
    interviewer.press("later")
    assert interviewer.screen.state == "none"


def test_enter_in_passing_does_not_say_yes(coordinator: Visitor, interviewer: Visitor) -> None:
    found(coordinator)
    choose(coordinator, "write_card")
    choose(interviewer, "primary", ".card")
    interviewer.keys(Qt.Key.Key_Return)
    assert interviewer.at == "organisation"
    assert enrolling.organisation(interviewer.desk.session) is None


def test_card_is_read_from_a_photograph(
    coordinator: Visitor, interviewer: Visitor, stick: Path
) -> None:
    found(coordinator)
    (stick / "card.png").write_bytes(organising.card_qr_png(coordinator.desk.session, 6))
    choose(interviewer, "primary", ".png")
    assert interviewer.at == "compare_card"


def test_picture_without_a_card_is_said_to_be_one(
    coordinator: Visitor, interviewer: Visitor, stick: Path
) -> None:
    del coordinator
    (stick / "cat.png").write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    choose(interviewer, "primary", ".png")
    assert (interviewer.at, interviewer.notice) == ("organisation", "fault")


def test_request_that_was_exchanged_is_not_added(
    coordinator: Visitor, interviewer: Visitor
) -> None:
    found(coordinator)
    choose(coordinator, "write_card")
    choose(interviewer, "primary", ".card")
    interviewer.press("same")
    choose(interviewer, "primary")
    choose(coordinator, "primary", ".request")
    coordinator.press("different")
    assert coordinator.notice == "fault"
    assert len(organising.members(coordinator.desk.session)) == 1
    coordinator.press("later")
    assert organising.pending(coordinator.desk.session) == []


def test_member_is_taken_off_the_list(coordinator: Visitor, interviewer: Visitor) -> None:
    test_the_whole_way_onto_the_list(coordinator, interviewer)
    coordinator.press("revoke")
    assert not coordinator.find("primary").isEnabled()
    coordinator.screen.reason.setCurrentIndex(organising.REASONS.index("seized"))
    coordinator.screen.until.setCurrentIndex(1)
    coordinator.press("primary")
    assert (coordinator.at, coordinator.notice) == ("people", "success")
    choose(coordinator, "write_list")
    interviewer.press("newer")
    chooser = interviewer.screen.findChild(FileChooser)
    chooser.names.setCurrentRow(chooser.names.count() - 1)
    chooser.take_button.click()
    settle()
    assert interviewer.screen.state == "revoked"


def test_root_key_on_two_drives(coordinator: Visitor, tmp_path: Path) -> None:
    words = "harbour violet engine pillow marble lantern"
    drives = [tmp_path / name for name in ("one", "two")]
    for each in drives:
        each.mkdir()
    coordinator.press("begin_found")
    coordinator.type("org_name", "Northern Archive")
    coordinator.press("where_drives")
    coordinator.press("primary")
    assert coordinator.notice == "warning"
    for each in drives:
        coordinator.screen.add_folder([each])
    coordinator.type("root_words", words)
    coordinator.type("root_again", words)
    coordinator.press("primary")
    assert coordinator.at == "people"
    assert not organising.keeps_root_key(coordinator.desk.session)
    assert all(any(each.glob("root-*.key")) for each in drives)
    coordinator.press("renew")
    for row, folder in zip(coordinator.screen.signing.form.rows, drives, strict=True):
        row.take([folder])
    coordinator.type("root_words_1", words)
    coordinator.type("root_words_2", words + "x")
    coordinator.press("primary")
    assert coordinator.notice == "fault"
    coordinator.type("root_words_1", words)
    coordinator.type("root_words_2", words)
    coordinator.press("primary")
    assert (coordinator.at, coordinator.notice) == ("people", "success")
    held = organising.trust(coordinator.desk.session)
    assert held is not None
    assert held.version == 2

"""Other root keys, in the window: from one vault to several holders, and signed from afar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.clock import FixedClock
from intake_app.crypto import keys
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.services import organising, rotating, trusting
from tests.gui.stage import settle
from tests.gui.windows import Visitor, make_vault

WORDS = "harbour violet engine pillow marble lantern"


@pytest.fixture
def coordinator(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(keys, "_BCRYPT_ROUNDS", 1)
    made = Visitor("en", FixedClock(), stick=drive(tmp_path, "stick"))
    make_vault(made, "coordinator")
    made.window.show_screen("people", {})
    settle()
    made.press("begin_found")
    made.type("org_name", "مرکز اسناد")
    made.press("primary")
    assert made.at == "people"
    yield made
    made.leave()


def drive(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def tone(coordinator: Visitor) -> str:
    line = coordinator.find("standing")
    assert isinstance(line, ToneLine)
    return line.tone


def prepare(coordinator: Visitor, drives: list[Path], *, vault_leaves: bool) -> None:
    if coordinator.at == "people":
        coordinator.press("roots")
    coordinator.press("begin_change")
    if vault_leaves:
        (tick,) = coordinator.screen.staying.values()
        tick.box.click()
    for each in drives:
        coordinator.screen.add_folder([each])
    coordinator.type("new_words", WORDS)
    coordinator.type("new_again", WORDS)
    coordinator.press("primary")


def test_the_root_key_leaves_the_vault_for_three_holders(
    coordinator: Visitor, tmp_path: Path
) -> None:
    session = coordinator.desk.session
    before = organising.card_digits(session)
    drives = [drive(tmp_path, name) for name in ("one", "two", "three")]
    prepare(coordinator, drives, vault_leaves=True)
    assert (coordinator.at, tone(coordinator)) == (
        "root_change",
        "success",
    )
    assert organising.card_digits(session) == before  # prepared is not in force
    coordinator.press("primary")
    assert (coordinator.at, coordinator.notice) == ("roots", "success")
    assert organising.card_digits(session) != before
    assert not organising.keeps_root_key(session)
    rows, threshold = rotating.roots(session)
    assert (len(rows), threshold) == (3, 2)
    coordinator.screen.cancel()
    settle()
    coordinator.press("renew")
    for number, folder in enumerate(drives[:2], 1):
        coordinator.screen.signing.form.rows[number - 1].take([folder])
        coordinator.type(f"root_words_{number}", WORDS)
    coordinator.press("primary")
    assert (coordinator.at, coordinator.notice) == ("people", "success")


def test_a_holder_elsewhere_signs_a_copy(coordinator: Visitor, tmp_path: Path) -> None:
    session = coordinator.desk.session
    one = drive(tmp_path, "one")
    prepare(coordinator, [one], vault_leaves=False)
    coordinator.press("primary")
    prepare(coordinator, [drive(tmp_path, "two")], vault_leaves=False)
    # The vault and the new drive have signed; two old ones must, and the first drive is away.
    assert tone(coordinator) == "info"
    stick = drive(tmp_path, "carried")
    coordinator.screen.write([stick])
    assert coordinator.notice == "success"
    (sent,) = stick.iterdir()
    coordinator.screen.cancel()
    settle()
    copy, _ = rotating.sign_file(sent, [(one, bytearray(WORDS, "utf-8"))], drive(tmp_path, "back"))
    coordinator.press("go_on")
    coordinator.screen.take_in([copy])
    settle()
    assert tone(coordinator) == "success"
    coordinator.press("primary")
    held = trusting.current_trust(session)
    assert held is not None
    assert (held.version, len(held.roots.keys)) == (3, 3)


def test_a_holder_who_is_here_signs_in_the_window_and_a_wrong_word_changes_nothing(
    coordinator: Visitor, tmp_path: Path
) -> None:
    one = drive(tmp_path, "one")
    prepare(coordinator, [one], vault_leaves=False)
    coordinator.press("primary")
    prepare(coordinator, [drive(tmp_path, "two")], vault_leaves=False)
    for words, notice in ((WORDS + "x", "fault"), (WORDS, "success")):
        coordinator.screen.signing.form.rows[0].take([one])
        coordinator.type("root_words_1", words)
        coordinator.press("primary")
        assert coordinator.notice == notice
    coordinator.press("give_up")
    assert coordinator.at == "roots"
    assert rotating.under_way(coordinator.desk.session) is None


def test_nothing_is_prepared_without_a_root_or_with_weak_words(
    coordinator: Visitor, tmp_path: Path
) -> None:
    coordinator.press("roots")
    coordinator.press("begin_change")
    (tick,) = coordinator.screen.staying.values()
    tick.box.click()
    coordinator.press("primary")
    assert (coordinator.at, coordinator.notice) == ("rotate", "warning")
    coordinator.screen.add_folder([drive(tmp_path, "one")])
    coordinator.type("new_words", "weak")
    coordinator.type("new_again", "weak")
    coordinator.press("primary")
    assert coordinator.at == "rotate"
    assert rotating.under_way(coordinator.desk.session) is None
    assert list((tmp_path / "one").iterdir()) == []

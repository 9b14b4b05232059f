"""The desk: one session at a time, neutral places, settings that live in the vault alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.services import session as sessions
from intake_app.services.drives import Drive
from intake_app.services.surroundings import Surroundings
from intake_app.services.wiring import Desk, make_desk

WORDS = "می‌گویم ۱۲۳ river lamp"


def words() -> bytearray:
    return bytearray(WORDS.encode())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def desk() -> Desk:
    return make_desk(Surroundings(clock=FixedClock(), cost=KdfCost.quick(), drives=list))


def test_the_suggested_place_says_nothing_and_is_free(home: Path, desk: Desk) -> None:
    first = desk.suggest_folder()
    assert first == home / "Records"
    first.mkdir()
    assert desk.suggest_folder() == home / "Records 2"
    (home / "Records 2").symlink_to("/nowhere")
    assert desk.suggest_folder() == home / "Records 3"


def test_vaults_are_found_in_the_usual_places_and_on_drives(
    home: Path, tmp_path: Path, desk: Desk
) -> None:
    assert list(desk.found_vaults()) == []
    stick = tmp_path / "stick"
    made = [home / "Records", home / "Documents" / "old", stick]
    for folder in made:
        folder.mkdir(parents=True)
        desk.create_vault(folder, words(), "interviewer")
    desk.lock()
    (home / "Documents" / "deep" / "deeper").mkdir(parents=True)
    on_drive = Drive("stick", stick)
    at_stick = make_desk(replace(desk.surroundings, drives=lambda: [on_drive]))
    assert set(desk.found_vaults()) == set(made[:2])
    assert set(at_stick.found_vaults()) == set(made)


def test_one_session_at_a_time_and_none_after_the_lock(tmp_path: Path, desk: Desk) -> None:
    with pytest.raises(errors.VaultLocked):
        _ = desk.session
    opened = desk.create_vault(tmp_path / "a", words(), "interviewer")
    assert (opened.role, opened.folder, opened.practice) == ("interviewer", tmp_path / "a", None)
    first = desk.session
    other = desk.create_vault(tmp_path / "b", words(), "coordinator")
    assert other.role == "coordinator"
    assert not first.is_open
    desk.lock()
    desk.lock()
    with pytest.raises(errors.VaultLocked):
        _ = desk.session


def test_a_failed_opening_leaves_nothing_open_and_no_passphrase(tmp_path: Path, desk: Desk) -> None:
    desk.create_vault(tmp_path / "a", words(), "interviewer")
    wrong = bytearray(b"not these words")
    with pytest.raises(errors.WrongPassphrase):
        desk.unlock(tmp_path / "a", wrong)
    assert not any(wrong)
    with pytest.raises(errors.VaultLocked):
        _ = desk.session
    again = words()
    desk.unlock(tmp_path / "a", again)
    assert not any(again)


@pytest.mark.parametrize(
    "typed",
    ["مي‌گويم 123 river lamp", "  می‌گویم ١٢٣ river  lamp ", "می\u200cگویم ۱۲۳ river lamp\u200f"],
)
def test_another_keyboard_opens_it_too(tmp_path: Path, desk: Desk, typed: str) -> None:
    desk.create_vault(tmp_path / "a", words(), "interviewer")
    desk.lock()
    desk.unlock(tmp_path / "a", bytearray(typed.encode()))
    desk.session.change_passphrase(bytearray(typed.encode()), bytearray("يك".encode()))
    desk.lock()
    desk.unlock(tmp_path / "a", bytearray("یک".encode()))


def test_settings_are_in_the_vault_and_gone_when_it_is_locked(tmp_path: Path, desk: Desk) -> None:
    assert desk.settings() == {}
    desk.change_setting("language", "fa")
    assert desk.settings() == {}, "before a vault is open nothing is kept"
    desk.create_vault(tmp_path / "a", words(), "interviewer")
    desk.change_setting("language", "fa")
    desk.change_setting("idle_minutes", "2")
    assert desk.settings() == {"language": "fa", "idle_minutes": "2"}
    with pytest.raises(errors.FileMalformed):
        desk.change_setting("language", "x" * 2000)
    desk.lock()
    assert desk.settings() == {}
    opened = desk.unlock(tmp_path / "a", words())
    assert opened.settings == {"language": "fa", "idle_minutes": "2"}


def test_passphrases_are_drawn_and_judged(desk: Desk) -> None:
    for language in ("en", "fa"):
        drawn = desk.generate_words(language)
        assert len(drawn) >= 6
        assert desk.judge(" ".join(drawn)).score == 4
    assert desk.judge("iran1401").score < sessions.LEAST_SCORE


def test_safety_looks_at_the_vault_s_own_disk(tmp_path: Path, home: Path, desk: Desk) -> None:
    assert desk.safety_checks()
    desk.create_vault(tmp_path / "a", words(), "interviewer")
    assert {each.code for each in desk.safety_checks()} >= {"swap", "clock"}

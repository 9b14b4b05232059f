"""`intake trust` and `intake enrol`: the whole way in, typed."""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from intake_app import errors
from intake_app.cli import command_line
from intake_app.cli.console import Console
from intake_app.localization import catalogs
from intake_app.services.session import Role
from tests.cli.running import PASSPHRASE, intake
from tests.services.people import WORDS, People


class Typist:
    """Types commands on vaults that were made at the lowest cost of a guess."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self._people = People(folder)
        (folder / "words").write_bytes(WORDS)

    def vault(self, role: Role) -> Path:
        made = self._people.person(role)
        made.lock()
        return made.folder

    def types(self, *words: object, code: int = 0) -> dict[str, Any]:
        assert self._runs(words, as_json=True) == code
        told: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return told

    def refused(self, *words: object) -> str:
        return str(self.types(*words, code=1)["error"]["code"])

    def reads(self, *words: object) -> str:
        assert self._runs(words, as_json=False) == 0
        return self._capsys.readouterr().out

    def _runs(self, words: tuple[object, ...], *, as_json: bool) -> int:
        verb, *rest = map(str, words)
        console = Console(as_json=as_json)
        try:
            return run(verb, [*rest, "--passphrase-file", str(self.folder / "words")], console)
        except errors.IntakeError as error:
            return console.fail(error)


def run(verb: str, arguments: list[str], console: Console) -> int:
    """Run one command in this process, which must not close itself in as a real one does."""
    command = import_module(f"intake_app.cli.{command_line.COMMANDS[verb][0]}")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return int(command.run(parser.parse_args(arguments), console))


@pytest.fixture(name="typist")
def a_typist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typist:
    catalogs.activate("en")
    return Typist(tmp_path, capsys)


def test_the_whole_way_in(typist: Typist) -> None:
    there, here, stick = typist.vault("coordinator"), typist.vault("interviewer"), typist.folder
    assert typist.refused("trust", "show", there) == "NO_ORGANISATION"
    made = typist.types("trust", "new", there, "--name", "گروه می‌گویند")
    assert (made["version"], made["root_key_in_vault"]) == (1, True)
    card = typist.types("trust", "card", there, "--to", stick, "--png")
    assert card["digits"] == made["digits"]
    assert Path(card["picture"]).read_bytes().startswith(b"\x89PNG")
    assert typist.types("enrol", "show", here)["state"] == "none"
    wrong = card["digits"][:-1] + str((int(card["digits"][-1]) + 1) % 10)
    pin = ("enrol", "card", here, card["card"], "--digits")
    assert typist.refused(*pin, wrong) == "DIGITS_DIFFER"
    spoken = card["digits"].translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert typist.types(*pin, spoken)["organisation"] == "گروه می‌گویند"
    asked = typist.types("enrol", "request", here, "--label", "laptop 2", "--to", stick)
    seen = typist.types("trust", "add", there, asked["request"])
    assert seen["digits"] == asked["digits"]
    (waiting,) = typist.types("trust", "show", there)["pending"]
    assert waiting["label"] == "laptop 2"
    approve = ("enrol", "approve", there, asked["request"], "--digits")
    assert typist.types(*approve, asked["digits"])["version"] == 2
    listed = typist.types("trust", "export", there, "--to", stick)["trust"]
    assert typist.types("enrol", "accept", here, listed)["state"] == "enrolled"
    plain = typist.types("trust", "export", there, "--to", stick / "plain", "--plain")["trust"]
    assert (Path(plain) / "allowed_signers").is_file()
    told = typist.reads("trust", "show", there)
    assert made["digits"] in told
    assert seen["principal"] in told
    gone = ("trust", "revoke", there, seen["principal"], "--reason", "lost")
    assert typist.types(*gone, "--last-trusted", "2026-11-24T08:00:00Z")["version"] == 3
    assert typist.types("trust", "renew", there)["version"] == 4
    listed = typist.types("trust", "export", there, "--to", stick)["trust"]
    assert typist.types("enrol", "accept", here, listed)["state"] == "revoked"
    assert "no longer trusts" in typist.reads("enrol", "show", here)


def test_holders_of_root_keys_sign_with_their_files(typist: Typist) -> None:
    there, second = typist.vault("coordinator"), typist.vault("coordinator")
    (typist.folder / "holders").write_text(PASSPHRASE + "\n", "utf-8")
    (typist.folder / "weak").write_text("abc\n", "utf-8")
    places = [typist.folder / "a", typist.folder / "b"]
    for place in places:
        place.mkdir()
    new = ("trust", "new", there, "--name", "Archive", "--threshold", 2)
    into = [word for place in places for word in ("--root-folder", place)]
    weak = ("--root-passphrase-file", typist.folder / "weak")
    assert typist.refused(*new, *into, *weak) == "PASSPHRASE_TOO_WEAK"
    holders = ("--root-passphrase-file", typist.folder / "holders")
    assert not typist.types(*new, *into, *holders)["root_key_in_vault"]
    card = typist.types("trust", "card", there, "--to", typist.folder)
    typist.types("enrol", "card", second, card["card"], "--digits", card["digits"])
    asked = typist.types("enrol", "request", second, "--label", "second", "--to", typist.folder)
    approve = ("enrol", "approve", there, asked["request"], "--digits", asked["digits"])
    assert typist.refused(*approve) == "ROOT_KEY_MISSING"
    signers = [word for place in places for word in ("--root", place, *holders)]
    assert typist.types(*approve, "--identity", *signers)["version"] == 2
    members = typist.types("trust", "show", there)["members"]
    assert [each["identity"] for each in members] == [True, True]


@pytest.mark.parametrize(
    "words",
    [
        ["trust"],
        ["trust", "revoke", "DIR", "device-00000000", "--reason", "bored"],
        ["trust", "revoke", "DIR", "d", "--reason", "lost", "--last-trusted", "noon"],
        ["trust", "revoke", "DIR", "d", "--reason", "lost", "--last-trusted", "2026-11-24T08:00"],
        ["enrol", "card", "DIR", "x.card"],
    ],
)
def test_wrong_usage_is_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words[0], words[1:], Console(as_json=True))
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_real_process_knows_the_commands(typist: Typist) -> None:
    there = typist.vault("coordinator")
    ran = intake(
        "trust", "new", there, "--name", "Archive", "--passphrase-file", "-", "--json",
        home=typist.folder / "home", stdin=WORDS.decode() + "\n",
    )  # fmt: skip
    assert (ran.code, ran.told["version"]) == (0, 1)
    asked = ("enrol", "show", there, "--passphrase-file", "-", "--json")
    ran = intake(*asked, home=typist.folder / "home", stdin=WORDS.decode() + "\n")
    assert (ran.code, ran.told["state"]) == (0, "enrolled")


def test_holders_far_apart_change_the_root_keys(typist: Typist) -> None:
    there, here, stick = typist.vault("coordinator"), typist.vault("interviewer"), typist.folder
    made = typist.types("trust", "new", there, "--name", "Archive")
    (kept,) = typist.types("trust", "show", there)["root_keys"]
    assert kept["here"]
    card = typist.types("trust", "card", there, "--to", stick)
    typist.types("enrol", "card", here, card["card"], "--digits", card["digits"])
    (stick / "holders").write_text(PASSPHRASE + "\n", "utf-8")
    words = ("--root-passphrase-file", stick / "holders")
    drives = [stick / "a", stick / "b"]
    for drive in drives:
        drive.mkdir()
    # A second holder beside the vault; then, by two copies of one file, the vault's goes.
    change = ("trust", "rotate", there, "--threshold", 2)
    new = ("--new-root-passphrase-file", stick / "holders", "--new-root-folder")
    told = typist.types(*change, *new, drives[0])
    assert (told["complete"], told["threshold_before"]) == (True, 1)
    published = typist.types("trust", "publish", there)
    assert published["version"] == 2
    assert published["digits"] == told["digits"] != made["digits"]
    sent = typist.types(*change, "--leave-out", kept["name"], *new, drives[1], "--to", stick / "a")
    assert [sent["old_missing"], sent["new_missing"], sent["complete"]] == [1, 1, False]
    assert typist.refused("trust", "publish", there) == "ROOT_KEY_MISSING"
    assert "still has to sign" in typist.reads("trust", "show", there)
    run("trust", ["sign", sent["file"]], Console(as_json=False))
    run("trust", ["sign", sent["file"], "--root", str(drives[0]), *map(str, words), "--to",
                  str(drives[1])], Console(as_json=False))  # fmt: skip
    copy = drives[1] / Path(sent["file"]).name
    typist._capsys.readouterr()
    assert typist.types("trust", "publish", there, copy)["version"] == 3
    assert typist.refused("trust", "renew", there) == "ROOT_KEY_MISSING"
    signers = [word for drive in drives for word in ("--root", drive, *words)]
    assert typist.types("trust", "renew", there, *signers)["version"] == 4
    listed = typist.types("trust", "export", there, "--to", stick)["trust"]
    assert typist.types("enrol", "accept", here, listed)["version"] == 4

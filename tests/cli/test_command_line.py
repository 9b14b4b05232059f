"""Exit codes, JSON, passphrases and faults, in real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.cli import command_line, console
from intake_app.cli.command_line import COMMANDS
from intake_app.localization import catalogs
from tests.cli.running import PASSPHRASE, ROOT, Ran, command, environment, intake

# How a command ends is decided in-process where only that is asked: a process costs a second.


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "words").write_text(PASSPHRASE + "\n", "utf-8")
    made = intake(
        "vault", "create", folder / "v", "--role", "interviewer", "--passphrase-file",
        folder / "words", "--json", home=folder,
    )  # fmt: skip
    assert made.code == 0, made
    assert made.told["role"] == "interviewer"
    return folder


def test_info_needs_no_passphrase_and_tells_all_it_may(home: Path) -> None:
    ran = intake("vault", "info", home / "v", "--json", home=home)
    assert ran.code == 0
    told = ran.told
    assert told["intake"] == 1
    assert told["vault"]["format"] == "testimony-vault/1"
    assert told["vault"]["slots"][0]["cost"]["m_kib"] >= 512 * 1024
    assert told["vault"]["database_bytes"] > 0
    assert "role" not in told["vault"]


def test_standard_input_may_carry_the_passphrase(home: Path) -> None:
    ran = intake(
        "vault", "lock-test", home / "v", "--passphrase-file", "-", "--json",
        home=home, stdin=PASSPHRASE + "\n",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert ran.told["locked"]


def test_a_wrong_passphrase_is_a_named_refusal_and_nothing_else_is_printed(home: Path) -> None:
    ran = intake(
        "vault", "check", home / "v", "--passphrase-file", "-", "--json",
        home=home, stdin="wrong words\n",
    )  # fmt: skip
    assert ran.code == 1
    assert ran.fault == "WRONG_PASSPHRASE"
    assert ran.err == ""


def test_a_person_reads_a_sentence_a_hint_and_the_code(home: Path) -> None:
    ran = intake("vault", "info", home / "none", home=home, INTAKE_LANG="fa")
    assert ran.code == 1
    assert ran.out == ""
    what, hint, code = ran.err.splitlines()
    assert code == "[VAULT_MISSING]"
    assert "صندوق" in what
    assert hint
    assert not set(ran.err) & set("\u2066\u2067\u2068\u2069")


def test_no_terminal_means_no_question(home: Path) -> None:
    done = subprocess.run(
        command("vault", "check", home / "v", "--json"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(home),
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "PASSPHRASE_EMPTY"
    assert done.stderr == b""


def test_wrong_usage_is_two(home: Path) -> None:
    assert intake("vault", home=home).code == 2
    assert intake("nothing", home=home).code == 2
    assert intake("vault", "info", home=home).code == 2


def test_a_pipe_that_closes_is_no_drama(home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command("vault", "info", home / "v", "--json"),
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment(home),
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_statement_import_list_show(home: Path) -> None:
    uses = (
        "keep record_voice record_picture share_un share_court share_organisations"
        " share_researchers publish_named publish_unnamed contact_again"
    ).split()
    words = "سطر یکم\n\u2067سطر دوم\u2069 می‌گویم"
    (home / "paper.txt").write_bytes(b"as it came\r\n")
    (home / "s.json").write_text(
        json.dumps(
            {
                "pseudonym": "Witness 7",
                "consent": {
                    "form": "consent/1",
                    "language": "fa",
                    "given_as": "spoken",
                    "recorded_at": "2026-11-24T09:00:00Z",
                    "uses": [{"use": use, "answer": "yes"} for use in uses],
                },
                "narrative": words,
                "files": [{"path": "paper.txt", "caption": "c"}],
            }
        ),
        "utf-8",
    )
    key = ("--passphrase-file", home / "words")
    made = intake("statement", "import", home / "v", home / "s.json", *key, "--json", home=home)
    assert made.code == 0, made
    assert made.told["exhibits"] == 1
    number = made.told["statement_id"]
    rows = intake("statement", "list", home / "v", *key, "--json", home=home).told["drafts"]
    assert [(row["statement_id"], row["pseudonym"]) for row in rows] == [(number, "Witness 7")]
    shown = intake("statement", "show", home / "v", number, *key, home=home)
    assert shown.out == words + "\n", "a witness's own marks stay as typed"
    (home / "s.json").write_text('{"pseudonym": "Witness 7", "secret": 1}', "utf-8")
    bad = intake("statement", "import", home / "v", home / "s.json", *key, "--json", home=home)
    assert (bad.code, bad.fault) == (1, "FILE_MALFORMED")


@pytest.fixture
def english() -> Iterator[None]:
    before = catalogs.active().code
    catalogs.activate("en")
    yield
    catalogs.activate(before)


def test_every_fault_of_our_own_is_one_sentence_without_values(
    english: None, capsys: pytest.CaptureFixture[str]
) -> None:
    spoken = console.Console(as_json=True)
    assert spoken.bug() == 1
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == "BUG"
    assert spoken.fail(errors.DriveFull()) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "DRIVE_FULL"


def raising(text: str, *options: str) -> Ran:
    """Run a command whose work ends in an unexpected fault that quotes testimony."""
    arguments = ["vault", "info", "/nowhere", *options]
    program = (
        "import sys\n"
        "from intake_app.cli import command_line, vault_command\n"
        "def broken(args, console):\n"
        f"    words = {text!r}\n"
        "    raise ValueError(words)\n"
        "vault_command.run = broken\n"
        f"sys.exit(command_line.run({arguments!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_unexpected_fault_shows_nothing_of_what_was_said(options: tuple[str, ...]) -> None:
    ran = raising("MARKER-WORDS", *options)
    assert ran.code == 1
    assert "MARKER" not in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert ran.out + ran.err


def test_a_process_may_not_be_dumped_or_looked_into() -> None:
    program = (
        "import resource, ctypes\n"
        "from intake_app.services.hardening import harden\n"
        "print(harden())\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True
    )
    granted, limits = done.stdout.decode().splitlines()
    assert granted == "Hardening(no_core_dumps=True, no_tracing=True)"
    assert limits == "(0, 0) 0"


def test_every_command_says_what_it_takes_in_both_languages(home: Path) -> None:
    for verb in COMMANDS:
        for language in ("en", "fa"):
            ran = intake(verb, "--help", home=home, INTAKE_LANG=language)
            assert ran.code == 0, (verb, ran.err)
            assert verb in ran.out


@pytest.mark.parametrize(
    ("environment_", "code"),
    [
        ({}, "en"),
        ({"LANG": "fa_IR.UTF-8"}, "fa"),
        ({"LANG": "fa_IR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"INTAKE_LANG": "fa", "LC_ALL": "de_DE"}, "fa"),
    ],
)
def test_the_language_comes_from_the_environment(environment_: dict[str, str], code: str) -> None:
    assert command_line.language_of(environment_) == code

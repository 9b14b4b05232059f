"""A new passphrase is asked for twice, on a real terminal; only a terminal is offered words."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import PASSPHRASE, command, environment, intake

OTHER = "lantern marble pillow engine violet harbour"


def on_terminal(home: Path, *arguments: object, answers: list[str]) -> tuple[int, str]:
    """Run `intake` on a terminal of its own; give one answer at each question."""
    pid, terminal = pty.fork()
    if pid == 0:  # the child never returns into the tests
        os.chdir(home)
        os.execve(command()[0], command(*arguments), environment(home))  # noqa: S606
    seen, left = "", list(answers)
    asked = 0
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other side is gone
            break
        if not piece:
            break
        seen += piece.decode()
        while left and seen.count(": ") > asked and seen.endswith(": "):
            asked = seen.count(": ")
            os.write(terminal, (left.pop(0) + "\n").encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen


def test_a_slip_in_a_new_passphrase_makes_no_vault(tmp_path: Path) -> None:
    code, seen = on_terminal(
        tmp_path, "vault", "create", "v", "--role", "interviewer", answers=[PASSPHRASE, OTHER]
    )
    assert (code, "[PASSPHRASES_DIFFER]" in seen) == (1, True), seen
    assert PASSPHRASE not in seen, "it is typed without being shown"
    assert not (tmp_path / "v").exists()


def test_the_same_twice_makes_a_vault_and_six_words_are_offered_first(tmp_path: Path) -> None:
    code, seen = on_terminal(
        tmp_path, "vault", "create", "v", "--role", "interviewer", answers=[PASSPHRASE, PASSPHRASE]
    )
    assert code == 0, seen
    offered = [line for line in seen.splitlines() if line.startswith("  ")]
    assert [len(line.split()) for line in offered] == [6]
    ran = intake(
        "vault", "lock-test", "v", "--passphrase-file", "-", home=tmp_path, stdin=PASSPHRASE
    )
    assert ran.code == 0, ran


def test_a_pipe_is_offered_no_words_and_asked_once(tmp_path: Path) -> None:
    ran = intake(
        "vault", "create", "v", "--role", "interviewer", "--passphrase-file", "-",
        home=tmp_path, stdin=PASSPHRASE + "\n",
    )  # fmt: skip
    assert (ran.code, ran.err, len(ran.out.splitlines())) == (0, "", 1)


def test_a_folder_is_looked_at_before_anybody_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for place in ("nothing", "empty", "file/below"):
        for words in (("custody", "verify"), ("vault", "check"), ("vault", "info"), ("seal",)):
            more = ("x",) if words == ("seal",) else ()
            ran = intake(*words, place, *more, "--json", home=tmp_path)
            assert (ran.code, ran.fault) == (1, "VAULT_MISSING"), (words, place)
    assert intake("vault", "info", "file", "--json", home=tmp_path).fault == "VAULT_MISSING"


@pytest.mark.parametrize(
    "words", [("demo", "file"), ("vault", "create", "file", "--role", "witness")]
)
def test_a_file_in_the_place_of_a_new_folder_is_named(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("x")
    assert intake(*words, "--json", home=tmp_path).fault == "NOT_A_FOLDER"
    assert (tmp_path / "file").read_text() == "x"


def test_window_help_opens_no_window_and_is_in_the_list(tmp_path: Path) -> None:
    assert "window" in intake("--help", home=tmp_path).out
    ran = intake("window", "--help", home=tmp_path)
    assert (ran.code, "intake window" in ran.out) == (0, True)


def test_wrong_usage_is_json_where_json_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"age-encryption.org/v1\n")
    ran = intake("verify", "b", "--json", home=tmp_path)
    assert (ran.code, ran.fault, ran.err) == (2, "USAGE", "")


def test_a_python_without_the_packages_says_how_to_get_them(tmp_path: Path) -> None:
    for more in ([], ["vault", "info", "x"]):
        done = subprocess.run(
            [command()[0], "-S", *command()[1:], *more],
            env=environment(tmp_path), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines()[-1] == "bash resources/setup.sh install"
        assert "Traceback" not in done.stderr

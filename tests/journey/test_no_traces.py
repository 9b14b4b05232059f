"""Words put into every field are nowhere outside the vault, and in the vault in no readable form.

Every byte that the processes hand to the system is looked at, files that are gone again included.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.running import command, environment
from tests.journey.marking_up import SECRETS, WORDS, statement_file
from tests.journey.playing import Played, consent, write_statement
from tests.journey.tracing import Trace, found_below, trace

DEVICES = ("/dev/null", "/dev/tty", "/dev/urandom", "/dev/shm")


@dataclass
class Watched:
    """A journey whose every process is watched; `given` holds the person's own files."""

    played: Played
    home: Path
    given: Path

    def run(self, *arguments: object, good: bool = True) -> Trace:
        seen = self.watch(command(*arguments, *self.played.key, "--json"))
        if good:
            assert seen.code == 0, (arguments, seen.out, seen.err)
        return seen

    def watch(self, line: list[str], **more: str) -> Trace:
        return trace(line, environment(self.home, **more), self.home, self.home.parent / "log")

    def check(self, seen: Trace, *, shown: bool = False) -> None:
        """Hold what a process did against what it may do; `shown`: it was asked to print."""
        leaks = [leak for secret in SECRETS for leak in seen.leaks(secret, printed=not shown)]
        assert leaks == []
        outside = [each for each in seen.made if not self._may(each)]
        assert outside == []
        assert seen.sockets == (), "no connection of any kind"
        assert [Path(each).name for each in seen.programs] == [Path(sys.executable).name]

    def search(self) -> None:
        """Hold everything that lies on the disk now against the words."""
        assert found_below(self.home, SECRETS) == []
        assert found_below(self.played.folder, SECRETS, [self.given]) == []

    def _may(self, name: str) -> bool:
        path = Path(name) if name.startswith("/") else self.home / name
        places = [self.played.interviewer, self.played.coordinator]
        places += [self.played.folder / each for each in ("stick", "back")]
        return name in DEVICES or any(path.is_relative_to(each) for each in places)


@pytest.fixture
def watched(played: Played, tmp_path: Path) -> Iterator[Watched]:
    copy = played.copy(tmp_path)
    home = tmp_path / "home"
    found = Watched(copy, home, copy.folder / "given")
    environment(home)
    before = set(home.rglob("*"))
    yield found
    found.search()
    assert set(home.rglob("*")) == before, "nothing was left in the home folder"


def write_given(watched: Watched) -> Path:
    name = f"{WORDS}.bin"
    watched.given.mkdir(exist_ok=True)
    (watched.given / name).write_bytes(b"".join(SECRETS) * 5000)
    return write_statement(watched.given, statement_file(consent(), {name: WORDS}))


def taken_in(watched: Watched) -> str:
    seen = watched.run("statement", "import", watched.played.interviewer, write_given(watched))
    watched.check(seen)
    return str(json.loads(seen.out)["statement_id"])


def test_the_watch_sees_what_it_should(watched: Watched) -> None:
    """Without this the test below could pass by looking at nothing."""
    program = (
        "import os, sys, tempfile, socket\n"
        f"w = {WORDS!r}\n"
        "f = tempfile.NamedTemporaryFile(); f.write(w.encode('utf-16-le')); f.close()\n"
        "sys.stderr.write(w)\n"
        "socket.socket(socket.AF_INET).close()\n"
        "os.system('true')\n"
    )
    seen = watched.watch([sys.executable, "-c", program])
    assert seen.code == 0
    calls = {leak.split()[0] for secret in SECRETS for leak in seen.leaks(secret)}
    assert calls == {"write"}
    assert [each for each in seen.made if not watched._may(each)]
    assert len(seen.sockets) == 1
    assert len(seen.programs) > 1
    with pytest.raises(AssertionError):
        watched.check(seen)


def test_from_the_file_to_the_receipt(watched: Watched) -> None:
    played, number = watched.played, taken_in(watched)
    stick, back = played.folder / "stick", played.folder / "back"
    back.mkdir()
    old = set(stick.iterdir())
    for line in (
        ("seal", played.interviewer, number, "--plan"),
        ("seal", played.interviewer, number),
        ("handover", played.interviewer, "--to", stick),
    ):
        watched.check(watched.run(*line))
    new = sorted(set(stick.iterdir()) - old)
    assert len(new) == 2
    # The names of the files in a bundle are printed for whoever checks it with the vault.
    watched.check(watched.run("verify", new[0], "--vault", played.coordinator), shown=True)
    for taking in (
        ("import", played.coordinator, *new),
        ("receipt", "give", played.coordinator, "--to", back),
        ("custody", "show", played.coordinator),
        ("custody", "verify", played.interviewer),
        ("vault", "check", played.coordinator),
        ("vault", "check", played.interviewer),
    ):
        watched.check(watched.run(*taking))
    receipts = sorted(back.iterdir())
    assert len(receipts) >= 2
    watched.check(watched.run("receipt", "import", played.interviewer, *receipts))
    info = watched.watch(command("vault", "info", played.interviewer, "--json"))
    assert info.code == 0
    watched.check(info)


def test_refusals_repeat_nothing(watched: Watched) -> None:
    given = write_given(watched)
    told = json.loads(given.read_text("utf-8"))
    for number, wrong in enumerate(
        (
            {**told, WORDS: 1},
            {**told, "victims": [{WORDS: WORDS}]},
            {**told, "kind": WORDS},
            {**told, "narrative": [WORDS]},
            {**told, "files": [{"path": f"{WORDS}.none"}]},
            {**told, "consent": {**told["consent"], "uses": [{"use": WORDS, "answer": WORDS}]}},
        )
    ):
        path = write_statement(watched.given, wrong, f"wrong {number}.json")
        seen = watched.run("statement", "import", watched.played.interviewer, path, good=False)
        assert seen.code == 1
        assert json.loads(seen.out)["error"]["code"] != "BUG", (number, seen.out)
        watched.check(seen)
    (watched.given / "bundle.age").write_bytes(
        b"age-encryption.org/v1\n" + b"".join(SECRETS) * 9000
    )
    for line in (
        ("import", watched.played.coordinator, watched.given / "bundle.age"),
        ("verify", watched.given / "bundle.age", "--vault", watched.played.coordinator),
        ("receipt", "import", watched.played.interviewer, watched.given / "bundle.age"),
    ):
        seen = watched.run(*line, good=False)
        assert seen.code == 1
        # The quarantine holds a stranger's bytes as they came; nobody is shown any of them.
        assert not any(secret in seen.out + seen.err for secret in SECRETS)
        assert not list((watched.played.coordinator / "quarantine").iterdir())


CRASHES = {
    "an unexpected fault that quotes the statement": "raise RuntimeError(repr(value))",
    "a fault without end": "raise RecursionError(repr(value))",
    "no memory": "raise MemoryError(repr(value))",
    "aborted": "os.abort()",
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "ended from outside": "os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)",
    "a fault in the machine": "ctypes.string_at(0)",
    "a fault in another thread": (
        "t = threading.Thread(target=lambda: [][repr(value)]); t.start(); t.join()"
    ),
}


def crashing(deed: str, arguments: list[object]) -> list[str]:
    """Return a command line that goes wrong when a sealed statement is encoded."""
    program = (
        "import ctypes, os, signal, sys, threading, time\n"
        "from intake_app.cli import command_line\n"
        "from intake_app.crypto import canonical\n"
        "good = canonical.encode\n"
        "def bad(value):\n"
        "    if 'narrative' in str(value)[:5000]:\n"
        f"        {deed}\n"
        "    return good(value)\n"
        "canonical.encode = bad\n"
        f"sys.exit(command_line.run({[str(each) for each in arguments]!r}))\n"
    )
    return [sys.executable, "-c", program]


@pytest.mark.parametrize("how", CRASHES)
def test_a_crash_leaves_nothing(watched: Watched, how: str) -> None:
    played, number = watched.played, taken_in(watched)
    line = crashing(CRASHES[how], ["seal", played.interviewer, number, *played.key])
    seen = watched.watch(line)
    ends = {"a fault in another thread": 0}
    assert (seen.code == 0) == (how in ends), (how, seen.code, seen.err)
    watched.check(seen)
    assert not [path for path in watched.home.iterdir() if "core" in path.name]
    watched.search()
    session = played.open(played.interviewer)
    assert session.vault.check().ok
    session.lock()

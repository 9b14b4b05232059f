"""kill -9 of the real window while somebody types: a second is lost at most, and it goes on there.

The window runs in a process of its own with its threads, its timers and the real clock.
"""

from __future__ import annotations

import json
import random
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from intake_app.crypto.kdf import KdfCost
from intake_app.domain.narrative import text_of
from intake_app.services import interviewing
from intake_app.services import session as sessions
from intake_app.services.surroundings import Surroundings
from tests.cli.running import environment
from tests.gui.interview.typing_child import LETTERS, WORDS
from tests.gui.interview_world import opening

KILLS = 6
MOST_LOST_S = 1.0


@dataclass
class Vault:
    """A vault with one draft; `world` opens it in this process."""

    folder: Path
    home: Path
    number: str

    def kept(self) -> str:
        session = sessions.unlock(self.folder, bytearray(WORDS.encode()), _world())
        assert session.vault.check().ok
        words = text_of(interviewing.load(session, self.number).narrative)
        session.lock()
        return words

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "tests.gui.interview.typing_child", str(self.folder)]
        return subprocess.Popen(
            [*line, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(self.home),
            cwd=self.home,
        )


def _world() -> Surroundings:
    return Surroundings(cost=KdfCost.quick())


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    home = tmp_path_factory.mktemp("home")
    folder = home / "vault"
    session = sessions.create(folder, bytearray(WORDS.encode()), "interviewer", _world())
    number = interviewing.begin(session, opening()).statement_id
    session.lock()
    return Vault(folder, home, number)


def lines(pipe: IO[bytes], seconds: float) -> list[str]:
    """Read what is said within that time."""
    end, data = time.monotonic() + seconds, b""
    while (left := end - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            piece = pipe.read1(65536)  # type: ignore[attr-defined]
            if not piece:
                break
            data += piece
    return data.decode().splitlines()


def killed(vault: Vault, after_s: float) -> tuple[list[tuple[int, float]], float]:
    """Let somebody type so long, kill the window; return what was typed when, and when it died."""
    with vault.run(vault.number) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said == b"ready\n", process.stderr.read() if process.stderr else said
        told = lines(process.stdout, after_s)
        at = time.monotonic()
        process.send_signal(signal.SIGKILL)
        process.wait()
        told += process.stdout.read().decode().splitlines()
    pairs = (line.split() for line in told[:-1])  # the last line may be cut off
    return [(int(count), float(when)) for count, when in pairs], at


def test_at_most_a_second_is_lost_at_every_kill(vault: Vault) -> None:
    chance = random.Random(1367)
    before = ""
    for _kill in range(KILLS):
        typed, killed_at = killed(vault, chance.uniform(0.2, 2.5))
        kept = vault.kept()
        assert kept.startswith(before)
        new = kept[len(before) :]
        whole = LETTERS * (len(new) // len(LETTERS) + 1)
        assert whole.startswith(new), "what is kept is what was typed, in order"
        due = sum(at < killed_at - MOST_LOST_S for _count, at in typed)
        assert len(new) >= due, f"{due - len(new)} letters older than a second are lost"
        before = kept
    assert before


def test_it_goes_on_at_the_same_place(vault: Vault) -> None:
    killed(vault, 1.5)
    kept = vault.kept()
    with vault.run() as again:
        out, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    told = json.loads(out)
    assert (told["at"], told["params"]) == ("interview", {"statement_id": vault.number})
    assert told["words"] == kept
    assert told["at_end"]

"""The window: words typed into every field of every screen leave nothing readable on the disk."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment
from tests.journey.marking_up import SECRETS
from tests.journey.tracing import Trace, found_below, trace

FIELDS = 60  # there are more; fewer would mean that screens were passed over


def watch(folder: Path, how: str) -> Trace:
    home = folder / "home"
    world = folder / "world"
    world.mkdir()
    line = [sys.executable, "-m", "tests.journey.window_child", str(world), how]
    before = environment(home)
    known = set(home.rglob("*"))
    seen = trace(line, before, home, folder / "log")
    leaks = [leak for secret in SECRETS for leak in seen.leaks(secret)]
    assert leaks == []
    assert found_below(folder, SECRETS) == []
    outside = [each for each in seen.made if not Path(each).is_relative_to(world)]
    assert set(outside) <= {"/dev/null", "/dev/tty"}
    assert set(home.rglob("*")) == known, "nothing was left in the home folder"
    # The bus that tells of sleep is asked for on this computer alone (AF_UNIX).
    assert set(seen.sockets) <= {"AF_UNIX"}
    assert len(seen.programs) == 1
    return seen


def test_every_field_of_every_screen(tmp_path: Path) -> None:
    seen = watch(tmp_path, "lock")
    assert seen.code == 0, seen.err
    assert seen.err == b""
    assert int(seen.out) >= FIELDS


@pytest.mark.parametrize(("how", "code"), [("crash", 0), ("kill", -signal.SIGKILL)])
def test_a_window_that_ends_badly(tmp_path: Path, how: str, code: int) -> None:
    seen = watch(tmp_path, how)
    assert seen.code == code, seen.err
    assert seen.err == b""
    assert seen.out == (b"crash\n" if how == "crash" else b"")

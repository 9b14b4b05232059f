"""Runs the real command line in a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSPHRASE = "harbour violet engine pillow marble lantern"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """The JSON object that was printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def fault(self) -> str:
        """The code of the fault that was printed as JSON."""
        return str(self.told["error"]["code"])


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which everything personal points below `home`."""
    home.mkdir(exist_ok=True)
    tmp = home / "tmp"
    tmp.mkdir(exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(tmp),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "share"),
        "XDG_STATE_HOME": str(home / "state"),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
        **more,
    }


def command(*arguments: object) -> list[str]:
    """Return the command that runs `intake` with these arguments."""
    return [sys.executable, "-m", "intake_app", *map(str, arguments)]


def intake(*arguments: object, home: Path, stdin: str = "", **more: str) -> Ran:
    """Run `intake` to its end and return what it did."""
    done = subprocess.run(
        command(*arguments),
        input=stdin.encode(),
        capture_output=True,
        env=environment(home, **more),
        cwd=home,
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

"""Where somebody else's implementations are found, and how they are asked.

The npm packages of `tests/data/node` live outside the project: in `$INTAKE_NODE_MODULES`, or else
in the user's cache folder. Where `node` is installed they must work; without it the tests skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "data" / "node" / "others.mjs"


def node_modules() -> Path:
    """Return the folder that holds the npm packages."""
    named = os.environ.get("INTAKE_NODE_MODULES")
    if named:
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "intake-tests" / "node_modules"


def ask_node(verb: str, *args: str, data: bytes = b"") -> bytes:
    """Return what the script says; a failure of the script is a failure of the test."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is not installed")
    assert (node_modules() / "age-encryption").is_dir(), (
        f"{node_modules()} lacks the packages of tests/data/node: resources/setup.sh fills it"
    )
    return run(node, str(SCRIPT), str(node_modules()), verb, *args, data=data)


def node_takes(verb: str, *args: str, data: bytes = b"") -> bool:
    """Return whether the script does what it is asked; it must do so for sound input."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is not installed")
    return not fails(node, str(SCRIPT), str(node_modules()), verb, *args, data=data)


def tool(name: str) -> str:
    """Return the path of a stock tool; the test fails where the machine has none."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed")
    return found


def run(*command: str, data: bytes = b"", cwd: Path | None = None) -> bytes:
    """Return the standard output of a command that must succeed."""
    done = subprocess.run(command, input=data, capture_output=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout


def fails(*command: str, data: bytes = b"", cwd: Path | None = None) -> bool:
    """Return whether a command refuses."""
    return (
        subprocess.run(command, input=data, capture_output=True, check=False, cwd=cwd).returncode
        != 0
    )

"""Real vaults in temporary folders, at the lowest allowed cost of a guess."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.clock import FixedClock
from intake_app.vault.vault import Vault
from tests.vault.making import make


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path, clock: FixedClock) -> Iterator[Vault]:
    opened = make(folder, clock)
    yield opened
    opened.close()


@pytest.fixture
def closed(folder: Path, clock: FixedClock) -> Path:
    """A closed vault with one draft `d1` in it."""
    from intake_app.vault.drafts import Drafts

    opened = make(folder, clock)
    Drafts(opened).create("d1", b"body one", b"identity one")
    opened.close()
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 4 MiB, where the tests may mount one."""
    point = tmp_path / "disk"
    point.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(point)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs more rights than these tests have")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=True)

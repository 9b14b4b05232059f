"""Small files from outside are read to their limit and no further, in the room they need."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.services import small_files


@pytest.mark.parametrize("size", [0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_000])
def test_what_lies_there_comes_back(tmp_path: Path, size: int) -> None:
    path = tmp_path / "one"
    path.write_bytes(bytes(range(256)) * (size // 256) + bytes(size % 256))
    assert small_files.read(path, size) == path.read_bytes()
    assert small_files.read(path, size + 1) == path.read_bytes()
    if size:
        with pytest.raises(errors.FileMalformed):
            small_files.read(path, size - 1)


def test_a_large_limit_asks_for_no_room(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(b"x")
    tracemalloc.start()
    small_files.read(path, 64 * 1024 * 1024)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1024 * 1024


def test_a_file_without_an_end_stops_at_the_limit() -> None:
    """Its size says nothing: the system writes such files while they are read."""
    path = Path("/proc/self/status")
    assert path.stat().st_size == 0
    with pytest.raises(errors.FileMalformed):
        small_files.read(path, 300)


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "one"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(errors.FileMalformed):
        small_files.read(path, 64 * 1024 * 1024)

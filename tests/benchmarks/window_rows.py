"""The window, offscreen: from the command to its first screen, and while files come in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks import import_rows
from tests.benchmarks.rows import Row, percentile, times, within

_FRAME_MS = 16.0  # a letter is shown with the next picture


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the time from start to the first screen, and how the window bears an import."""
    command = [sys.executable, "-m", "intake_app", "window", "--ready"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def start() -> None:
        subprocess.run(command, check=True, capture_output=True, env=environment)

    taken = times(start, runs=3 if quick else 7)
    yield within("start to first screen (whole process)", percentile(taken, 0.5), 1.0, "s")
    for long_paragraph in (False, True):
        yield _typing(keys=60 if quick else 400, long_paragraph=long_paragraph)
    yield from import_rows.rows(quick=quick)


def _typing(*, keys: int, long_paragraph: bool) -> Row:
    """Return what one letter costs in a statement of 300,000, saves by itself included."""
    told = ["-m", "tests.benchmarks.long_typing", str(keys), "long" if long_paragraph else "usual"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, *told], check=True, capture_output=True, env=environment)
    taken = sorted(float(each) for each in done.stdout.split())
    where = "one paragraph of 20,000" if long_paragraph else "paragraphs of 1,000"
    name = f"a key in 300,000 letters, saved as it is typed, 95th of 100 ({where})"
    return within(name, percentile(taken, 0.95), _FRAME_MS, "ms")

"""The window: from the command to its first screen, and typing into a very long statement."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.rows import Row, percentile, times, within


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the time from start to the first screen, offscreen."""
    command = [sys.executable, "-m", "intake_app", "window", "--ready"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def start() -> None:
        subprocess.run(command, check=True, capture_output=True, env=environment)

    taken = times(start, runs=3 if quick else 7)
    yield within("start to first screen (whole process)", percentile(taken, 0.5), 1.0, "s")

"""The window while files come in: does it answer, does it stop when asked, is nothing lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from intake_app.services import importing
from tests.benchmarks.import_window import ImportWindow, arrivals
from tests.benchmarks.people import meet, reopen
from tests.benchmarks.rows import Row, percentile, within

_TEXT = "شاهد می‌گوید که در بند بودند و صدا را شنید. " * 40

_IDLE = """
import sys, threading, time
ended, worst, last = threading.Event(), 0.0, time.perf_counter()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
while not ended.wait(0.005):
    now = time.perf_counter()
    worst, last = max(worst, now - last - 0.005), now
print(worst * 1000)
"""


class Bystander:
    """A process that does nothing meanwhile: how long the machine itself stands still."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IDLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def worst_ms(self) -> float:
        """End it and return its longest stall in milliseconds."""
        told, _ = self._process.communicate()
        return float(told)


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield how long the window stood still, how soon it stopped, and what was lost or twice."""
    count = 200 if quick else 1000
    with TemporaryDirectory() as name:
        place = Path(name)
        people = meet(place)
        arrivals(people, place / "stick", count, _TEXT)
        folder, around = people.coordinator.folder, people.coordinator.surroundings
        people.lock()
        window = ImportWindow(folder, around)
        bystander = Bystander()
        window.begin(place / "stick")
        window.until(lambda: window.queue.counts.total >= count // 3)
        stopped = window.cancel()
        before = window.queue.counts.accepted
        stalls, computed = list(window.beat.stalls), list(window.beat.computed)
        window.take(place / "stick")
        after = window.queue.counts
        stalls += window.beat.stalls
        computed += window.beat.computed
        machine = bystander.worst_ms()
        window.close()
        coordinator = reopen(folder)
        kept = [each for each in importing.inbox(coordinator) if each.verdict == "accepted"]
        coordinator.lock()
        lost = count - len({each.bundle_id for each in kept})
        again = len(kept) - count + abs(before + after.accepted - count)
    what = f"window, import of {count:,} text bundles"
    worst = 1000 * max(stalls)
    yield within(f"{what}: longest stall", worst, 100, "ms")
    yield within(
        f"{what}: the same, an idle process's own longest subtracted", worst - machine, 100, "ms"
    )
    yield within(f"{what}: longest, by our own computing", 1000 * max(computed), 100, "ms")
    yield within(f"{what}: stall, 999 of 1,000 beats", 1000 * percentile(stalls, 0.999), 50, "ms")
    yield within(f"{what}: stop pressed until it stands", stopped, 1.0, "s")
    yield within(f"{what}: lost after stop and going on", lost, 0, "bundles")
    yield within(f"{what}: taken in twice", again, 0, "bundles")

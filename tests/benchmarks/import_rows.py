"""The window while files come in: does it answer, does it stop when asked, is nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from intake_app.services import importing
from tests.benchmarks.import_window import ImportWindow, arrivals
from tests.benchmarks.people import meet, reopen
from tests.benchmarks.rows import Row, percentile, within

_TEXT = "شاهد می‌گوید که در بند بودند و صدا را شنید. " * 40


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
        window.begin(place / "stick")
        window.until(lambda: window.queue.counts.total >= count // 3)
        stopped = window.cancel()
        before = window.queue.counts.accepted
        stalls = list(window.beat.stalls)
        window.take(place / "stick")
        after = window.queue.counts
        stalls += window.beat.stalls
        window.close()
        coordinator = reopen(folder)
        kept = [each for each in importing.inbox(coordinator) if each.verdict == "accepted"]
        coordinator.lock()
        lost = count - len({each.bundle_id for each in kept})
        again = len(kept) - count + abs(before + after.accepted - count)
    what = f"window, import of {count:,} text bundles"
    yield within(f"{what}: longest stall", 1000 * max(stalls), 100, "ms")
    yield within(f"{what}: stall, 999 of 1,000 beats", 1000 * percentile(stalls, 0.999), 50, "ms")
    yield within(f"{what}: stop pressed until it stands", stopped, 1.0, "s")
    yield within(f"{what}: lost after stop and going on", lost, 0, "bundles")
    yield within(f"{what}: taken in twice", again, 0, "bundles")

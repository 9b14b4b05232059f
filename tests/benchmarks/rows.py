"""What one measurement is, and how the table of them is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line of the table: ours against something else, or against a promised limit.

    `ratio` is how many times as fast as `other` ours is (or how far below the limit it stays):
    1 and more is kept.
    """

    name: str
    ours: float
    other: float
    unit: str
    against: str
    kept: bool
    ratio: float

    def as_json(self) -> dict[str, object]:
        """Return the row's fields."""
        return asdict(self)


def times(job: Callable[[], object], *, runs: int = 5, warm: int = 1) -> list[float]:
    """Return the seconds that each of `runs` calls took, after `warm` that do not count."""
    for _ in range(warm):
        job()
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        job()
        taken.append(time.perf_counter() - started)
    return taken


def alternating(
    ours: Callable[[], object], other: Callable[[], object], *, runs: int = 3
) -> tuple[float, float]:
    """Return both medians in seconds of runs in turn, so that a drifting machine hits both."""
    mine, theirs = [], []
    ours()
    other()
    for _ in range(runs):
        mine += times(ours, runs=1, warm=0)
        theirs += times(other, runs=1, warm=0)
    return median(mine), median(theirs)


def against(name: str, ours_s: float, other_s: float, other: str, least: float = 1.0) -> Row:
    """Return the row of two times: kept where ours is at least `least` times as fast."""
    ratio = other_s / ours_s
    return Row(name, ours_s, other_s, "s", other, ratio >= least, ratio)


def within(name: str, value: float, limit: float, unit: str) -> Row:
    """Return the row of a value that must stay at or below a limit."""
    return Row(
        name, value, limit, unit, "limit", value <= limit, limit / value if value else float("inf")
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of all values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = ("| what | ours | against | ratio | kept |", "|---|---|---|---|---|")
    return "\n".join((*head, *map(_line, rows)))


def _line(row: Row) -> str:
    ours = f"{_number(row.ours)} {row.unit}"
    other = f"{row.against}: {_number(row.other)} {row.unit}"
    kept = "yes" if row.kept else "NO"
    return f"| {row.name} | {ours} | {other} | {row.ratio:.2f} | {kept} |"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.4f}"

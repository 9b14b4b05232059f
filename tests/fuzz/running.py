"""One reader's series of mutants: deterministic by its seed, each run in a process of its own.

A mutant that is refused at a place where none was refused before becomes a seed itself, so that
the series works its way through a reader's checks.
"""

from __future__ import annotations

import ctypes
import gc
import mmap
import multiprocessing
import random
import resource
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz import mutating
from tests.fuzz.corpus import TARGETS, seeds_of
from tests.fuzz.oracle import Judgement, Read, judge, peak_bytes
from tests.fuzz.targets import Target

MAX_POOL = 400
MEASURED_EVERY = 500
WARM = 1000  # executions after which memory must stay flat
PEAK_FACTOR = 64
MAX_GROWTH_BYTES = 64 * 1024 * 1024
MAX_FAULTS = 20
_ADDRESS_SPACE = 3 * 1024**3
_PAGE = resource.getpagesize()

Stop = Callable[[int], bool]


@dataclass
class Result:
    """What a series came to. Memory in bytes, time in seconds."""

    name: str
    seed: int
    executions: int = 0
    accepted: int = 0
    refused: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    places: int = 0
    resident: int = 0
    growth: int = 0
    seconds: float = 0.0


def after(executions: int) -> Stop:
    """Return the end of a series after so many executions."""
    return lambda done: done >= executions


def at(seconds: float, least: int = 0) -> Stop:
    """Return the end of a series after so many seconds, and at least so many executions."""
    end = time.monotonic() + seconds
    return lambda done: done >= least and time.monotonic() >= end


def run(target: Target, seed: int, stop: Stop, keep: Path | None, flight: Flight) -> Result:
    """Run a series in this process and return what it came to."""
    with target.opened() as read:
        return _Series(target, seed, read, keep, flight).run(stop)


class Flight:
    """The input that is being read, in memory shared with the process that watches."""

    def __init__(self, size: int) -> None:
        self._memory = mmap.mmap(-1, size + 8)

    def put(self, data: bytes) -> None:
        """Note what is read next."""
        self._memory[:8] = len(data).to_bytes(8, "big")
        self._memory[8 : 8 + len(data)] = data

    def take(self) -> bytes:
        """Return what was being read."""
        return self._memory[8 : 8 + int.from_bytes(self._memory[:8], "big")]


class _Series:
    def __init__(
        self, target: Target, seed: int, read: Read, keep: Path | None, flight: Flight
    ) -> None:
        self._target = target
        self._read = read
        self._keep = keep
        self._flight = flight
        self._dice = random.Random(f"{seed}:{target.name}")
        self._seeds = list(seeds_of(target).values())
        self._pool = list(self._seeds)
        self._seen: set[object] = set()
        self._found: set[object] = set()
        self.result = Result(target.name, seed)

    def run(self, stop: Stop) -> Result:
        started, first = time.monotonic(), 0
        for data in self._seeds:
            self._take(data)
        while not stop(self.result.executions) and len(self.result.faults) < MAX_FAULTS:
            self._take(self._mutant())
            if self.result.executions == WARM:
                first = _resident()
        self.result.resident = _resident()
        if first:
            self.result.growth = self.result.resident - first
            if self.result.growth > MAX_GROWTH_BYTES:
                self.result.faults.append("memory grew over the series")
        self.result.places = len(self._seen)
        self.result.seconds = time.monotonic() - started
        return self.result

    def _mutant(self) -> bytes:
        data = self._dice.choice(self._pool)
        made = mutating.series(self._dice, self._target.mutations, data, self._pool)
        return made[: self._target.cap]

    def _take(self, data: bytes) -> None:
        self._flight.put(data)
        judged = judge(self._read, self._target.refusals, data)
        result = self.result
        result.executions += 1
        if judged.verdict == "accepted":
            result.accepted += 1
        else:
            result.refused += 1
        result.codes[judged.verdict] += 1
        if judged.fault:
            self._fault(judged, data)
        elif (place := (judged.verdict, judged.site)) not in self._seen:
            self._seen.add(place)
            if len(self._pool) < MAX_POOL and data not in self._pool:
                self._pool.append(data)
        if result.executions % MEASURED_EVERY == 0:
            peak = peak_bytes(self._read, data)
            if peak > self._target.memory + PEAK_FACTOR * len(data):
                self._fault(Judgement(judged.verdict, (), "took too much memory"), data)

    def _fault(self, judged: Judgement, data: bytes) -> None:
        if (judged.fault, judged.site) in self._found:
            return
        self._found.add((judged.fault, judged.site))
        where = next(
            (f"{Path(name).name}:{line}" for name, line in reversed(judged.site)), "no place"
        )
        saved = save(self._keep, self._target, data)
        self.result.faults.append(f"{judged.fault} ({where}){saved}")


def save(keep: Path | None, target: Target, data: bytes) -> str:
    """Keep an input that showed a fault; return where, for the report."""
    if keep is None:
        return ""
    keep.mkdir(parents=True, exist_ok=True)
    path = keep / f"{target.name}-{sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return f" kept as {path}"


def in_a_process(name: str, seed: int, stop: Stop, keep: Path | None) -> Result:
    """Run a series in a process of its own, so that its death is a finding and not ours."""
    target = TARGETS[name]
    flight = Flight(target.cap + 256 * 1024)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(there, target, seed, stop, keep, flight))
    child.start()
    there.close()
    try:
        result: Result = here.recv()
    except EOFError:
        child.join()
        saved = save(keep, target, flight.take())
        return Result(name, seed, faults=[f"the process ended with {child.exitcode}{saved}"])
    child.join()
    return result


def _serve(
    there: Connection, target: Target, seed: int, stop: Stop, keep: Path | None, flight: Flight
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    there.send(run(target, seed, stop, keep, flight))


def _resident() -> int:
    """Return the bytes in memory that are in use: what was freed goes back to the system first."""
    gc.collect()
    with suppress(OSError, AttributeError):  # where the C library has no such call
        ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * _PAGE

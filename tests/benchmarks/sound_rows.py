"""What recording costs: of a core, of memory, of the time at the end; at 48 kHz, in one process."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from intake_app.services import recording, recording_keeping
from intake_app.services.session import Session
from intake_app.services.sound_level import Level, after
from tests.benchmarks.people import meet, statement
from tests.benchmarks.rows import Row, within

RATE = 48_000
BLOCK_MS = 50


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the rows: a minute, or six hours."""
    seconds = 60 if quick else 6 * 3_600
    with TemporaryDirectory() as name:
        people = meet(Path(name))
        statement_id = statement(people.device)
        yield from _recorded(people.device, statement_id, seconds)
        people.lock()


def _recorded(session: Session, statement_id: str, seconds: int) -> Iterator[Row]:
    blocks = _voice()
    recorder = recording.start(session, statement_id, RATE)
    recorder.feed(blocks[0])
    level = after(Level(RATE), blocks[0])
    idle, spent, metered, longest = _resident(), 0.0, 0.0, 0.0
    for number in range(seconds * 1000 // BLOCK_MS):
        block = blocks[number % len(blocks)]
        began, clock = time.process_time(), time.perf_counter()
        recorder.feed(block)
        longest = max(longest, time.perf_counter() - clock)
        half = time.process_time()
        level = after(level, block)
        spent += half - began
        metered += time.process_time() - half
    used = _resident() - idle
    what = f"{seconds / 3600:.1f} h recorded" if seconds >= 3_600 else f"{seconds} s recorded"
    yield within(f"{what}: recorder, share of one core", spent / seconds * 100, 10.0, "%")
    yield within(f"{what}: meter, share of one core", metered / seconds * 100, 10.0, "%")
    yield within(f"{what}: memory over idle", used, 48.0, "MiB")
    yield within(f"{what}: longest wait for the disk", longest, 1.0, "s")
    began = time.perf_counter()
    recording_keeping.finish(session, recorder)
    took = time.perf_counter() - began
    yield within(f"{what}: made into files, of its length", took / seconds * 100, 5.0, "%")
    yield within(f"{what}: memory after that", _resident() - idle, 64.0, "MiB")


def _voice() -> list[bytes]:
    """Return ten seconds of noise that swells and falls."""
    dice = random.Random(88)
    count = RATE * BLOCK_MS // 1000
    blocks = []
    for number in range(10_000 // BLOCK_MS):
        spread = 200 + number * 7 % 1_500
        blocks.append(
            struct.pack(f"<{count}h", *(int(dice.gauss(0, spread)) for _ in range(count)))
        )
    return blocks


def _resident() -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError

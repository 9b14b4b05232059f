"""How much memory a large exhibit takes above the idle program, step by step, each in a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from intake_app.services import exhibits, handing_over, importing, sealing
from tests.benchmarks.people import meet, reopen, statement
from tests.benchmarks.rows import Row, within

MIB = 1024 * 1024
LIMIT_MIB = 150.0
STEPS = ("attach", "seal", "hand over", "import")


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield one row a step."""
    size = (128 if quick else 2048) * MIB
    with TemporaryDirectory() as name:
        place = Path(name)
        people = meet(place)
        statement_id = statement(people.device)
        people.lock()
        with (place / "film.bin").open("wb") as file:
            for _ in range(size // MIB):
                file.write(os.urandom(MIB))
        (place / "drive").mkdir()
        for step in STEPS:
            command = [
                sys.executable,
                "-m",
                "tests.benchmarks.memory_rows",
                name,
                statement_id,
                step,
            ]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            yield within(
                f"memory over idle: {step}, {size // MIB} MiB", float(told), LIMIT_MIB, "MiB"
            )


def _step(place: Path, statement_id: str, step: str) -> float:
    session = reopen(place / ("c" if step == "import" else "d"))
    idle = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    if step == "attach":
        exhibits.attach(session, statement_id, place / "film.bin")
    elif step == "seal":
        sealing.seal(session, statement_id)
    elif step == "hand over":
        handing_over.hand_over(session, place / "drive")
    else:
        for bundle in (place / "drive").glob("*.age"):
            outcome = importing.import_file(session, bundle)
            if outcome.verdict != "accepted":
                raise AssertionError(outcome.code)
    peak = _status("VmHWM")
    session.lock()
    return max(0.0, peak - idle)


def _status(field: str) -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise KeyError(field)


if __name__ == "__main__":
    print(_step(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))

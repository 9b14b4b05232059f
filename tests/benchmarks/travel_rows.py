"""Sealing and importing against the tools that an expert would use for the same bytes.

Sealing: `bagit.py` over the folder, `tar | age -r`, and `sha256sum` over what came out. Importing:
`sha256sum` over what came in, `age -d | tar x`, and `bagit.py --validate`. Both sides read and
write the same file system, take turns, and are timed as a whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from intake_app.services import (
    exhibits,
    giving_receipts,
    handing_over,
    importing,
    receipting,
    sealing,
)
from tests.benchmarks.people import People, meet, statement
from tests.benchmarks.rows import Row, against, times, within

MIB = 1024 * 1024
BAGIT = str(Path(sys.executable).with_name("bagit.py"))
_TEXT = "شاهد می‌گوید که در بند بودند و صدا را شنید. " * 40


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the rows of one large bundle and of many small ones."""
    size = (64 if quick else 1024) * MIB
    with TemporaryDirectory() as place:
        yield from _large(Path(place), size, runs=2 if quick else 3)
    with TemporaryDirectory() as place:
        yield from _many(Path(place), 50 if quick else 1000)


def _large(place: Path, size: int, runs: int) -> Iterator[Row]:
    people = meet(place)
    source = place / "film.bin"
    with source.open("wb") as file:
        for _ in range(size // MIB):
            file.write(os.urandom(MIB))
    tools = Tools(place / "tools", source)
    seal, age_seal, take, age_take = [], [], [], []
    for number in range(runs + 1):
        drive = place / f"drive{number}"
        drive.mkdir()
        statement_id = statement(people.device)
        exhibits.attach(people.device, statement_id, source)
        seal += times(lambda s=statement_id: sealing.seal(people.device, s), runs=1, warm=0)  # type: ignore[misc]
        age_seal += times(tools.seal, runs=1, warm=0)
        handed = handing_over.hand_over(people.device, drive)
        bundle = drive / handed.copied[0]
        take += times(lambda b=bundle: _accept(people, b), runs=1, warm=0)  # type: ignore[misc]
        age_take += times(tools.take, runs=1, warm=0)
        shutil.rmtree(drive)
    people.lock()
    mib = size // MIB
    yield against(
        f"seal, one exhibit of {mib} MiB",
        _late(seal),
        _late(age_seal),
        "bagit, tar, age, sha256sum",
    )
    yield against(
        f"import, one exhibit of {mib} MiB",
        _late(take),
        _late(age_take),
        "sha256sum, age, tar, bagit",
    )


def _many(place: Path, count: int) -> Iterator[Row]:
    """Import stick after stick of 50; receipts go back in between, as they do in the field."""
    people = meet(place)
    taken = 0.0
    for first in range(0, count, 50):
        stick, receipts = place / f"stick{first}", place / f"receipts{first}"
        stick.mkdir()
        receipts.mkdir()
        for number in range(first, first + 50):
            sealing.seal(people.device, statement(people.device, f"{number}\n{_TEXT}"))
        handing_over.hand_over(people.device, stick)
        started = time.perf_counter()
        for bundle in sorted(stick.glob("*.age")):
            _accept(people, bundle)
        taken += time.perf_counter() - started
        for receipt in giving_receipts.write_receipts(people.coordinator, receipts):
            receipting.take_in(people.device, receipt)
        waiting = [each.bundle_id for each in handing_over.outbox(people.device)]
        receipting.delete(people.device, waiting)
        shutil.rmtree(stick)
    people.lock()
    yield within(f"import of {count:,} text bundles", taken, 30 * count / 1000, "s")


def _accept(people: People, bundle: Path) -> None:
    outcome = importing.import_file(people.coordinator, bundle)
    if outcome.verdict != "accepted":
        raise AssertionError(outcome.code)


def _late(values: list[float]) -> float:
    """Return the median without the first run, which warms the disk's cache."""
    return median(values[1:])


class Tools:
    """The same work by `bagit.py`, `tar`, `age` and `sha256sum`."""

    def __init__(self, place: Path, source: Path) -> None:
        place.mkdir()
        self._place = place
        self._source = source
        self._key = place / "key.txt"
        self._sealed = place / "out.age"
        _run(["age-keygen", "-o", str(self._key)])
        self._recipient = subprocess.run(
            ["age-keygen", "-y", str(self._key)], check=True, capture_output=True, text=True
        ).stdout.strip()

    def seal(self) -> None:
        """Make a bag of the file, pack and encrypt it, hash the result."""
        bag = self._fresh("bag")
        os.link(self._source, bag / self._source.name)
        _run([sys.executable, BAGIT, "--quiet", "--sha256", str(bag)])
        packed = ["tar", "-C", str(self._place), "-cf", "-", "bag"]
        self._sealed.unlink(missing_ok=True)
        _piped(packed, ["age", "-r", self._recipient, "-o", str(self._sealed)])
        os.sync()
        _run(["sha256sum", str(self._sealed)])

    def take(self) -> None:
        """Hash the file, decrypt and unpack it, validate the bag."""
        out = self._fresh("out")
        _run(["sha256sum", str(self._sealed)])
        opened = ["age", "-d", "-i", str(self._key), str(self._sealed)]
        _piped(opened, ["tar", "-C", str(out), "-xf", "-"])
        os.sync()
        _run([sys.executable, BAGIT, "--quiet", "--validate", str(out / "bag")])

    def _fresh(self, name: str) -> Path:
        folder = self._place / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _piped(first: list[str], second: list[str]) -> None:
    with subprocess.Popen(first, stdout=subprocess.PIPE) as giving:
        subprocess.run(second, stdin=giving.stdout, check=True, capture_output=True)
    if giving.returncode:
        raise AssertionError(first[0])


Job = Callable[[], object]

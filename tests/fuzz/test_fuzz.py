"""A short run of every series of mutants, always the same ones; a long one is a command.

`python -m tests.fuzz run --minutes 60` goes on from where this stops.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from intake_app.errors import BundleRefused, CardMalformed
from tests.fuzz import bits, corpus, witnesses
from tests.fuzz.corpus import FOLDER, TARGETS, seeds_of
from tests.fuzz.oracle import Judgement, Wrong, judge
from tests.fuzz.running import Flight, after, in_a_process, run
from tests.fuzz.targets import Target, simply


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_refuses_by_name_or_takes_the_one_form(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    result = run(target, 20261125, after(target.piece), None, Flight(target.cap + 2**18))
    assert result.faults == []
    assert result.executions == target.piece
    assert result.accepted >= 1
    assert result.refused > target.piece / 2
    assert result.places >= 2


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_of_a_reader_are_sound(name: str) -> None:
    target = TARGETS[name]
    with target.opened() as read:
        judged = {key: judge(read, target.refusals, data) for key, data in seeds_of(target).items()}
    assert {key: each.fault for key, each in judged.items() if each.fault} == {}
    named = {key: each.verdict for key, each in judged.items() if not key.startswith("found-")}
    assert {*named.values()} == {"accepted"}, named


def test_the_corpus_is_what_the_command_makes(tmp_path: Path) -> None:
    assert corpus.write(tmp_path) < 300_000

    def kept(folder: Path) -> Mapping[str, int]:
        files = (path for path in folder.rglob("*") if path.is_file())
        sizes = {str(path.relative_to(folder)): path.stat().st_size for path in files}
        return {name: size for name, size in sizes.items() if "found-" not in name}

    assert kept(FOLDER) == kept(tmp_path)


def test_the_same_seed_makes_the_same_series() -> None:
    target = TARGETS["description"]
    one, two, other = (
        run(target, seed, after(400), None, Flight(target.cap + 2**18)) for seed in (5, 5, 6)
    )
    assert (one.codes, one.places) == (two.codes, two.places)
    assert one.codes != other.codes


# What watches must be able to see: each of these readers is wrong in its own way.


def _echo(data: bytes) -> bytes:
    raise BundleRefused("PATH", where=data.decode("latin-1"))


def _other(data: bytes) -> bytes:
    return data + b"\n"


def _crash(data: bytes) -> bytes:
    return bytes([int(data)])


def _taken(_data: bytes) -> bytes:
    raise Wrong("a changed bundle was taken")


def _unnamed(_data: bytes) -> bytes:
    raise CardMalformed


def _slow(_data: bytes) -> bytes:
    while True:
        pass


@pytest.mark.parametrize(
    ("read", "fault"),
    [
        (_echo, "tells what came in"),
        (_other, "comes out as other bytes"),
        (_crash, "ValueError"),
        (_taken, "Wrong a changed bundle was taken"),
        (_unnamed, "CardMalformed"),
        (_slow, "_Hung"),
    ],
)
def test_a_faulty_reader_is_found(
    read: object, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fuzz.oracle.HANG_CPU_SECONDS", 0.2)
    judged: Judgement = judge(read, (BundleRefused,), b"qzjxkvwq")  # type: ignore[arg-type]
    assert judged.fault == fault


def test_what_showed_a_fault_is_kept(tmp_path: Path) -> None:
    faulty = Target("faulty", simply(_crash), (), lambda: {"seed": b"1"}, stored=False)
    result = run(faulty, 1, after(300), tmp_path, Flight(2**18))
    assert result.faults
    for path in tmp_path.iterdir():
        assert judge(_crash, (), path.read_bytes()).fault


def test_a_reader_that_kills_the_process_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(data: bytes) -> bytes:
        if len(data) > 3:
            os._exit(9)
        return data

    deadly = Target("deadly", simply(die), (), lambda: {"seed": b"abc"}, stored=False)
    monkeypatch.setitem(TARGETS, "deadly", deadly)
    result = in_a_process("deadly", 1, after(5000), tmp_path)
    assert len(result.faults) == 1
    assert "the process ended" in result.faults[0]
    assert [len(path.read_bytes()) > 3 for path in tmp_path.iterdir()] == [True]


def test_memory_that_is_taken_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.running.MEASURED_EVERY", 5)

    def hoard(data: bytes) -> bytes:
        return data if bytearray(40 * 2**20) else b""

    greedy = Target("greedy", simply(hoard), (), lambda: {"seed": b"abc"}, stored=False)
    result = run(greedy, 1, after(5), None, Flight(2**18))
    assert result.faults == ["took too much memory (no place)"]


def test_single_bits_of_a_bundle_are_refused_wherever_they_are() -> None:
    assert bits.is_all_zeros()
    entries = bits.before_the_end(step=31) + bits.before_the_end(step=5, masks=(1,))
    zeros = bits.in_the_zeros(step=2003)
    assert entries["accepted"] == zeros["accepted"] == 0
    assert len(entries) >= 8
    assert entries.total() > 6000
    assert zeros.total() > 4000


def test_stock_tools_refuse_the_mutants_that_we_refuse_and_take_those_that_we_take() -> None:
    bundles, signers = witnesses.against_recipe(14, 4), witnesses.against_ssh_keygen(30, 4)
    assert bundles.disagreements == signers.disagreements == []
    assert bundles.both_refuse >= 14
    assert signers.both_take >= 1
    assert signers.both_refuse >= 1

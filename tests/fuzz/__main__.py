"""`python -m tests.fuzz run|bits|witnesses|corpus|replay`: see each with `--help`."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz import bits, corpus, witnesses
from tests.fuzz.corpus import TARGETS
from tests.fuzz.oracle import judge
from tests.fuzz.running import Result, after, at, in_a_process

_MIB = 1024 * 1024


def main() -> int:
    """Do what was asked; 1 where a reader showed a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    commands = parser.add_subparsers(dest="command", required=True)
    runs = commands.add_parser("run", help="spoil inputs and watch the readers")
    runs.add_argument("--minutes", type=float, default=1.0, help="for all readers together")
    runs.add_argument("--executions", type=int, help="a reader, instead of a time")
    runs.add_argument("--reader", action="append", choices=[*TARGETS], help="one or several (all)")
    runs.add_argument("--jobs", type=int, default=1, help="readers at a time")
    runs.add_argument("--seed", type=int, default=1)
    runs.add_argument("--keep", type=Path, help="folder for inputs that show a fault")
    commands.add_parser("corpus", help="write the seeds into the tree")
    again = commands.add_parser("replay", help="read one input and tell what comes of it")
    again.add_argument("reader", choices=[*TARGETS])
    again.add_argument("file", type=Path)
    every = commands.add_parser("bits", help="change every single bit of a bundle's content")
    every.add_argument("--every", type=int, default=1, metavar="N", help="N-th byte alone (1: all)")
    others = commands.add_parser("witnesses", help="compare verdicts with those of stock tools")
    others.add_argument("--count", type=int, default=300, help="mutants of each kind")
    others.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.command == "corpus":
        print(f"{corpus.write()} bytes of seeds")
        return 0
    if chosen.command == "replay":
        return _replay(chosen.reader, chosen.file.read_bytes())
    if chosen.command == "bits":
        return _bits(chosen.every)
    if chosen.command == "witnesses":
        return _witnesses(chosen.count, chosen.seed)
    return _run(chosen)


def _bits(step: int) -> int:
    verdicts = bits.before_the_end(step), bits.in_the_zeros(step)
    for name, found in zip(("entries", "zeros after them"), verdicts, strict=True):
        print(f"{name}: {found.total()} bits changed, {found['accepted']} taken: {dict(found)}")
    return 1 if any(found["accepted"] for found in verdicts) else 0


def _witnesses(count: int, seed: int) -> int:
    found = (witnesses.against_recipe(count, seed), witnesses.against_ssh_keygen(count, seed))
    for each in found:
        print(each.line())
    return 1 if any(each.disagreements for each in found) else 0


def _replay(name: str, data: bytes) -> int:
    with TARGETS[name].opened() as read:
        judged = judge(read, TARGETS[name].refusals, data)
    print(judged.verdict, judged.fault or "as it should be")
    for place in judged.site:
        print("  {}:{}".format(*place))
    return 1 if judged.fault else 0


def _run(chosen: argparse.Namespace) -> int:
    started = time.monotonic()
    names = chosen.reader or [*TARGETS]
    shares = sum(TARGETS[name].weight for name in names)
    seconds = chosen.minutes * 60 * chosen.jobs

    def one(name: str) -> Result:
        target = TARGETS[name]
        stop = at(seconds * target.weight / shares, target.least if chosen.minutes >= 10 else 0)
        if chosen.executions:
            stop = after(chosen.executions)
        result = in_a_process(name, chosen.seed, stop, chosen.keep)
        print(_line(result), file=sys.stderr, flush=True)
        return result

    with ThreadPoolExecutor(chosen.jobs) as pool:
        results = list(pool.map(one, names))
    print(_table(results))
    print(f"\n{(time.monotonic() - started) / 60:.1f} minutes, seed {chosen.seed}")
    for result in results:
        for fault in result.faults:
            print(f"FAULT {result.name}: {fault}")
    return 1 if any(result.faults for result in results) else 0


def _table(results: list[Result]) -> str:
    head = (
        "| reader | executions | accepted | refused | codes | places | faults "
        "| memory MiB (grew) | a second | seed |"
    )
    return "\n".join((head, "|---" * 10 + "|", *map(_line, results), _line(_sum(results))))


def _sum(results: list[Result]) -> Result:
    return Result(
        "all",
        results[0].seed,
        executions=sum(each.executions for each in results),
        accepted=sum(each.accepted for each in results),
        refused=sum(each.refused for each in results),
        codes=sum((each.codes for each in results), start=type(results[0].codes)()),
        faults=[fault for each in results for fault in each.faults],
        places=sum(each.places for each in results),
        resident=max(each.resident for each in results),
        growth=max(each.growth for each in results),
        seconds=sum(each.seconds for each in results),
    )


def _line(result: Result) -> str:
    rate = result.executions / result.seconds if result.seconds else 0
    cells = (
        result.name,
        result.executions,
        result.accepted,
        result.refused,
        len(result.codes.keys() - {"accepted"}),
        result.places,
        len(result.faults),
        f"{result.resident / _MIB:.0f} ({result.growth / _MIB:+.1f})",
        f"{rate:.0f}",
        result.seed,
    )
    return "| " + " | ".join(map(str, cells)) + " |"


if __name__ == "__main__":
    sys.exit(main())

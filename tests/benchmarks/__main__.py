"""Run the measurements and print them: `python -m tests.benchmarks [--quick] [--json] [GROUP…]`."""

from __future__ import annotations

import argparse
import json
import os
import sys

from tests.benchmarks import memory_rows, sound_rows, travel_rows, vault_rows, window_rows
from tests.benchmarks.rows import Row, table

GROUPS = {
    "vault": vault_rows.rows,
    "travel": travel_rows.rows,
    "memory": memory_rows.rows,
    "sound": sound_rows.rows,
    "window": window_rows.rows,
}


def main() -> int:
    """Run the chosen groups; 1 where a promise was not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("group", nargs="*", choices=[*GROUPS, []], help="what to measure (all)")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows: list[Row] = []
    for name in chosen.group or GROUPS:
        for row in GROUPS[name](quick=chosen.quick):
            rows.append(row)
            print(f"{row.name}: {row.ratio:.2f}", file=sys.stderr, flush=True)
    if chosen.json:
        print(json.dumps([row.as_json() for row in rows], indent=1))
    else:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
        print(f"{os.cpu_count()} cores, {memory:.0f} GiB\n\n{table(rows)}")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

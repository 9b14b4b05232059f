"""`intake import DIR FILE…`: take bundles in, each with its verdict.

JSON: `outcomes`, one object a file (`file`, `verdict`, `code`, `bundle_id`, `device`, `notes`,
`alarm`, `item_id`), and `counts` by verdict. Exit code 1 where a file was held or refused.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from intake_app.cli.console import DONE, REFUSED, Console, add_passphrase
from intake_app.cli.opening import opened
from intake_app.localization import messages
from intake_app.localization.bundle_words import verdict_word
from intake_app.localization.catalogs import gettext as _
from intake_app.services import importing
from intake_app.services.importing import ImportOutcome

GOOD = ("accepted", "duplicate")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe whose vault and which files."""
    parser.add_argument("vault", metavar="DIR")
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help=_("a sealed file, or a folder with sealed files in it"),
    )
    add_passphrase(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Take everything in and tell of each file."""
    with opened(args) as session:
        outcomes = importing.import_many(
            session, [Path(each) for each in args.files], progress=console.progress()
        )
    counts = Counter(each.verdict for each in outcomes)
    console.show(
        {
            "outcomes": [_plain(each) for each in outcomes],
            "counts": {word: counts[word] for word in ("accepted", "duplicate", "held", "refused")},
        },
        [line for each in outcomes for line in _lines(each)]
        or [_("There is no sealed file there.")],
    )
    return DONE if all(each.verdict in GOOD for each in outcomes) else REFUSED


def _plain(outcome: ImportOutcome) -> dict[str, object]:
    return {
        "file": str(outcome.source),
        "verdict": outcome.verdict,
        "code": outcome.code,
        "bundle_id": outcome.bundle_id,
        "device": outcome.device,
        "notes": list(outcome.notes),
        "alarm": outcome.alarm,
        "item_id": outcome.item_id,
    }


def _lines(outcome: ImportOutcome) -> list[str]:
    lines = [f"{verdict_word(outcome.verdict)}  {outcome.source.name}  {outcome.bundle_id}"]
    for code in (outcome.code, *outcome.notes):
        if code:
            spoken = messages.sentence(code)
            lines.append(f"  {spoken.what} {spoken.hint} [{code}]")
    return lines

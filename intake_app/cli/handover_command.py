"""`intake handover DIR --to FOLDER`: copy, read back, compare; or list what waits."""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import DONE, Console, add_passphrase, plain
from intake_app.cli.opening import opened
from intake_app.localization.bundle_words import kind_word, state_word
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import handing_over
from intake_app.services.copying import never


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe where from, where to, and which."""
    parser.add_argument("vault", metavar="DIR")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="FOLDER", help=_("the drive or folder that receives them"))
    where.add_argument("--list", action="store_true", help=_("list what was sealed here"))
    parser.add_argument(
        "--only", metavar="ID", action="append", help=_("hand over this one; may be repeated")
    )
    add_passphrase(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Hand over what waits, or list it."""
    with opened(args) as session:
        if args.list:
            rows = handing_over.outbox(session)
            console.show(
                {"outbox": [plain(row) for row in rows]},
                [
                    f"{row.bundle_id}  {kind_word(row.kind)}  {state_word(row.state)}"
                    f"  {row.sealed_at}"
                    for row in rows
                ]
                or [_("None yet.")],
            )
            return DONE
        steps = {
            "copy": _("Copying"),
            "check": _("Reading it back from the drive"),
        }
        done = handing_over.hand_over(
            session,
            Path(args.to),
            bundle_ids=args.only,
            progress=console.steps(steps),
            cancelled=never,
        )
    console.show(
        {"folder": str(done.folder), "copied": list(done.copied), "already": done.already},
        [
            ngettext(
                "{n} file was copied and read back. The drive can be taken out.",
                "{n} files were copied and read back. The drive can be taken out.",
                len(done.copied),
            )
        ],
    )
    return DONE

"""`intake receipt give DIR --to FOLDER [ID…]` and `intake receipt import DIR FILE…`.

JSON of give: `folder`, `receipts` (file names). JSON of import: `receipts`, one object a file
(`file`, `code` where it was refused, else `bundle_id`, `coordinator`, `verdict`, `received_at`,
`complete`: the bundle may be deleted). Exit code 1 where one was refused.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app import errors
from intake_app.cli.console import DONE, REFUSED, Console, add_passphrase, plain
from intake_app.cli.opening import opened
from intake_app.localization import messages
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import giving_receipts, receipting
from intake_app.services.session import Session

_FAULTS = (errors.TrustError, errors.InputError)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe both directions."""
    verbs = parser.add_subparsers(dest="action", required=True)
    give = verbs.add_parser("give", help=_("write receipts for what was taken in"))
    give.add_argument("vault", metavar="DIR")
    give.add_argument("bundles", metavar="ID", nargs="*", help=_("only for these bundles"))
    give.add_argument("--to", metavar="FOLDER", required=True)
    add_passphrase(give)
    take = verbs.add_parser("import", help=_("take in receipts from coordinators"))
    take.add_argument("vault", metavar="DIR")
    take.add_argument("files", metavar="FILE", nargs="+")
    add_passphrase(take)


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    with opened(args) as session:
        return (_give if args.action == "give" else _take)(session, args, console)


def _give(session: Session, args: argparse.Namespace, console: Console) -> int:
    folder = Path(args.to)
    paths = giving_receipts.write_receipts(session, folder, args.bundles or None)
    console.show(
        {"folder": str(folder), "receipts": [path.name for path in paths]},
        [ngettext("{n} receipt was written.", "{n} receipts were written.", len(paths))],
    )
    return DONE


def _take(session: Session, args: argparse.Namespace, console: Console) -> int:
    rows: list[dict[str, object]] = []
    lines: list[str] = []
    refused = False
    for name in args.files:
        try:
            found = receipting.take_in(session, Path(name))
        except _FAULTS as fault:
            refused = True
            spoken = messages.sentence(fault)
            rows.append({"file": name, "code": fault.code})
            lines += [Path(name).name, f"  {spoken.what} {spoken.hint} [{fault.code}]"]
            continue
        rows.append({"file": name, "code": "", **plain(found)})
        lines.append(f"{found.bundle_id}  {found.coordinator}  {found.verdict}")
        if found.complete:
            lines.append("  " + _("Enough receipts are there: it may be deleted here."))
    console.show({"receipts": rows}, lines)
    return REFUSED if refused else DONE

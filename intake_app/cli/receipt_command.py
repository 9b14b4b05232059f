"""`intake receipt give DIR --to FOLDER [ID…]` and `intake receipt import DIR FILE…`.

`intake receipt return DIR COORDINATOR --to FOLDER` writes, at a device, the newest receipt of a
coordinator for that coordinator, who takes it in with `import`: it proves a line of their log that
their vault may have lost. JSON of return: `folder`, `receipts`; of import at a coordinator:
`receipts` with `file`, `code`, `proves_loss`.

JSON of give: `folder`, `receipts` (file names). JSON of import: `receipts`, one object a file
(`file`, `code` where it was refused, else `bundle_id`, `coordinator`, `verdict`, `received_at`,
`complete`: the bundle may be deleted). Exit code 1 where one was refused.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from intake_app import errors
from intake_app.cli.console import DONE, REFUSED, Console, add_passphrase, plain
from intake_app.cli.opening import made_folder, opened
from intake_app.localization import messages
from intake_app.localization.bundle_words import member_code, verdict_word
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import giving_receipts, own_receipts, receipting
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
    take.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help=_("a receipt, or a folder with receipts in it"),
    )
    add_passphrase(take)
    back = verbs.add_parser("return", help=_("give a coordinator their newest receipt as proof"))
    back.add_argument("vault", metavar="DIR")
    back.add_argument("coordinator", metavar="NAME")
    back.add_argument("--to", metavar="FOLDER", required=True)
    add_passphrase(back)


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    with opened(args) as session:
        return {"give": _give, "import": _take, "return": _return}[args.action](
            session, args, console
        )


def _give(session: Session, args: argparse.Namespace, console: Console) -> int:
    paths = giving_receipts.write_receipts(session, made_folder(args.to), args.bundles or None)
    return _written(paths, args, console)


def _return(session: Session, args: argparse.Namespace, console: Console) -> int:
    path = giving_receipts.give_back(session, args.coordinator, made_folder(args.to))
    return _written([path], args, console)


def _written(paths: Sequence[Path], args: argparse.Namespace, console: Console) -> int:
    console.show(
        {"folder": str(Path(args.to)), "receipts": [path.name for path in paths]},
        [ngettext("{n} receipt was written.", "{n} receipts were written.", len(paths))],
    )
    return DONE


def _take(session: Session, args: argparse.Namespace, console: Console) -> int:
    rows: list[dict[str, object]] = []
    lines: list[str] = []
    refused = False
    for name in _files(args.files):
        try:
            if session.role == "coordinator":
                proves = own_receipts.prove(session, Path(name))
                rows.append({"file": name, "code": "", "proves_loss": proves})
                lines.append(_proof(proves=proves))
                continue
            found = receipting.take_in(session, Path(name))
        except _FAULTS as fault:
            refused = True
            spoken = messages.sentence(fault)
            rows.append({"file": name, "code": fault.code})
            lines += [Path(name).name, f"  {spoken.what} {spoken.hint} [{fault.code}]"]
            continue
        rows.append({"file": name, "code": "", **plain(found)})
        who = member_code(found.coordinator)
        lines.append(f"{found.bundle_id}  {who}  {verdict_word(found.verdict)}")
        if found.complete:
            lines.append("  " + _("Enough receipts are there: it may be deleted here."))
    console.show({"receipts": rows}, lines or [_("No receipts were found there.")])
    return REFUSED if refused else DONE


def _files(names: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        place = Path(name)
        inside = sorted(map(str, place.glob("*.receipt"))) if place.is_dir() else [name]
        found.update(dict.fromkeys(inside))
    return list(found)


def _proof(*, proves: bool) -> str:
    if proves:
        return _("This is your receipt, and this vault lacks its line: an older copy was put back.")
    return _("This is your receipt, and its line is here: nothing is missing.")

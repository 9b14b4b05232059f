"""`intake trust rotate|sign|publish`: other root keys, agreed on by holders who may be apart."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from intake_app.cli.console import Console, new_passphrase, plain
from intake_app.cli.opening import made_folder
from intake_app.cli.root_arguments import add_roots, roots_from
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import rotating
from intake_app.services.rotating import Change
from intake_app.services.session import Session

AddVerb = Callable[[str, str], argparse.ArgumentParser]


def add_verbs(add: AddVerb, verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the three steps; `add` makes a verb on a vault."""
    rotate = add("rotate", _("prepare other root keys, or another number of signers"))
    rotate.add_argument(
        "--threshold",
        type=int,
        required=True,
        metavar="N",
        help=_("how many holders of root keys must sign each change from then on"),
    )
    rotate.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="NAME",
        help=_("a root key that shall count no more, by its name in «intake trust show»"),
    )
    rotate.add_argument(
        "--new-root-folder",
        action="append",
        default=[],
        metavar="FOLDER",
        help=_("where a new root key file goes; give it once for each holder"),
    )
    rotate.add_argument(
        "--new-root-passphrase-file",
        metavar="FILE",
        help=_("read the new passphrase of the root key files from FILE; - is standard input"),
    )
    rotate.add_argument(
        "--new-root",
        action="append",
        default=[],
        metavar="FILE.pub",
        help=_("the open half of a root key that its holder made"),
    )
    rotate.add_argument("--to", metavar="FOLDER", help=_("write the change for other holders"))
    add_roots(rotate)
    sign = verbs.add_parser("sign", help=_("show a change of root keys, and sign it; no vault"))
    sign.add_argument("file", metavar=f"FILE{rotating.SUFFIX}")
    sign.add_argument("--to", metavar="FOLDER", help=_("where the signed copy goes"))
    add_roots(sign)
    publish = add("publish", _("bring signed copies together and put the change into force"))
    publish.add_argument("files", nargs="*", metavar=f"FILE{rotating.SUFFIX}")


def rotate(session: Session, args: argparse.Namespace, console: Console) -> None:
    """Prepare a change and sign it with what is at hand."""
    words = None
    if args.new_root_folder:
        prompt = _("New passphrase for the root key files: ")
        words = new_passphrase(args.new_root_passphrase_file, prompt)
    change = rotating.prepare(
        session,
        threshold=args.threshold,
        leave_out=args.leave_out,
        new_folders=[Path(folder) for folder in args.new_root_folder],
        new_passphrase=words,
        new_keys=[Path(path) for path in args.new_root],
        given=roots_from(args),
    )
    path = rotating.write(session, made_folder(args.to)) if args.to else None
    _tell(change, path, console)


def sign(args: argparse.Namespace, console: Console) -> None:
    """Show a change; with root key files, write a copy that they signed."""
    if not args.root:
        _tell(rotating.look(Path(args.file)), None, console)
        return
    file = Path(args.file)
    path, change = rotating.sign_file(file, roots_from(args), Path(args.to or file.parent))
    _tell(change, path, console)


def publish(session: Session, args: argparse.Namespace, console: Console) -> None:
    """Take in the signed copies; put the change into force where enough signed."""
    for name in args.files:
        rotating.take_in(session, Path(name))
    made = rotating.publish(session)
    console.show(
        {"version": made.version, "digits": made.roots.digits, "threshold": made.roots.threshold},
        [
            _("The new root keys count. The organisation's digits are now:"),
            made.roots.digits,
            _("Now give out the trust list and a new card: intake trust export"),
        ],
    )


def root_lines(session: Session) -> tuple[dict[str, object], list[str]]:
    """Return what `trust show` says of the root keys: for programs, and for people."""
    rows, _threshold = rotating.roots(session)
    change = rotating.under_way(session)
    told: dict[str, object] = {
        "root_keys": [{"name": row.name, "here": row.here} for row in rows],
        "change": None if change is None else plain(change),
    }
    return told, [*(row.name for row in rows), *([] if change is None else lines(change))]


def lines(change: Change) -> list[str]:
    """Return a change as sentences."""
    words = {"stays": _("stays"), "new": _("new"), "goes": _("goes")}
    signed = {True: _("has signed"), False: ""}
    said = [
        _("Change of root keys for: {name}", name=change.organisation),
        *(
            f"{row.name}  {words[row.standing]}  {signed[row.signed]}".rstrip()
            for row in change.rows
        ),
        _(
            "{n} of them will have to sign; until now it is {before}.",
            n=change.threshold,
            before=change.threshold_before,
        ),
        _("The digits will be:"),
        change.digits,
    ]
    if change.overtaken:
        said.append(_("The trust list has changed meanwhile. Prepare this change once more."))
    elif change.complete:
        said.append(_("Enough have signed. Next step: intake trust publish"))
    if change.old_missing:
        said.append(
            ngettext(
                "{n} holder of the old root keys still has to sign.",
                "{n} holders of the old root keys still have to sign.",
                change.old_missing,
            )
        )
    if change.new_missing:
        said.append(
            ngettext(
                "{n} holder of the new root keys still has to sign.",
                "{n} holders of the new root keys still have to sign.",
                change.new_missing,
            )
        )
    return said


def _tell(change: Change, path: Path | None, console: Console) -> None:
    told = plain(change)
    said = lines(change)
    if path is not None:
        told["file"] = str(path)
        said.append(_("The change was written: {path}", path=path))
    console.show(told, said)

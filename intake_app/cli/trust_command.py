"""`intake trust new|show|card|add|revoke|…`: the organisation, its root keys, its trust list."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from intake_app import errors
from intake_app.cli import root_verbs
from intake_app.cli.console import DONE, Console, add_passphrase, new_passphrase, plain
from intake_app.cli.opening import made_folder, opened
from intake_app.cli.root_arguments import add_roots, roots_from
from intake_app.clock import parse_rfc3339
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import organising, small_files
from intake_app.services.session import Session

_LIKE = " 2026-11-24T09:00:00Z"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what a coordinator does with the organisation."""
    verbs = parser.add_subparsers(dest="action", required=True)
    new = _verb(verbs, "new", _("found an organisation"))
    new.add_argument("--name", required=True, help=_("its name; devices keep it in plain files"))
    new.add_argument(
        "--root-folder",
        action="append",
        default=[],
        metavar="FOLDER",
        help=_("where a root key file goes; give it once for each holder"),
    )
    new.add_argument(
        "--threshold",
        type=int,
        default=1,
        metavar="N",
        help=_("how many holders of root keys must sign each change (1 if not given)"),
    )
    new.add_argument(
        "--root-passphrase-file",
        metavar="FILE",
        help=_("read the new passphrase of the root key files from FILE; - is standard input"),
    )
    new.add_argument("--archive", default="", metavar="AGE1PQ", help=_("an archive's address"))
    _verb(verbs, "show", _("show the organisation, its members and open requests"))
    card = _verb(verbs, "card", _("write the card and show its digits"))
    card.add_argument("--to", required=True, metavar="FOLDER")
    card.add_argument("--png", action="store_true", help=_("also write it as a picture"))
    add = _verb(verbs, "add", _("take in a joining request and show its digits"))
    add.add_argument("file", metavar="FILE.request")
    revoke = _verb(verbs, "revoke", _("stop trusting a computer"))
    revoke.add_argument(
        "principal", metavar="NAME", help=_("the member's name, as «intake trust show» lists it")
    )
    revoke.add_argument("--reason", required=True, choices=organising.REASONS)
    revoke.add_argument(
        "--last-trusted",
        type=_moment,
        default="",
        metavar="TIME",
        help=_("what was sealed until TIME still counts; TIME is in UTC, like:") + _LIKE,
    )
    add_roots(revoke)
    add_roots(_verb(verbs, "renew", _("let the trust list and its members count a year more")))
    export = _verb(verbs, "export", _("write the trust list for the devices"))
    export.add_argument("--to", required=True, metavar="FOLDER")
    export.add_argument("--plain", action="store_true", help=_("as plain files, for any expert"))
    root_verbs.add_verbs(partial(_verb, verbs), verbs)


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    jobs = {
        "new": _new,
        "show": _show,
        "card": _card,
        "add": _add,
        "revoke": _revoke,
        "renew": _renew,
        "export": _export,
        "rotate": root_verbs.rotate,
        "publish": root_verbs.publish,
    }
    if args.action == "sign":  # a holder of a root key may have no vault
        root_verbs.sign(args, console)
        return DONE
    with opened(args) as session:
        jobs[args.action](session, args, console)
    return DONE


def _new(session: Session, args: argparse.Namespace, console: Console) -> None:
    passphrase = None
    if args.root_folder:
        prompt = _("New passphrase for the root key files: ")
        passphrase = new_passphrase(args.root_passphrase_file, prompt)
    made = organising.found(
        session,
        args.name,
        root_folders=[Path(folder) for folder in args.root_folder],
        threshold=args.threshold,
        root_passphrase=passphrase,
        archive=args.archive,
    )
    weaker = _("The only root key is in this vault. More holders would be safer.")
    console.show(
        {
            "organisation": made.org,
            "digits": made.roots.digits,
            "version": made.version,
            "root_key_in_vault": not args.root_folder,
        },
        [
            _("The organisation was founded. Its digits:"),
            made.roots.digits,
            *([] if args.root_folder else [weaker]),
        ],
    )


def _show(session: Session, _args: argparse.Namespace, console: Console) -> None:
    held = organising.trust(session)
    if held is None:
        raise errors.NoOrganisation
    members, pending = organising.members(session), organising.pending(session)
    roots, root_lines = root_verbs.root_lines(session)
    console.show(
        {
            "organisation": held.org,
            "digits": held.roots.digits,
            "version": held.version,
            "expires": held.expires,
            "threshold": held.roots.threshold,
            "roots": len(held.roots.keys),
            **roots,
            "members": [plain(each) for each in members],
            "pending": [plain(each) for each in pending],
        },
        [
            _("Organisation: {name}", name=held.org),
            _("Its digits:"),
            held.roots.digits,
            _("Trust list: version {version}", version=held.version),
            _("The trust list counts until {time}.", time=held.expires),
            ngettext(
                "A change needs {n} root key.",
                "A change needs {n} root keys.",
                held.roots.threshold,
            ),
            "",
            _("Members:"),
            *(
                "  "
                + _(
                    "{id}  {name}, until {time}",
                    id=each.principal,
                    name=each.label,
                    time=each.valid_before,
                )
                for each in members
            ),
            *([] if members else ["  " + _("None yet.")]),
            *([_("Asking to join:")] if pending else []),
            *(f"  {each.principal}  {each.label}" for each in pending),
            "",
            _("Root keys:"),
            *root_lines,
        ],
    )


def _card(session: Session, args: argparse.Namespace, console: Console) -> None:
    path = organising.write_card(session, made_folder(args.to))
    told: dict[str, object] = {"card": str(path), "digits": organising.card_digits(session)}
    lines = [_("The card was written: {path}", path=path)]
    if args.png:
        picture = organising.card_qr_png(session)
        drawn = small_files.write(path.parent, path.stem + ".png", picture)
        told["picture"] = str(drawn)
        lines.append(_("The picture was written: {path}", path=drawn))
    lines += [
        _("Read these digits to whoever takes in the card:"),
        organising.card_digits(session),
    ]
    console.show(told, lines)


def _add(session: Session, args: argparse.Namespace, console: Console) -> None:
    asked = organising.read_request(session, Path(args.file))
    console.show(
        plain(asked),
        [
            f"{asked.principal}  {asked.label}",
            _("Let the other person read you their digits. These must be the same:"),
            asked.digits,
        ],
    )


def _revoke(session: Session, args: argparse.Namespace, console: Console) -> None:
    made = organising.revoke(
        session,
        args.principal,
        reason=args.reason,
        last_trusted_at=args.last_trusted,
        roots=roots_from(args),
    )
    console.show(
        {"principal": args.principal, "version": made.version},
        [
            _("{id} is no longer trusted.", id=args.principal),
            _("Now give out the trust list again: intake trust export"),
        ],
    )


def _renew(session: Session, args: argparse.Namespace, console: Console) -> None:
    made = organising.renew(session, roots=roots_from(args))
    console.show(
        {"version": made.version, "expires": made.expires},
        [_("The trust list counts until {time}.", time=made.expires)],
    )


def _export(session: Session, args: argparse.Namespace, console: Console) -> None:
    write = organising.write_trust_folder if args.plain else organising.export_trust
    path = write(session, made_folder(args.to))
    console.show({"trust": str(path)}, [_("The trust list was written: {path}", path=path)])


def _moment(text: str) -> str:
    parse_rfc3339(text)
    return text


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=purpose)
    parser.add_argument("vault", metavar="DIR")
    add_passphrase(parser)
    return parser

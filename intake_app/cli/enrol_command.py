"""`intake enrol card|request|approve|accept|show`: joining an organisation, from both sides."""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import DONE, Console, add_passphrase, plain
from intake_app.cli.opening import made_folder, opened
from intake_app.cli.root_arguments import add_roots, roots_from
from intake_app.localization.catalogs import gettext as _
from intake_app.services import enrolling, organising
from intake_app.services.comparing import same_digits
from intake_app.services.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the steps in their order."""
    verbs = parser.add_subparsers(dest="action", required=True)
    card = verbs.add_parser("card", help=_("take in the organisation's card"))
    card.add_argument("vault", metavar="DIR")
    card.add_argument("file", metavar="FILE.card")
    _add_digits(card, _("the digits that the coordinator read to you"))
    request = verbs.add_parser("request", help=_("write a joining request"))
    request.add_argument("vault", metavar="DIR")
    request.add_argument("--label", required=True, help=_("what your coordinator calls this one"))
    request.add_argument("--to", required=True, metavar="FOLDER")
    approve = verbs.add_parser("approve", help=_("add a computer to the trust list"))
    approve.add_argument("vault", metavar="DIR")
    approve.add_argument("file", metavar="FILE.request")
    _add_digits(approve, _("the digits that the other person read to you"))
    approve.add_argument(
        "--identity", action="store_true", help=_("a coordinator who may see who witnesses are")
    )
    add_roots(approve)
    accept = verbs.add_parser("accept", help=_("take in the trust list"))
    accept.add_argument("vault", metavar="DIR")
    accept.add_argument("file", metavar="FILE.trust")
    show = verbs.add_parser("show", help=_("show where joining stands"))
    show.add_argument("vault", metavar="DIR")
    for each in (card, request, approve, accept, show):
        add_passphrase(each)


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    jobs = {
        "card": _card,
        "request": _request,
        "approve": _approve,
        "accept": _accept,
        "show": _show,
    }
    with opened(args) as session:
        jobs[args.action](session, args, console)
    return DONE


def _card(session: Session, args: argparse.Namespace, console: Console) -> None:
    card = enrolling.read_card(Path(args.file))
    enrolling.pin(session, card, digits_same=same_digits(card.roots.digits, args.digits))
    console.show(
        {"organisation": card.org, "digits": card.roots.digits},
        [_("The card was taken in. This vault belongs to: {name}", name=card.org)],
    )


def _request(session: Session, args: argparse.Namespace, console: Console) -> None:
    path, digits = enrolling.write_request(session, args.label, made_folder(args.to))
    console.show(
        {"request": str(path), "digits": digits},
        [
            _("The joining request was written: {path}", path=path),
            _("Read these digits to your coordinator, face to face or by voice:"),
            digits,
        ],
    )


def _approve(session: Session, args: argparse.Namespace, console: Console) -> None:
    asked = organising.read_request(session, Path(args.file))
    made = organising.approve(
        session,
        asked.sha256,
        digits_same=same_digits(asked.digits, args.digits),
        roots=roots_from(args),
        identity=args.identity,
    )
    console.show(
        {"principal": asked.principal, "label": asked.label, "version": made.version},
        [
            _("Added to the trust list: {label} ({id})", label=asked.label, id=asked.principal),
            _("Now give out the trust list again: intake trust export"),
        ],
    )


def _accept(session: Session, args: argparse.Namespace, console: Console) -> None:
    _tell(enrolling.accept_trust(session, Path(args.file)), console)


def _show(session: Session, _args: argparse.Namespace, console: Console) -> None:
    _tell(enrolling.organisation(session), console)


def _tell(known: enrolling.Organisation | None, console: Console) -> None:
    if known is None:
        console.show({"state": "none"}, [_("This vault belongs to no organisation yet.")])
        return
    words = {
        "pinned": _("The card is taken in. The next step is a joining request."),
        "requested": _("A joining request was made. The trust list does not name this vault yet."),
        "enrolled": _("The trust list names this vault. Statements can be sealed."),
        "revoked": _("The trust list no longer trusts this vault. Ask your coordinator."),
    }
    lines = [
        _("Organisation: {name}", name=known.name),
        words[known.state],
        _("Trust list: version {version}", version=known.version),
    ]
    if known.expired:
        lines.append(_("The trust list is old. Sealing still works. Ask for a newer one."))
    console.show(plain(known), lines)


def _add_digits(parser: argparse.ArgumentParser, purpose: str) -> None:
    parser.add_argument("--digits", required=True, metavar="DIGITS", help=purpose)

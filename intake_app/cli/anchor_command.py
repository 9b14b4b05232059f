"""`intake anchor request|import|list|certificate|export`: proof of time for a coordinator's log.

JSON of request: `query` (the file), `query_sha256`, `line`. JSON of import: `proof`, `again`,
`clock_odd`. JSON of list: `questions` (`query_sha256`, `line`, `made_at`, `proofs`),
`certificates`. JSON of certificate: `certificates` (`sha256`, `digits`, `name`, `valid_until`,
`pinned`). JSON of export: `proofs` (folders). A proof has `name`, `line`, `time`, `accuracy_ms`,
`service`, `taken_in_at`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import DONE, Console, add_passphrase, plain
from intake_app.cli.opening import opened
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import anchoring, time_services
from intake_app.services.anchoring import KeptProof
from intake_app.services.session import Session
from intake_app.services.time_services import ShownAuthority


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what can be done about the time of a log."""
    verbs = parser.add_subparsers(dest="action", required=True)
    ask = _verb(verbs, "request", _("write a question for a time service"))
    ask.add_argument("--out", required=True, metavar="FILE.tsq")
    take = _verb(verbs, "import", _("take in the answer of a time service"))
    take.add_argument("file", metavar="FILE.tsr")
    take.add_argument(
        "--ca",
        action="append",
        default=[],
        metavar="CERT",
        help=_("a root certificate of the service, with its digits in --digits"),
    )
    _add_digits(take)
    _verb(verbs, "list", _("list questions, answers and the certificates that are believed"))
    certificate = _verb(verbs, "certificate", _("show the digits of a root certificate"))
    certificate.add_argument("file", metavar="CERT")
    _add_digits(certificate)
    export = _verb(verbs, "export", _("write the proofs for an expert"))
    export.add_argument("--to", required=True, metavar="FOLDER")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    jobs = {
        "request": _request,
        "import": _import,
        "list": _list,
        "certificate": _certificate,
        "export": _export,
    }
    with opened(args) as session:
        jobs[args.action](session, args, console)
    return DONE


def _request(session: Session, args: argparse.Namespace, console: Console) -> None:
    out = Path(args.out)
    asked = anchoring.request(session)
    path = anchoring.write_query(session, asked.query_sha256, out.parent, out.name)
    console.show(
        {"query": str(path), "query_sha256": asked.query_sha256, "line": asked.seq},
        [
            _("The question was written: {path}", path=path),
            _("Somebody with a network sends it to a time service and brings back the answer."),
        ],
    )


def _import(session: Session, args: argparse.Namespace, console: Console) -> None:
    for name in args.ca:
        time_services.pin(session, Path(name), args.digits)
    outcome = anchoring.take_in(session, Path(args.file))
    lines = [_proof_line(outcome.proof)]
    if outcome.again:
        lines.append(_("It was here already; nothing was changed."))
    if outcome.clock_odd:
        lines.append(_("Your computer's clock and the time service's differ: look at yours."))
    console.show(
        {
            "proof": _shown(outcome.proof),
            "again": outcome.again,
            "clock_odd": outcome.clock_odd,
        },
        lines,
    )


def _list(session: Session, _args: argparse.Namespace, console: Console) -> None:
    asked, believed = anchoring.listing(session), time_services.believed(session)
    lines = []
    for each in asked:
        when = each.made_at
        lines.append(_("Line {n} of the log, asked {when}", n=each.seq, when=when))
        lines += [f"  {_proof_line(proof)}" for proof in each.proofs] or [
            "  " + _("No answer was brought back yet.")
        ]
    console.show(
        {
            "questions": [
                {
                    "query_sha256": each.query_sha256,
                    "line": each.seq,
                    "made_at": each.made_at,
                    "proofs": [_shown(proof) for proof in each.proofs],
                }
                for each in asked
            ],
            "certificates": [plain(each) for each in believed],
        },
        [*lines, *(line for each in believed for line in _certificate_lines(each))]
        or [_("None yet.")],
    )


def _certificate(session: Session, args: argparse.Namespace, console: Console) -> None:
    path = Path(args.file)
    if args.digits:
        found = time_services.pin(session, path, args.digits)
    else:
        found = time_services.read(session, path)
    lines = [line for each in found for line in _certificate_lines(each)]
    if not all(each.pinned for each in found):
        lines += [
            _("Compare them with what the service itself publishes."),
            _("If they are the same, give them with --digits to accept the certificate."),
        ]
    console.show({"certificates": [plain(each) for each in found]}, lines)


def _export(session: Session, args: argparse.Namespace, console: Console) -> None:
    made = anchoring.export(session, Path(args.to))
    console.show(
        {"proofs": [str(path) for path in made]},
        [ngettext("{n} proof of time was written.", "{n} proofs of time were written.", len(made))],
    )


def _shown(proof: KeptProof) -> dict[str, object]:
    return {
        "name": proof.name,
        "line": proof.seq,
        "time": proof.gen_time,
        "accuracy_ms": proof.accuracy_ms,
        "service": proof.service,
        "taken_in_at": proof.taken_in_at,
    }


def _proof_line(proof: KeptProof) -> str:
    return _(
        "{service}: line {n} of the log existed {when}.",
        service=proof.service,
        n=proof.seq,
        when=proof.gen_time,
    )


def _certificate_lines(each: ShownAuthority) -> list[str]:
    mark = _("accepted") if each.pinned else _("not compared yet")
    return [f"{each.name} ({mark})", f"  {each.digits}", f"  SHA-256 {each.sha256}"]


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=purpose)
    parser.add_argument("vault", metavar="DIR")
    add_passphrase(parser)
    return parser


def _add_digits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--digits",
        action="append",
        default=[],
        metavar="DIGITS",
        help=_("the certificate's digits as the service publishes them"),
    )

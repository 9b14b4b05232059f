"""`intake court plan|write DIR`: hand statements over to a court or mechanism.

JSON of both: `use`, `chosen` (bundles that go), `left_out` (bundles that stay, each with the code
of its reason); each with what was `asked` about it and the code that lets it go. `write` also:
`handover_id`, `path`, `encrypted`, `note_sha256`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import DONE, Console, add_passphrase, plain
from intake_app.cli.opening import opened
from intake_app.localization.bundle_words import kind_word
from intake_app.localization.catalogs import active, ngettext
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.court_words import asked_sentence, reason_sentence
from intake_app.localization.reference import consent_form
from intake_app.services import court_choosing, court_writing
from intake_app.services.court_choosing import Plan
from intake_app.services.session import Session

_MAY_GO = "--may-go "
_USES = {use.removeprefix("share_"): use for use in court_choosing.USES}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what is handed over, for which use, to whom and where."""
    verbs = parser.add_subparsers(dest="action", required=True)
    _verb(verbs, "plan", _("show what may be handed over for a use, and why the rest may not"))
    write = _verb(verbs, "write", _("write it, with everything that proves it"))
    write.add_argument(
        "--to", metavar="FOLDER", required=True, help=_("the drive or folder that receives it")
    )
    write.add_argument(
        "--recipient", metavar="NAME", required=True, help=_("what people call whoever receives it")
    )
    write.add_argument(
        "--age",
        metavar="AGE1PQ",
        action="append",
        default=[],
        help=_("seal it for this address alone; may be repeated"),
    )
    write.add_argument(
        "--age-file", metavar="FILE", help=_("read such addresses from FILE, one a line")
    )
    write.add_argument(
        "--plain",
        action="store_true",
        help=_("write it unsealed: everybody who finds the drive can read it"),
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Show the plan, or write it."""
    if args.action == "plan":
        with opened(args) as session:
            made = _plan(session, args)
        console.show(_told(made), _lines(made))
        return DONE
    addresses = list(args.age)
    if args.age_file:
        addresses += court_writing.read_addresses(Path(args.age_file))
    if bool(addresses) == args.plain:
        return console.misused(
            _("Say for whom it is sealed (--age), or that anybody may read it (--plain).")
        )
    with opened(args) as session:
        done = court_writing.write(
            session,
            _plan(session, args),
            Path(args.to),
            recipient=args.recipient,
            recipients=addresses,
            use=_USES[args.use],
            with_identity=args.with_names,
            answers=args.may_go,
            progress=console.progress(),
        )
    told = {
        **_told(done.plan),
        "handover_id": done.handover_id,
        "path": str(done.path),
        "encrypted": done.encrypted,
        "note_sha256": done.note_sha256,
    }
    lines = [*_lines(done.plan), _("It was written and read back: {path}", path=done.path)]
    if not done.encrypted:
        lines.append(_("It is not sealed. Everybody who finds the drive can read it."))
    console.show(told, lines)
    return DONE


def _plan(session: Session, args: argparse.Namespace) -> Plan:
    return court_choosing.plan(
        session,
        _USES[args.use],
        args.only,
        with_identity=args.with_names,
        answers=args.may_go,
    )


def _told(made: Plan) -> dict[str, object]:
    return {
        "use": made.use,
        "chosen": [plain(each) for each in made.chosen],
        "left_out": [plain(each) for each in made.left_out],
    }


def _lines(made: Plan) -> list[str]:
    lang = active().code
    use = next(each for each in consent_form().uses if each.code == made.use)
    lines = [use.question(lang), use.not_means(lang), ""]
    lines.append(
        ngettext(
            "{n} bundle may be handed over:", "{n} bundles may be handed over:", len(made.chosen)
        )
    )
    lines += [
        f"  {each.bundle_id}  {kind_word(each.kind)}  {each.sealed_at}" for each in made.chosen
    ]
    if made.left_out:
        lines += ["", _("These stay here:")]
    for each in made.left_out:
        lines.append(f"  {each.bundle_id}  {reason_sentence(each.reason)}")
        for asked in each.asked:
            lines.append("    " + asked_sentence(asked.topic, asked.words))
            lines.append(
                "    " + _("To hand it over all the same: {option}", option=_MAY_GO + asked.code)
            )
    return lines


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=purpose)
    parser.add_argument("vault", metavar="DIR")
    parser.add_argument(
        "--for",
        dest="use",
        choices=sorted(_USES),
        required=True,
        help=_("the use, which each witness must have allowed"),
    )
    parser.add_argument(
        "--only", metavar="ID", action="append", help=_("choose this bundle; may be repeated")
    )
    parser.add_argument(
        "--with-names",
        action="store_true",
        help=_("also hand over who the witnesses are, where they allowed it"),
    )
    parser.add_argument(
        "--may-go",
        metavar="CODE",
        action="append",
        default=[],
        help=_("you have read what stands above this code, and it may go; may be repeated"),
    )
    add_passphrase(parser)
    return parser

"""`intake custody show|verify DIR|FILE`: the log of a vault, or a `custody.log` out of a bundle.

`intake custody decide DIR LINE --believe|--dismiss` settles what somebody says of missing lines.

JSON of show: `entries` (`seq`, `event`, `ref`, `wall`, `mono_ms`, `boot`, `prev`, `x`). JSON of
verify: `ok`, `lines`, `first_seq`, `last_seq`, `head` (`seq`, `hash`), `problem`, `broken_at`,
`claims` (how many say without proof that lines are missing), `complete` (null where this cannot
tell what came before or after, as with every file); exit code 1 where it is not ok. JSON of decide:
`decided` (false where that line waits for nothing: exit code 1).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from intake_app.cli.console import DONE, REFUSED, Console, add_passphrase
from intake_app.cli.opening import opened
from intake_app.localization import custody_words
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import custody, rollback_claims
from intake_app.services.custody import CustodyVerdict, Entry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what can be done with a log."""
    verbs = parser.add_subparsers(dest="action", required=True)
    for action, purpose in (
        ("show", _("list what was done with the evidence")),
        ("verify", _("check that each line follows on the one before")),
    ):
        sub = verbs.add_parser(action, help=purpose)
        sub.add_argument(
            "place", metavar="DIR|FILE", help=_("a vault, or a custody.log out of a bundle")
        )
        add_passphrase(sub)
    sub = verbs.add_parser("decide", help=_("settle what somebody says of missing lines"))
    sub.add_argument("place", metavar="DIR")
    sub.add_argument("line", metavar="LINE", type=int)
    how = sub.add_mutually_exclusive_group(required=True)
    how.add_argument("--believe", action="store_true", help=_("an older copy was put back"))
    how.add_argument("--dismiss", action="store_true", help=_("nothing is missing here"))
    add_passphrase(sub)


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    path = Path(args.place)
    if args.action == "show":
        return _show(_entries(args, path), console)
    if args.action == "decide":
        return _decide(args, console)
    return _verify(_verdict(args, path), console, is_file=path.is_file())


def _decide(args: argparse.Namespace, console: Console) -> int:
    with opened(args, args.place) as session:
        decided = rollback_claims.decide(session, args.line, believed=args.believe)
    says = _("It is decided, and noted in the custody log.")
    nothing = _("That line waits for no decision.")
    console.show({"decided": decided}, [says if decided else nothing])
    return DONE if decided else REFUSED


def _entries(args: argparse.Namespace, path: Path) -> Sequence[Entry]:
    if path.is_file():
        return custody.show_file(path)
    with opened(args, args.place) as session:
        return custody.show(session)


def _verdict(args: argparse.Namespace, path: Path) -> CustodyVerdict:
    if path.is_file():
        return custody.verify_file(path)
    with opened(args, args.place) as session:
        return custody.verify(session)


def _show(entries: Sequence[Entry], console: Console) -> int:
    rows = [
        {
            "seq": each.seq,
            "event": each.event,
            "ref": each.ref,
            "wall": each.wall,
            "mono_ms": each.mono_ms,
            "boot": each.boot,
            "prev": each.prev,
            "x": dict(each.x),
        }
        for each in entries
    ]
    console.show(
        {"entries": rows},
        [
            f"{each.seq:>6}  {each.wall}  {custody_words.sentence(each.event, each.x)}"
            for each in entries
        ],
    )
    return DONE


def _verify(verdict: CustodyVerdict, console: Console, *, is_file: bool) -> int:
    problems = {
        custody.BROKEN: _("Line {n} was changed, taken out or put in.", n=verdict.broken_at),
        custody.OLDER: _("The log is sound, but older than what others have confirmed."),
        custody.HEAD_DIFFERS: _("The log does not end where its signed end says."),
    }
    sound = [
        ngettext(
            "{n} line: nothing was changed or taken out.",
            "{n} lines: nothing was changed or taken out.",
            verdict.lines,
        )
    ]
    if is_file:
        sound = [
            _(
                "Lines {first} to {last} follow on each other.",
                first=verdict.first_seq,
                last=verdict.head.seq,
            ),
            _("What came before or after them cannot be seen from this file alone."),
            _("Compare with a signed end of the log, as a bundle holds it."),
        ]
    claims = ngettext(
        "Somebody says that lines are missing, without proof. «intake custody show» tells who.",
        "{n} times somebody says that lines are missing, without proof."
        " «intake custody show» tells who.",
        verdict.claims,
    )
    said = [problems[verdict.problem]] if verdict.problem else sound
    console.show(
        {
            "ok": verdict.ok,
            "lines": verdict.lines,
            "first_seq": verdict.first_seq,
            "last_seq": verdict.head.seq,
            "head": {"seq": verdict.head.seq, "hash": verdict.head.hash},
            "problem": verdict.problem,
            "broken_at": verdict.broken_at,
            "claims": verdict.claims,
            "complete": verdict.complete,
        },
        [*said, *([claims] if verdict.claims else [])],
    )
    return DONE if verdict.ok else REFUSED

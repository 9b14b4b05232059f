"""`intake statement import|list|show`."""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import DONE, Console, add_passphrase, plain
from intake_app.cli.opening import opened
from intake_app.domain import schema
from intake_app.domain.narrative import text_of
from intake_app.localization.catalogs import gettext as _
from intake_app.services import interviewing, statement_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the three things that can be done with drafts."""
    verbs = parser.add_subparsers(dest="action", required=True)
    take = verbs.add_parser("import", help=_("take in a statement from a file"))
    take.add_argument("vault", metavar="DIR")
    take.add_argument("file", metavar="FILE.json")
    add_passphrase(take)
    rows = verbs.add_parser("list", help=_("list the drafts"))
    rows.add_argument("vault", metavar="DIR")
    add_passphrase(rows)
    show = verbs.add_parser("show", help=_("show one draft"))
    show.add_argument("vault", metavar="DIR")
    show.add_argument("id", metavar="ID")
    add_passphrase(show)


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    with opened(args) as session:
        if args.action == "import":
            made = statement_files.take_in(session, Path(args.file))
            console.show(
                {"statement_id": made.statement_id, "exhibits": len(made.exhibits)},
                [_("The statement was taken in as a draft: {id}", id=made.statement_id)],
            )
        elif args.action == "list":
            rows = interviewing.drafts(session)
            console.show(
                {"drafts": [plain(row) for row in rows]},
                [f"{row.statement_id}  {row.pseudonym}  {row.updated_at}" for row in rows]
                or [_("None yet.")],
            )
        else:
            statement = interviewing.load(session, args.id)
            console.show(
                {"statement": schema.to_plain(statement)},
                [text_of(statement.narrative)],
                exact=True,
            )
    return DONE

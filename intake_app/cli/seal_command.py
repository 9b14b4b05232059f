"""`intake seal DIR ID`: make the sealed files of a draft; afterwards only coordinators open it."""

from __future__ import annotations

import argparse

from intake_app.cli.console import DONE, Console, add_passphrase
from intake_app.cli.opening import opened
from intake_app.localization.catalogs import gettext as _
from intake_app.services import sealing
from intake_app.services.copying import never


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the vault, the statement, and looking first."""
    parser.add_argument("vault", metavar="DIR")
    parser.add_argument("id", metavar="ID")
    parser.add_argument(
        "--plan", action="store_true", help=_("only show who could open it and what is missing")
    )
    add_passphrase(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Seal, or show what sealing would do."""
    with opened(args) as session:
        if args.plan:
            _show_plan(sealing.plan(session, args.id), console)
            return DONE
        steps = {
            "check": _("Checking the statement"),
            "write": _("Writing"),
            "sign": _("Signing"),
            "reread": _("Reading it again"),
            "keep": _("Keeping it"),
        }
        sealed = sealing.seal(session, args.id, progress=console.steps(steps), cancelled=never)
    console.show(
        {
            "statement_id": sealed.statement_id,
            "bundles": [
                {"bundle_id": each.bundle_id, "kind": each.kind, "size": each.outer_size}
                for each in sealed.bundles
            ],
            "code": sealed.code,
        },
        [
            _("The statement is sealed. From now on only the coordinators can open it."),
            _("Its digits, for comparing: {digits}", digits=sealed.code),
        ],
    )
    return DONE


def _show_plan(plan: sealing.SealPlan, console: Console) -> None:
    told = {
        "missing": list(plan.missing),
        "organisation": plan.organisation,
        "openers": list(plan.openers),
        "identity_openers": list(plan.identity_openers),
        "has_identity": plan.has_identity,
        "exhibits": plan.exhibits,
        "total_bytes": plan.total_bytes,
        "trust_expired": plan.trust_expired,
        "uses_allowed": list(plan.uses_allowed),
    }
    console.show({"plan": told}, [f"{key}: {_plain(value)}" for key, value in told.items()])


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

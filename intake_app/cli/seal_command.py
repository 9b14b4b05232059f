"""`intake seal DIR ID`: make the sealed files of a draft; afterwards only coordinators open it."""

from __future__ import annotations

import argparse

from intake_app.cli.console import DONE, Console, add_passphrase
from intake_app.cli.opening import opened
from intake_app.domain import readiness
from intake_app.localization import numbers
from intake_app.localization.bundle_words import member_code
from intake_app.localization.catalogs import active, ngettext
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.listing import join
from intake_app.localization.reference import consent_form
from intake_app.services import sealing
from intake_app.services.copying import never
from intake_app.services.planning import ARCHIVE


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
    console.show({"plan": told}, _lines(plan))


def _lines(plan: sealing.SealPlan) -> list[str]:
    form, language = consent_form(), active().code
    words = {
        readiness.CONSENT_INCOMPLETE: _("Some consent questions have no answer."),
        readiness.CONSENT_REFUSED: _("The witness did not agree that it is kept."),
        readiness.NOTHING_SAID: _("Nothing was written down yet."),
        readiness.UNREAD: _("Some paragraphs were not read back."),
        readiness.NOT_AGREED: _("The witness has not yet agreed to the text."),
    }
    lines = [words[code] for code in plan.missing]
    if not plan.enrolled:
        lines.append(
            _("Your organisation does not know this computer yet. Nobody could open the seal.")
        )
    if plan.clock_wrong:
        lines.append(_("This computer's date is wrong: the coordinators would refuse the seal."))
    lines = lines or [_("Ready to be sealed.")]
    if plan.trust_expired:
        lines.append(_("Your trust list has run out."))
    if plan.organisation:
        lines.append(_("Organisation: {name}", name=plan.organisation))
    if plan.openers:
        lines.append(_("The statement: {who}.", who=join(map(_opener, plan.openers))))
    if not plan.has_identity:
        lines.append(_("Nothing was noted about who the witness is."))
    elif plan.identity_openers:
        who = join(map(_opener, plan.identity_openers))
        lines.append(_("Who the witness is, sealed apart: {who}.", who=who))
    else:
        lines.append(_("Who the witness is: nobody could open it."))
    amount = numbers.size(plan.total_bytes)
    lines.append(
        ngettext(
            "{n} file, {size} in all.", "{n} files, {size} in all.", plan.exhibits, size=amount
        )
        if plan.exhibits
        else _("No files, {size} in all.", size=amount)
    )
    if plan.uses_allowed:
        uses = join(form.label(use, language) for use in plan.uses_allowed)
        lines.append(_("Allowed by the witness: {uses}.", uses=uses))
    return lines


def _opener(principal: str) -> str:
    if principal == ARCHIVE:
        return _("the organisation's archive")
    return _("coordinator {code}", code=member_code(principal))

"""Words for the state of a statement: what it is and what it still needs."""

from __future__ import annotations

from collections.abc import Sequence

from intake_app.domain import readiness
from intake_app.localization.catalogs import active, compose
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.listing import join
from intake_app.localization.reference import coded_list


def kind_word(kind: str) -> str:
    """Return the name of a statement type: first account, full statement, referral only."""
    return coded_list("statement_types").label(kind, active().code)


def purpose_word(purpose: str) -> str:
    """Return what a statement does to an earlier one; nothing for a first testimony."""
    return {
        "correction": _("Correction"),
        "addition": _("Addition"),
        "withdrawal": _("Withdrawal of consent"),
    }.get(purpose, "")


def to_do(missing: Sequence[str]) -> str:
    """Return in one sentence what a draft still needs before it can be sealed."""
    if not missing:
        return _("Ready to be sealed.")
    words = {
        readiness.CONSENT_INCOMPLETE: _("the consent questions"),
        readiness.CONSENT_REFUSED: _("consent that it is kept"),
        readiness.NOTHING_SAID: _("the statement itself"),
        readiness.UNREAD: _("reading back"),
        readiness.NOT_AGREED: _("the witness's agreement"),
    }
    return compose("Still to do: {things}.", things=join(words.get(each, each) for each in missing))

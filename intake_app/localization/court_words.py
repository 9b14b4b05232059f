"""Why a statement is not handed over to a court or mechanism, in words."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.localization.catalogs import gettext as _
from intake_app.localization.marking import N_

REASONS: Mapping[str, str] = {
    "REFUSED": N_("The witness said no to this use."),
    "NOT_NOW": N_("The witness said «not now», which counts as no."),
    "NOT_ASKED": N_("The witness was not asked about this use."),
    "WITHDRAWN": N_("The witness took the consent back."),
    "WITHDRAWAL_WAITS": N_("A withdrawal of consent waits for your decision in the inbox."),
    "REFUSED_LATER": N_("The witness said no in a later part of this testimony."),
    "LIMIT_UNREAD": N_("The witness set a limit. Read it before you hand this over."),
    "IS_WITHDRAWAL": N_("This only takes consent back."),
    "COMPUTER_NOT_TRUSTED": N_("The computer that sealed it was not trusted at that time."),
    "NAME_NOT_CHOSEN": N_("You did not choose to hand over who the witness is."),
    "NAME_NOT_COVERED": N_("The witness was not asked about the name for this use."),
    "NAME_WITHOUT_STATEMENT": N_("The statement that this belongs to is not handed over."),
}


def reason_sentence(reason: str) -> str:
    """Return why something stays here."""
    return _(REASONS[reason])

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
    "CONTACT_WORDS": N_("It holds words about how to reach the witness. Read them first."),
    "IS_WITHDRAWAL": N_("This only takes consent back."),
    "COMPUTER_NOT_TRUSTED": N_("The computer that sealed it was not trusted at that time."),
    "NAME_NOT_CHOSEN": N_("You did not choose to hand over who the witness is."),
    "NAME_NOT_COVERED": N_("The witness was not asked about the name for this use."),
    "NAME_WITHOUT_STATEMENT": N_("The statement that this belongs to is not handed over."),
    "NAME_HAS_CONTACT": N_("It holds more than the name. Decide about that first."),
}

_BESIDE_THE_NAME: Mapping[str, str] = {
    "contact": N_("It also says how to reach the witness."),
    "contact_rule": N_("It also says when and by whom contact is safe."),
    "risk_notes": N_("It also says what puts people at risk."),
    "birth_year": N_("It also says the year of birth."),
}


def reason_sentence(reason: str) -> str:
    """Return why something stays here."""
    return _(REASONS[reason])


def asked_sentence(topic: str, words: str) -> str:
    """Return what has to be read before something goes: the witness's words, or what they are."""
    if topic == "LIMIT_UNREAD":
        return _("The witness said: {limit}", limit=words)
    if topic == "CONTACT_WORDS":
        return _("It says how to reach the witness: {words}", words=words)
    return " ".join(_(_BESIDE_THE_NAME[each]) for each in words.split())


def agreement(topic: str, when: str) -> str:
    """Return what a person says by a tick, about something that was sealed at `when`."""
    if topic == "LIMIT_UNREAD":
        return _("I have read this limit of {when}, and it is kept", when=when)
    if topic == "CONTACT_WORDS":
        return _("I have read these words of {when}, and they may be handed over", when=when)
    return _("The witness of {when} agreed that all of this goes along with the name", when=when)

"""One word for each kind, state and verdict of a bundle, the same in every list."""

from __future__ import annotations

from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.isolate import ltr

_CODE_LETTERS = 8


def kind_word(kind: str) -> str:
    """Return what a bundle holds; an unknown kind is said to be one."""
    return {
        "statement": _("Statement"),
        "identity": _("Identity of a witness"),
        "correction": _("Correction"),
        "addition": _("Addition"),
        "withdrawal": _("Withdrawal of consent"),
        "log-only": _("Record of actions"),
        "draft": _("Draft"),
    }.get(kind, _("Something else"))


def member_code(principal: str) -> str:
    """Return the eight characters by which the trust list names a person, in two groups."""
    short = principal.rpartition("-")[2]
    return ltr(f"{short[:4]} {short[4:]}") if len(short) == _CODE_LETTERS else ltr(principal)


def state_word(state: str) -> str:
    """Return where a sealed bundle stands on the device."""
    return {
        "waiting": _("Waiting"),
        "handed_over": _("Handed over"),
        "received": _("Received"),
        "deleted": _("Deleted"),
    }[state]


def verdict_word(verdict: str, decision: str = "") -> str:
    """Return what came of an import; a held bundle that was decided on says so."""
    if verdict == "held" and decision:
        return _("Taken in after a look") if decision == "accepted" else _("Refused after a look")
    return {
        "accepted": _("Checked"),
        "held": _("Needs a look"),
        "refused": _("Refused"),
        "duplicate": _("Already here"),
    }[verdict]


def receipts_word(have: int, needed: int) -> str:
    """Return how many receipts have come back."""
    if not have:
        return ngettext("None yet, {n} is needed", "None yet, {n} are needed", needed)
    return _("{have} of {needed}", have=have, needed=needed)

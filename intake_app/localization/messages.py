"""What people read when something went wrong: what happened, what is safe, what to do.

One row for every error code, refusal and note; texts never contain values of the input. The rows
stand in `messages_*.py` by family, and tests hold them against `errors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.localization.catalogs import gettext
from intake_app.localization.marking import N_
from intake_app.localization.message import Message
from intake_app.localization.messages_drive import DRIVE, INPUT
from intake_app.localization.messages_refusals import NOTES, REFUSALS
from intake_app.localization.messages_statement import STATEMENT
from intake_app.localization.messages_time import TIME
from intake_app.localization.messages_trust import TRUST
from intake_app.localization.messages_vault import VAULT

GENERAL = {
    "CANCELLED": Message(
        what=N_("You stopped this job."),
        hint=N_("Nothing half-done is left behind. You can start it again at any time."),
    ),
}
MESSAGES: Mapping[str, Message] = {
    **GENERAL,
    **VAULT,
    **TRUST,
    **TIME,
    **STATEMENT,
    **DRIVE,
    **INPUT,
    **REFUSALS,
    **NOTES,
}
BUG = Message(
    what=N_("The program made a mistake of its own."),
    hint=N_("What was saved stays safe. Close the program, open it again, and tell your team."),
)


@dataclass(frozen=True)
class Spoken:
    """A message in the active language: what happened, and what is safe and to be done."""

    what: str
    hint: str


def sentence(error: BaseException | str, **params: object) -> Spoken:
    """Return the sentences for an error, a refusal or note code, in the active language.

    An error that is not ours gets one fixed sentence: its own text may hold testimony.
    """
    if isinstance(error, IntakeError):
        code, params = error.code, {**error.params, **params}
    else:
        code = error if isinstance(error, str) else ""
    row = MESSAGES.get(code, BUG)
    return Spoken(gettext(row.what, **params), gettext(row.hint, **params))

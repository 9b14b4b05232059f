"""Sentences about answers of time services and the certificates that they are checked with."""

from __future__ import annotations

from intake_app.localization.marking import N_
from intake_app.localization.message import Message

_ASK_ANEW = N_("It was not taken in. Write a new question and have it answered again.")
_OTHER_FILE = N_("It was not taken in. Ask whoever brought it for the file as it was downloaded.")

TIME = {
    "TIME_PROOF_MALFORMED": Message(
        what=N_("This file is no answer of a time service, or it is damaged."),
        hint=_OTHER_FILE,
    ),
    "TIME_PROOF_REFUSED": Message(
        what=N_("The time service did not grant what was asked."),
        hint=_ASK_ANEW,
    ),
    "TIME_PROOF_OTHER_TEXT": Message(
        what=N_("This answer is about another log than the one that was asked about."),
        hint=N_("It was not taken in. Somebody may have changed the question on the way."),
    ),
    "TIME_PROOF_OTHER_QUESTION": Message(
        what=N_("This vault never asked the question that this file answers."),
        hint=N_("It was not taken in. Check whether it belongs to another vault."),
    ),
    "TIME_PROOF_NO_SERVICE": Message(
        what=N_("This answer was signed by somebody who is no time service."),
        hint=N_("It was not taken in. Tell your team: it may have been made to deceive."),
    ),
    "TIME_PROOF_EXPIRED": Message(
        what=N_("The certificate of the time service did not count at the time that it names."),
        hint=N_("It was not taken in. Have the question answered by another service."),
    ),
    "TIME_PROOF_ALTERED": Message(
        what=N_("This answer was changed after the time service had signed it."),
        hint=_OTHER_FILE,
    ),
    "TIME_AUTHORITY_UNKNOWN": Message(
        what=N_("None of the certificates that you have compared stands behind this answer."),
        hint=N_("It was not taken in. Take in the service's root certificate first."),
    ),
    "TIME_AUTHORITY_MALFORMED": Message(
        what=N_("This file holds no root certificate of a time service."),
        hint=N_("Nothing was changed. Ask for the service's root certificate as a PEM file."),
    ),
    "TIME_AUTHORITY_NOT_COMPARED": Message(
        what=N_("The digits of this certificate were not compared, or they differ."),
        hint=N_("Nothing was changed. Compare them with what the service itself publishes."),
    ),
}

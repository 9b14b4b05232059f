"""Sentences about a statement: consent, reading back, sealing, its files."""

from __future__ import annotations

from intake_app.localization.marking import N_
from intake_app.localization.message import Message

_DRAFT_SAFE = N_("The draft is safe and unchanged. Try again; if it happens again, tell your team.")

STATEMENT = {
    "STATEMENT_MISSING": Message(
        what=N_("This statement is not in the vault."),
        hint=N_("Nothing was changed. Look for it in the list of statements."),
    ),
    "STATEMENT_SEALED": Message(
        what=N_("This statement is sealed and cannot be changed."),
        hint=N_("It is safe. To correct it, write an addition; the sealed text stays as it is."),
    ),
    "CONSENT_MISSING": Message(
        what=N_("The witness has not yet been asked for consent."),
        hint=N_("Nothing can be kept before that. Go through the consent questions first."),
    ),
    "NOTHING_ALLOWED": Message(
        what=N_("What was chosen may not be handed over for this use."),
        hint=N_("Nothing was written. The list says for each statement why it stays here."),
    ),
    "CONSENT_REFUSED": Message(
        what=N_("The witness did not agree that the statement is kept."),
        hint=N_("The interview cannot be kept. You can stop here; nothing is stored."),
    ),
    "VOICE_REFUSED": Message(
        what=N_("The witness did not agree that their voice is recorded."),
        hint=N_(
            "Nothing is recorded. Ask the witness, and change the answer only if they say yes."
        ),
    ),
    "RECORDING_UNFINISHED": Message(
        what=N_("A recording of this statement is not finished yet."),
        hint=N_("The sound is safe. End the recording, or bring it back, then go on."),
    ),
    "NOT_READ_BACK": Message(
        what=N_("Some paragraphs were not yet read back to the witness."),
        hint=N_("Everything is saved. Read the marked paragraphs aloud, then seal."),
    ),
    "STATEMENT_INVALID": Message(
        what=N_("Something in this statement does not fit the form."),
        hint=_DRAFT_SAFE,
    ),
    "STATEMENT_TOO_LARGE": Message(
        what=N_("This statement and its files are too large for one bundle."),
        hint=N_("The draft is safe. Move some of the files to a second statement."),
    ),
    "EXHIBIT_MISSING": Message(
        what=N_("This file is not in the statement."),
        hint=N_("Nothing was changed. Look for it in the statement's list of files."),
    ),
    "EXHIBIT_UNREADABLE": Message(
        what=N_("The file you chose cannot be read."),
        hint=N_("The statement is safe. Check that the drive is still in, then add it again."),
    ),
    "EXHIBIT_CHANGED": Message(
        what=N_("The file changed while it was being added."),
        hint=N_("It was not added. Close the program that is using it, then add it again."),
    ),
    "EXHIBIT_EMPTY": Message(
        what=N_("The file you chose is empty."),
        hint=N_("It was not added. Look whether another copy of it exists."),
    ),
    "SOURCE_CHANGED": Message(
        what=N_("Sealing stopped: a file in the vault is no longer what was put in."),
        hint=N_("The draft is unchanged. Add that file again, or remove it and say why."),
    ),
    "CLOCK_WRONG": Message(
        what=N_("This computer's date is too far from when it joined the organisation."),
        hint=N_("The draft is safe. Set the date and time right, then seal again."),
    ),
    "SEAL_CHECK_FAILED": Message(
        what=N_("Sealing stopped: the finished bundle did not read back as it was written."),
        hint=_DRAFT_SAFE,
    ),
    "NOT_RECEIPTED": Message(
        what=N_("Not enough receipts have come back for this statement."),
        hint=N_("Nothing was deleted. Wait for the receipts from your coordinators."),
    ),
    "REASON_MISSING": Message(
        what=N_("This needs a reason, and none was given."),
        hint=N_("Nothing was changed. Write in a few words why, then go on."),
    ),
    "ALREADY_DECIDED": Message(
        what=N_("Somebody has already decided about this bundle."),
        hint=N_("Nothing was changed. Look at the list again."),
    ),
    "NOTHING_TO_HAND_OVER": Message(
        what=N_("No sealed bundle is waiting to be handed over."),
        hint=N_("Seal a statement first; it then appears here."),
    ),
}

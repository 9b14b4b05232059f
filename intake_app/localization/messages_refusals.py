"""Sentences for a coordinator about bundles that were refused, held or noted.

Many defects have the same remedy, and telling them apart would teach a forger more than it
helps the coordinator: the code beside the sentence tells the expert.
"""

from __future__ import annotations

from intake_app.localization.marking import N_
from intake_app.localization.message import Message

NEW_COPY = N_("Nothing was taken in. Ask for a new copy, and keep this drive aside.")
CAREFUL = N_("Nothing was taken in. Keep the file and ask the sender face to face.")
HELD = N_("The bundle is kept aside, unopened. Decide together with a second coordinator.")
UPDATE = N_("Nothing was taken in. Keep the file and update this program first.")

_DAMAGED = N_("This file is damaged or was changed on its way.")
_ODD = N_("This bundle is not built as this program builds bundles.")
_BROKEN_TEXT = N_("The description inside this bundle cannot be read.")
_CHANGED = N_("A part of this bundle is not what was sealed.")
_FORGED = N_("The signature on this bundle does not fit its content.")
_HIDDEN = N_("There is something extra in this bundle that was not sealed.")
_LIMIT = N_("This bundle is larger or fuller than is allowed.")

REFUSALS = {
    "OUTER_NOT_FILE": Message(
        what=N_("This is a link or a device, not a plain file."),
        hint=N_("It was not opened. Choose the bundle file itself."),
    ),
    "OUTER_SIZE": Message(
        what=N_("This file is too small or too large to be a bundle."),
        hint=N_("Nothing was taken in. Check that it was copied to its end."),
    ),
    "NO_SPACE": Message(
        what=N_("There is not enough room on this computer for this bundle."),
        hint=N_("Nothing was taken in, and the file is untouched. Make room and try again."),
    ),
    "OUTER_NOT_AGE": Message(
        what=N_("This file is not a sealed bundle."),
        hint=N_("Nothing was taken in. Choose the bundle file itself."),
    ),
    "OUTER_STANZA": Message(what=_ODD, hint=CAREFUL),
    "OUTER_HEADER": Message(what=_DAMAGED, hint=NEW_COPY),
    "NOT_FOR_US": Message(
        what=N_("This bundle was not sealed for you; you cannot open it."),
        hint=N_("Nothing was taken in. Give it to the coordinator it was meant for."),
    ),
    "OUTER_AUTH": Message(what=_DAMAGED, hint=NEW_COPY),
    "TRUNCATED": Message(
        what=N_("The end of this file is missing."),
        hint=N_("Nothing was taken in. Ask for a new copy; the drive was pulled out too early."),
    ),
    "TAR_HEADER": Message(what=_ODD, hint=CAREFUL),
    "TAG_TOO_BIG": Message(what=_LIMIT, hint=CAREFUL),
    "ROOT_NAME": Message(what=_ODD, hint=CAREFUL),
    "TAR_PAD": Message(what=_HIDDEN, hint=CAREFUL),
    "SIG_FORMAT": Message(what=_FORGED, hint=CAREFUL),
    "SIGNER_UNKNOWN": Message(
        what=N_("A computer that is not in your trust list sealed this bundle."),
        hint=N_("Nothing was taken in. Keep the file, and take in the newest trust list."),
    ),
    "SIG_NAMESPACE_OR_FORM": Message(
        what=N_("The signature on this bundle was made for something else."),
        hint=CAREFUL,
    ),
    "SIG_ALGORITHM": Message(
        what=N_("This bundle is signed in a way that is not allowed."),
        hint=CAREFUL,
    ),
    "SIG_INVALID": Message(what=_FORGED, hint=CAREFUL),
    "SIGNER_REVOKED": Message(
        what=N_("The computer that sealed this bundle is no longer trusted."),
        hint=CAREFUL,
    ),
    "SIGNER_EXPIRED": Message(
        what=N_("This computer's time in the trust list had not begun when it sealed this."),
        hint=CAREFUL,
    ),
    "SIGNER_TIME_OVER": Message(
        what=N_("This computer's time in the trust list was over when it sealed this."),
        hint=N_(
            "It is kept aside. Give everybody another year and bring it again, or decide yourself."
        ),
    ),
    "SIGNER_REVOKED_UNDATED": Message(
        what=N_("The sealing computer is no longer trusted; the time of sealing is unproven."),
        hint=HELD,
    ),
    "TAGMANIFEST_FORM": Message(what=_ODD, hint=CAREFUL),
    "TAG_HASH": Message(what=_CHANGED, hint=CAREFUL),
    "BAGIT_TXT": Message(what=_ODD, hint=CAREFUL),
    "OXUM": Message(
        what=N_("The number or size of the files differs from what was sealed."),
        hint=CAREFUL,
    ),
    "JSON_TOO_BIG": Message(what=_LIMIT, hint=CAREFUL),
    "JSON_SYNTAX": Message(what=_BROKEN_TEXT, hint=CAREFUL),
    "JSON_DUP_KEY": Message(what=_BROKEN_TEXT, hint=CAREFUL),
    "JSON_FLOAT": Message(what=_BROKEN_TEXT, hint=CAREFUL),
    "JSON_SURROGATE": Message(what=_BROKEN_TEXT, hint=CAREFUL),
    "JSON_NOT_CANONICAL": Message(what=_BROKEN_TEXT, hint=CAREFUL),
    "JSON_SCHEMA": Message(
        what=N_("The description inside this bundle lacks something or holds too much."),
        hint=CAREFUL,
    ),
    "FORMAT_VERSION": Message(
        what=N_("This bundle was made by a version that this program does not know."),
        hint=UPDATE,
    ),
    "ROOT_MISMATCH": Message(
        what=N_("This bundle calls itself by two different names."),
        hint=CAREFUL,
    ),
    "SIGNER_CLAIM": Message(
        what=N_("This bundle names another sealing computer than the one that signed it."),
        hint=CAREFUL,
    ),
    "AUDIENCE": Message(
        what=N_("This bundle was sealed for another organisation."),
        hint=N_("Nothing was taken in. Do not pass it on before you have asked the sender."),
    ),
    "RESTORED": Message(
        what=N_("You already have this bundle, but its file in the archive was lost or damaged."),
        hint=N_("The file was put back as it first came. Check the vault, and how it was lost."),
    ),
    "REPLAY": Message(
        what=N_("You already have this bundle."),
        hint=N_("It was not taken in twice. You can give the same receipt again."),
    ),
    "ID_REUSED": Message(
        what=N_("Two different bundles claim to be the same one: somebody may be forging."),
        hint=N_("Both are kept and unchanged. Speak with the sender face to face today."),
    ),
    "LOG_BROKEN": Message(
        what=N_("The record of actions in this bundle was changed or damaged."),
        hint=HELD,
    ),
    "LOG_ROLLBACK": Message(
        what=N_("The sending computer was set back to an older state."),
        hint=HELD,
    ),
    "LOG_FORK": Message(
        what=N_("The sending computer shows two different histories: a copy of it may exist."),
        hint=HELD,
    ),
    "LOG_GAP": Message(
        what=N_("Earlier bundles from this computer have not arrived yet."),
        hint=N_("The bundle is kept aside. Ask for the missing bundles, then import again."),
    ),
    "MANIFEST_DISAGREES": Message(
        what=N_("Two lists of files inside this bundle disagree."),
        hint=CAREFUL,
    ),
    "TOO_MANY": Message(what=_LIMIT, hint=CAREFUL),
    "TOO_BIG": Message(what=_LIMIT, hint=CAREFUL),
    "PATH": Message(
        what=N_("A file in this bundle has a name that is not allowed."),
        hint=CAREFUL,
    ),
    "PAYLOAD_HASH": Message(
        what=N_("A file in this bundle is not what was sealed."),
        hint=CAREFUL,
    ),
    "EXTRA_ENTRY": Message(what=_HIDDEN, hint=CAREFUL),
    "PADDING_NONZERO": Message(what=_HIDDEN, hint=CAREFUL),
    "PADDING_LENGTH": Message(what=_HIDDEN, hint=CAREFUL),
    "STATEMENT_SCHEMA": Message(
        what=N_("The statement in this bundle does not fit the form."),
        hint=CAREFUL,
    ),
    "STORE_FAILED": Message(
        what=N_("The bundle is right, but it could not be saved in your vault."),
        hint=N_("Nothing was taken in, and the file is untouched. Make room and import again."),
    ),
}
NOTES = {
    "RECIPIENTS_STALE": Message(
        what=N_("This bundle was sealed for an earlier circle of coordinators."),
        hint=N_("It was taken in. Give the sender the newest trust list."),
    ),
    "LINK_PENDING": Message(
        what=N_("This bundle belongs to another one that has not arrived yet."),
        hint=N_("It was taken in, and joins the other one when that arrives."),
    ),
    "TRUST_OLDER": Message(
        what=N_("The sender's trust list is older than yours."),
        hint=N_("The bundle was taken in. Give the sender the newest trust list."),
    ),
    "DEVICE_SET_BACK": Message(
        what=N_("The sending computer noticed that an older copy of its vault was put back."),
        hint=N_("The bundle was taken in. Ask the interviewer what happened to the computer."),
    ),
    "RECEIPT_ALARM": Message(
        what=N_("The sending computer was given a receipt that should not exist."),
        hint=N_("The bundle was taken in. Speak with the interviewer face to face soon."),
    ),
    "EXHIBIT_LOG_DIFFERS": Message(
        what=N_("The sending computer's log tells of another file than the statement holds."),
        hint=N_("The bundle was taken in. Ask the interviewer how the file came to them."),
    ),
    "OUR_RECEIPT_UNKNOWN": Message(
        what=N_("The sending computer has a receipt in your name that this vault never gave."),
        hint=N_("Ask for that receipt and take it in here: only your own signature proves it."),
    ),
    "CONTACT_WORDS": Message(
        what=N_("The statement holds words about how to reach the witness."),
        hint=N_("It was taken in. Read these words before it is handed over to anybody."),
    ),
    "CLOCK_ODD": Message(
        what=N_("The sending computer's clock does not fit the other times known."),
        hint=N_("The bundle was taken in. Do not rely on its times alone."),
    ),
}

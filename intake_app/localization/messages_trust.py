"""Sentences about the organisation, its trust list, joining it, and receipts."""

from __future__ import annotations

from intake_app.localization.marking import N_
from intake_app.localization.message import Message

_NOT_TAKEN = N_("It was not taken in, and nothing was changed. Ask for a new one face to face.")
_KEEP_OLD = N_("The trust list you had stays in use. Ask your coordinator where this one is from.")

TRUST = {
    "NO_ORGANISATION": Message(
        what=N_("This vault does not know your organisation yet."),
        hint=N_("You can interview now. Before sealing, take in your organisation's card."),
    ),
    "NOT_ENROLLED": Message(
        what=N_("Your organisation does not know this computer yet."),
        hint=N_("Your drafts are safe. Give the joining request to your coordinator."),
    ),
    "ORGANISATION_EXISTS": Message(
        what=N_("This vault already belongs to an organisation."),
        hint=N_("Nothing was changed. Make a new vault to work for another organisation."),
    ),
    "TRUST_MALFORMED": Message(
        what=N_("These files are not a complete trust list."),
        hint=_KEEP_OLD,
    ),
    "TRUST_UNSIGNED": Message(
        what=N_("Too few of the people in charge have signed this trust list."),
        hint=_KEEP_OLD,
    ),
    "TRUST_ROLLBACK": Message(
        what=N_("This trust list is not newer than the one you have."),
        hint=N_("The newer one stays in use. If you did not expect this, tell your coordinator."),
    ),
    "TRUST_GAP": Message(
        what=N_("Some trust lists between yours and this one are missing."),
        hint=N_("Yours stays in use. Ask your coordinator for the whole folder."),
    ),
    "TRUST_OTHER_ORGANISATION": Message(
        what=N_("This file belongs to another organisation than yours."),
        hint=N_(
            "It was not taken in, and nothing was changed. Do not send anything to its sender."
        ),
    ),
    "KEY_WEAK": Message(
        what=N_("This file holds a key that anybody could misuse."),
        hint=N_("It was not taken in. Tell your team: somebody may have made it on purpose."),
    ),
    "KEY_MALFORMED": Message(
        what=N_("This file holds no key that the program can read."),
        hint=_NOT_TAKEN,
    ),
    "OWN_KEY_EXPIRED": Message(
        what=N_("The time for which your own card counts is over."),
        hint=N_("Nothing was written. Renew the trust list first, then try again."),
    ),
    "ROOT_KEY_MISSING": Message(
        what=N_("More holders of a root key have to sign."),
        hint=N_("Nothing was changed. Ask the other holders to bring their root key files."),
    ),
    "ROOT_KEY_PASSPHRASE": Message(
        what=N_("This passphrase does not open the root key file."),
        hint=N_("Nothing was changed. Check the keyboard language and try again."),
    ),
    "ROOT_KEY_TOO_SLOW": Message(
        what=N_("This root key file would take far too long to open."),
        hint=N_("Nothing was tried. If the file is yours, give it a new passphrase elsewhere."),
    ),
    "ROOTS_UNCHANGED": Message(
        what=N_("Nothing would change: these are the root keys that count already."),
        hint=N_("Add or leave out a root key, or change how many have to sign."),
    ),
    "ROOT_CHANGE_MISSING": Message(
        what=N_("No change of the root keys has been prepared in this vault."),
        hint=N_("Prepare one first, or take in the file of one that was prepared elsewhere."),
    ),
    "ROOT_CHANGE_OVERTAKEN": Message(
        what=N_("The trust list has changed since this change of root keys was prepared."),
        hint=N_("The old root keys still count. Prepare the change once more, and sign anew."),
    ),
    "ROOT_CHANGE_OTHER": Message(
        what=N_("This file is not the change of root keys that was agreed on."),
        hint=N_("Do not sign it. Ask face to face who made it, and what it should change."),
    ),
    "MEMBER_UNKNOWN": Message(
        what=N_("The trust list names nobody like that."),
        hint=N_("Nothing was changed. Choose a name from the list of members."),
    ),
    "LAST_COORDINATOR": Message(
        what=N_("Nobody else could open statements without this coordinator."),
        hint=N_("Nothing was changed. Add a second coordinator first."),
    ),
    "NAME_UNUSABLE": Message(
        what=N_("This name is empty, too long, or holds signs that cannot be seen."),
        hint=N_("Nothing was changed. Choose a name of one line with at most 80 letters."),
    ),
    "REQUEST_MALFORMED": Message(
        what=N_("This joining request is damaged or was changed."),
        hint=_NOT_TAKEN,
    ),
    "REQUEST_KNOWN": Message(
        what=N_("The computer in this joining request is already in the trust list."),
        hint=N_("Nothing was changed, and nothing needs to be done."),
    ),
    "CARD_MALFORMED": Message(
        what=N_("This is no organisation card, or it is damaged."),
        hint=_NOT_TAKEN,
    ),
    "CARD_NO_QR": Message(
        what=N_("No QR code was found in this picture."),
        hint=N_("Take a sharper picture in good light, or use the card file."),
    ),
    "DIGITS_DIFFER": Message(
        what=N_("The numbers that you compared are not the same."),
        hint=N_("Do not send anything with this card. Ask for a new one face to face."),
    ),
    "RECEIPT_REFUSED": Message(
        what=N_("This receipt is damaged, or it was not made for this computer."),
        hint=N_("Keep the sealed bundles. Ask your coordinator for a new receipt."),
    ),
    "RECEIPT_NOT_LISTED": Message(
        what=N_("The coordinator of this receipt is not in your list of members, or no longer."),
        hint=N_("Keep the sealed bundles. Take in the newest list of members, then try again."),
    ),
    "RECEIPT_FORGED": Message(
        what=N_("This receipt is not what it says it is."),
        hint=N_("Somebody may be forging receipts. Delete nothing; tell your coordinator today."),
    ),
    "RECEIPT_UNKNOWN_BUNDLE": Message(
        what=N_("This receipt is for a bundle that this computer never made."),
        hint=N_("Somebody may be using your name. Delete nothing and tell your coordinator today."),
    ),
}

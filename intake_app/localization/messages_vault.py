"""Sentences about the vault's folder, passphrase, database and log."""

from __future__ import annotations

from intake_app.localization.marking import N_
from intake_app.localization.message import Message

VAULT = {
    "WRONG_PASSPHRASE": Message(
        what=N_("This passphrase does not open the vault."),
        hint=N_("Nothing was changed. Check the keyboard language and Caps Lock, then try again."),
    ),
    "VAULT_EXISTS": Message(
        what=N_("There is already a vault in this folder."),
        hint=N_("It was not touched. Open it, or choose an empty folder for a new one."),
    ),
    "VAULT_MISSING": Message(
        what=N_("There is no vault in this folder."),
        hint=N_("Choose another folder. If the vault is on a USB drive, put the drive in."),
    ),
    "VAULT_HEADER_DAMAGED": Message(
        what=N_("The files that open this vault are damaged, and so is their spare copy."),
        hint=N_("Change nothing in the folder. Copy it as it is and ask your team for help."),
    ),
    "VAULT_DATABASE_DAMAGED": Message(
        what=N_("The passphrase is right, but what is inside the vault cannot be read."),
        hint=N_("Change nothing in the folder. Copy it as it is and ask your team for help."),
    ),
    "VAULT_TOO_NEW": Message(
        what=N_("A newer version of this program made this vault."),
        hint=N_("Nothing was changed. Open it with the newer version."),
    ),
    "VAULT_READ_ONLY": Message(
        what=N_("Nothing can be saved: the vault's disk does not allow writing."),
        hint=N_("What was saved before is safe. Unlock the drive's switch or use another drive."),
    ),
    "VAULT_DISK_FULL": Message(
        what=N_("NOT saved: the disk is full."),
        hint=N_("What was saved before is safe. Make room on the disk; saving then goes on."),
    ),
    "VAULT_IO": Message(
        what=N_("The vault's disk could not be read or written."),
        hint=N_("What was saved before is safe. Check that the drive is still in, then try again."),
    ),
    "VAULT_IN_USE": Message(
        what=N_("This vault is already open in another window."),
        hint=N_("Nothing was changed. Close the other window first."),
    ),
    "VAULT_LOCKED": Message(
        what=N_("The vault was locked in the meantime."),
        hint=N_("What was saved is safe. Unlock the vault and go on."),
    ),
    "WORDS_OF_ANOTHER_VAULT": Message(
        what=N_("This is not the vault that the last words belong to, so it was closed again."),
        hint=N_(
            "Somebody may have exchanged the folder. The words still wait for their own vault."
        ),
    ),
    "KDF_REFUSED": Message(
        what=N_("This vault asks for more memory or time than is allowed."),
        hint=N_("It may have been tampered with. Do not type your passphrase; ask your team."),
    ),
    "MEDIA_DAMAGED": Message(
        what=N_("A file in the vault is no longer what was put in."),
        hint=N_("Everything else is safe. Add the file again if the original still exists."),
    ),
    "WRONG_ROLE": Message(
        what=N_("This vault was made for other work than this."),
        hint=N_("Nothing was changed. Open the vault that was made for this work."),
    ),
    "PASSPHRASE_TOO_WEAK": Message(
        what=N_("This passphrase could be guessed."),
        hint=N_("Nothing was made yet. Take the six words that the program offers, or more words."),
    ),
    "PASSPHRASE_EMPTY": Message(
        what=N_("No passphrase was typed."),
        hint=N_("Type the passphrase and try again."),
    ),
    "PASSPHRASES_DIFFER": Message(
        what=N_("The second one differs from the first."),
        hint=N_("Nothing was made or changed. Begin again, and type both slowly."),
    ),
    "LOG_LINE_BROKEN": Message(
        what=N_("The custody log in this vault was changed or damaged."),
        hint=N_("The statements are kept as they are. Tell your coordinator before you go on."),
    ),
}

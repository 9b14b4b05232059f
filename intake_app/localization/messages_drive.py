"""Sentences about drives, folders and files from outside."""

from __future__ import annotations

from intake_app.localization.marking import N_
from intake_app.localization.message import Message

DRIVE = {
    "DRIVE_MISSING": Message(
        what=N_("This drive or folder is not there."),
        hint=N_("The sealed bundles are safe in the vault. Put the drive in and choose it again."),
    ),
    "DRIVE_FULL": Message(
        what=N_("There is not enough room on this drive."),
        hint=N_("Nothing half-copied is left on it. Make room, or use a larger drive."),
    ),
    "DRIVE_READ_ONLY": Message(
        what=N_("This drive does not allow writing."),
        hint=N_("The sealed bundles are safe in the vault. Unlock its switch or use another."),
    ),
    "DRIVE_PULLED": Message(
        what=N_("The drive was pulled out during copying."),
        hint=N_("The sealed bundles are safe in the vault. Put it in and copy again."),
    ),
    "DRIVE_SLOW": Message(
        what=N_("The drive stopped answering."),
        hint=N_("The sealed bundles are safe in the vault. Try another port or another drive."),
    ),
    "DRIVE_FILE_TOO_LARGE": Message(
        what=N_("One bundle is larger than this drive's format allows."),
        hint=N_("It is safe in the vault. Use a drive formatted as exFAT."),
    ),
    "DRIVE_NAME_TAKEN": Message(
        what=N_("A different file with the same name is already on the drive."),
        hint=N_("It was not replaced. Choose an empty folder, or use another drive."),
    ),
    "DRIVE_READ_BACK": Message(
        what=N_("The copy on the drive is not what was written: the drive is faulty."),
        hint=N_("The sealed bundles are safe in the vault. Do not hand this drive over."),
    ),
    "DRIVE_IS_VAULT": Message(
        what=N_("This folder is inside a vault."),
        hint=N_("Nothing was copied. Choose a folder on the drive that you will hand over."),
    ),
}
INPUT = {
    "FILE_MISSING": Message(
        what=N_("The file is not there or cannot be opened."),
        hint=N_("Nothing was changed. Check its place, and that the drive is still in."),
    ),
    "FILE_MALFORMED": Message(
        what=N_("This is not the kind of file that is needed here."),
        hint=N_("It was not taken in, and nothing was changed. Choose another file."),
    ),
    "FOLDER_NOT_EMPTY": Message(
        what=N_("This folder is not empty."),
        hint=N_("Nothing in it was touched. Choose an empty folder, or a new one."),
    ),
    "NOT_A_FOLDER": Message(
        what=N_("This is a file, and a folder is needed here."),
        hint=N_("It was not touched. Name a folder that is empty, or one that is not there yet."),
    ),
    "OUTPUT_FAILED": Message(
        what=N_("The file could not be written there."),
        hint=N_("What is in the vault is safe. Choose another folder and try again."),
    ),
    "NOT_CANONICAL": Message(
        what=N_("A text holds a character that cannot be kept exactly."),
        hint=N_("What was saved is safe. Delete the odd character and write it anew."),
    ),
}

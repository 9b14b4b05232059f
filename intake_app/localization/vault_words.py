"""What a check of the vault found, in plain words: what it is, what is safe, what to do.

The codes are those of `vault.integrity.Integrity.problems`; what follows a colon is a place.
What is wrong with a file of the archive can be mended, and has words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.localization.catalogs import gettext
from intake_app.localization.marking import N_
from intake_app.localization.message import Message
from intake_app.localization.messages import Spoken

_COPY = N_("Copy the whole vault to a drive now, then show it to your team.")
_HAND_OVER = N_("Hand over what is sealed, and tell your team before you go on.")

PROBLEMS = {
    "header": Message(
        what=N_("One of the two copies of the vault's front page is damaged."),
        hint=N_("The other one still opens the vault. It is mended at the next opening."),
    ),
    "database": Message(what=N_("Parts of the vault cannot be read."), hint=_COPY),
    "page": Message(what=N_("Parts of the vault were changed or damaged."), hint=_COPY),
    "size": Message(what=N_("The end of the vault's file is missing."), hint=_COPY),
    "structure": Message(what=N_("The vault's tables are damaged inside."), hint=_COPY),
    "foreign_key": Message(what=N_("Some entries of the vault point to nothing."), hint=_COPY),
    "log_line": Message(
        what=N_("The custody log was changed or has a gap."),
        hint=N_("Do not seal anything more in this vault. Show it to your team as it is."),
    ),
    "rolled_back": Message(
        what=N_("Somebody put back an older copy of this vault."),
        hint=N_("What was written since then may be missing. Tell your team."),
    ),
    "file_missing": Message(
        what=N_("A sealed file is missing from the vault's folder."), hint=_HAND_OVER
    ),
    "file_size": Message(what=N_("A sealed file was cut or has grown."), hint=_HAND_OVER),
    "file_changed": Message(what=N_("A sealed file is not what was put in."), hint=_HAND_OVER),
    "archive_lost": Message(
        what=N_("A file of the archive is missing, or is not what was taken in."),
        hint=N_("Take in the same file again from a drive or its sender: it is put back."),
    ),
    "file_unknown": Message(
        what=N_("The vault's folder holds a file that the vault does not know."),
        hint=N_("Somebody may have put it there. Nothing else is affected."),
    ),
}
_LOST = frozenset({"file_missing", "file_size", "file_changed"})
OTHER = Message(what=N_("Something in the vault is not as it should be."), hint=_COPY)


def sentences(problems: Iterable[str]) -> list[Spoken]:
    """Return one pair of sentences for each kind of problem, in the active language."""
    kinds = dict.fromkeys(map(_kind, problems))
    rows = [PROBLEMS.get(kind, OTHER) for kind in kinds]
    return [Spoken(gettext(row.what), gettext(row.hint)) for row in rows]


def _kind(problem: str) -> str:
    code, _, place = problem.partition(":")
    return "archive_lost" if code in _LOST and place.startswith("archive/") else code

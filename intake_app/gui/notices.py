"""What the window says to the person in passing: one sentence, one hint, one tone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intake_app.errors import IntakeError
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls
from intake_app.localization.messages import sentence

Tone = Literal["info", "success", "warning", "fault"]


@dataclass(frozen=True)
class Notice:
    """A message for the bar under the header; `hint` says what to do next."""

    tone: Tone
    text: str
    hint: str = ""


def of_error(error: IntakeError) -> Notice:
    """Return the notice for a known fault, in the active language."""
    spoken = sentence(error)
    return Notice("fault", spoken.what, spoken.hint)


def of_practice(folder: Path) -> Notice:
    """Return what to know in a vault of the practice journey: nothing in it is real."""
    return Notice(
        "info",
        _("This is practice: the people are invented."),
        _(
            "All of it is in {folder}: the coordinator's side too, and the passphrase of both.",
            folder=visible_controls(str(folder)),
        ),
    )

"""What the window says to the person in passing: one sentence, one hint, one tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intake_app.errors import IntakeError
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

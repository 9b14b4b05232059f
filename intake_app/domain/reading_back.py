"""Reading back: the witness hears each paragraph and agrees, changes or removes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from intake_app.domain.narrative import Paragraph
from intake_app.domain.record import Record

Verdict = Literal["agreed", "changed", "removed"]


class Correction(Record, frozen=True, kw_only=True):
    """What the witness said of one paragraph; the original stays in the narrative.

    For `changed`, `text` holds the corrected words; `reason` is the witness's own, optional.
    """

    paragraph: str
    verdict: Verdict
    text: str = ""
    reason: str = ""
    at: str = ""


class ReadBack(Record, frozen=True, kw_only=True):
    """How the statement was read back and whether the witness agreed to the whole."""

    how: str = ""  # interviewer | interpreter | witness_alone | played_aloud
    paragraphs: tuple[Correction, ...] = ()
    agreed: bool = False
    agreed_at: str = ""
    remark: str = ""

    def verdict_on(self, paragraph_id: str) -> Correction | None:
        """Return the newest verdict on a paragraph, or None where it was not read yet."""
        return next((c for c in reversed(self.paragraphs) if c.paragraph == paragraph_id), None)


def unread(narrative: Sequence[Paragraph], read_back: ReadBack) -> tuple[str, ...]:
    """Return the ids of paragraphs with words that nobody has read back yet."""
    heard = {correction.paragraph for correction in read_back.paragraphs}
    return tuple(p.id for p in narrative if not p.is_blank and p.id not in heard)


def after_edit(narrative: Sequence[Paragraph], read_back: ReadBack) -> ReadBack:
    """Return the read-back that still holds after the narrative was edited.

    Verdicts on paragraphs that are gone are dropped; the agreement to the whole falls as soon as
    a paragraph has no verdict.
    """
    ids = {paragraph.id for paragraph in narrative}
    kept = tuple(c for c in read_back.paragraphs if c.paragraph in ids)
    pending = unread(narrative, msgspec.structs.replace(read_back, paragraphs=kept))
    still = read_back.agreed and not pending
    return msgspec.structs.replace(
        read_back, paragraphs=kept, agreed=still, agreed_at=read_back.agreed_at if still else ""
    )


def agreed_text(narrative: Sequence[Paragraph], read_back: ReadBack) -> str:
    """Return the narrative as the witness left it, corrections applied, one LF between."""
    lines = []
    for paragraph in narrative:
        correction = read_back.verdict_on(paragraph.id)
        if correction is not None and correction.verdict == "removed":
            continue
        changed = correction is not None and correction.verdict == "changed"
        lines.append(correction.text if changed and correction else paragraph.text)
    return "\n".join(lines)

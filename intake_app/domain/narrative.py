"""The free narrative: paragraphs that keep their identity while the text around them changes."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec

from intake_app.domain.record import Record

TEXT_LIMIT = 4_000_000  # characters in one narrative; far above the longest interview


class Paragraph(Record, frozen=True, kw_only=True):
    """One paragraph as typed; `audio_ms` is its time in the sound, -1 where there is none."""

    id: str
    text: str
    direction: str = "auto"  # auto | rtl | ltr
    audio_ms: int = -1

    @property
    def is_blank(self) -> bool:
        """True where there is nothing to read back."""
        return not self.text.strip()


def text_of(paragraphs: Sequence[Paragraph]) -> str:
    """Return the narrative exactly as typed: paragraphs joined by one LF."""
    return "\n".join(paragraph.text for paragraph in paragraphs)


def from_text(
    text: str, old: Sequence[Paragraph] = (), directions: Sequence[str] = ()
) -> tuple[Paragraph, ...]:
    """Return `text` as paragraphs; those whose words did not change keep their id and time.

    Splits at LF only, so that `text_of(from_text(t)) == t` for every text. `directions` may
    give one word per paragraph.
    """
    lines = text.split("\n") if text else []
    kept = _unchanged([paragraph.text for paragraph in old], lines)
    numbers = [int(p.id[1:]) for p in old if p.id[1:].isdigit()]
    next_number = max(numbers, default=0) + 1
    made: list[Paragraph] = []
    for index, line in enumerate(lines):
        direction = directions[index] if index < len(directions) else "auto"
        if index in kept:
            made.append(msgspec.structs.replace(old[kept[index]], direction=direction))
            continue
        made.append(Paragraph(id=f"p{next_number}", text=line, direction=direction))
        next_number += 1
    return tuple(made)


def _unchanged(old: list[str], new: list[str]) -> dict[int, int]:
    """Map indices of `new` to those of `old` that hold the same words in the same order."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    same = {index: index for index in range(head)}
    same.update({len(new) - 1 - k: len(old) - 1 - k for k in range(tail)})
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    for block in SequenceMatcher(
        None, middle_old, middle_new, autojunk=False
    ).get_matching_blocks():
        same.update({head + block.b + k: head + block.a + k for k in range(block.size)})
    return same

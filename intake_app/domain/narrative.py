"""The free narrative: paragraphs that keep their identity while the text around them changes."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice

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


def _unchanged(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Map indices of `new` to those of `old` that hold the same words in the same order.

    Equal beginnings and ends first, then around lines that stand once on each side (a patience
    diff): a whole statement in a moment, where a matrix of all lines against all would take
    minutes.
    """
    same: dict[int, int] = {}
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        old_from, old_to, new_from, new_to = gaps.pop()
        while old_from < old_to and new_from < new_to and old[old_from] == new[new_from]:
            same[new_from] = old_from
            old_from, new_from = old_from + 1, new_from + 1
        while old_from < old_to and new_from < new_to and old[old_to - 1] == new[new_to - 1]:
            old_to, new_to = old_to - 1, new_to - 1
            same[new_to] = old_to
        if old_from == old_to or new_from == new_to:
            continue
        anchors = _anchors(old, new, (old_from, old_to, new_from, new_to))
        same.update({in_new: in_old for in_old, in_new in anchors})
        for in_old, in_new in anchors:
            gaps.append((old_from, in_old, new_from, in_new))
            old_from, new_from = in_old + 1, in_new + 1
        if anchors:
            gaps.append((old_from, old_to, new_from, new_to))
    return same


def _anchors(
    old: Sequence[str], new: Sequence[str], gap: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Return pairs of lines that stand once on each side of a gap, as many as keep their order."""
    in_old = _standing_once(old, gap[0], gap[1])
    in_new = _standing_once(new, gap[2], gap[3])
    pairs = sorted((at, in_new[line]) for line, at in in_old.items() if line in in_new)
    # The longest rising run by patience sorting: `ends[n]` is the pair that ends a run of n + 1.
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(places, place)
        before.append(ends[length - 1] if length else -1)
        places[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    run = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _standing_once(lines: Sequence[str], start: int, stop: int) -> dict[str, int]:
    counts = Counter(islice(lines, start, stop))
    return {lines[at]: at for at in range(start, stop) if counts[lines[at]] == 1}

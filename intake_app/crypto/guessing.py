"""How many guesses a phrase costs somebody who knows Persian, English and its writer.

The cheapest way to put the phrase together out of known words, years and single letters is looked
for, and its bits are added up. Letters that belong to no known word count as little as letters of
running text do, so a word missing from our lists is not taken for a secret. The estimate of
`zxcvbn` (Wheeler, USENIX Security 2016) may only lower the result: it knows keyboards and English.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from intake_app.assets import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REASONS: Final = (
    "empty",
    "slogan",
    "own_data",
    "known_password",
    "repeats",
    "keyboard",
    "name",
    "place",
    "year",
    "common_word",
    "too_short",
    "more_words",
)
"""Why a phrase is weak, the gravest first."""

LETTER_BITS: Final = 2.75
DIGIT_BITS: Final = 3.32
SYMBOL_BITS: Final = 4.5
YEAR_BITS: Final = 6.5
DATE_BITS: Final = 8.5
RUN_BITS: Final = 1.0
CAPITAL_BITS: Final = 1.0

# zxcvbn's time grows steeply with length; its own authors cap it at this many characters.
ZXCVBN_CHARS: Final = 72
JUDGED_CHARS: Final = 400
_LONGEST_WORD: Final = 44
_NOT_WORTH_ASKING: Final = 20.0
_HEAD_START: Final = 32
_KEYBOARD_LOSS: Final = 8.0

_SECTIONS: Final = {
    "phrases": "slogan",
    "names": "name",
    "places": "place",
    "words": "common_word",
}
_FOLD: Final = str.maketrans(
    "يىئكةۀأإآٱؤ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "یییکههاااا" + "و" + "0123456789" * 2
)
_DROPPED: Final = re.compile(r"[\s_.*،ء-]+")
_LATIN_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_PERSIAN_KEYS: Final = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
_OTHER_LAYOUT: Final = str.maketrans(_LATIN_KEYS + _PERSIAN_KEYS, _PERSIAN_KEYS + _LATIN_KEYS)
_ALPHABETS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "0123456789",
)
_DATE: Final = re.compile(r"(?:1[34]|19|20)\d\d(?:[/]?(?:0?[1-9]|1[0-2])[/]?(?:[0-3]?\d))?")
_REPEATED: Final = re.compile(r"(.+?)\1+")


@dataclass(frozen=True, slots=True)
class Guess:
    """Bits that a phrase costs at least, and what made it cheap."""

    bits: float
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    bits: float
    kind: str


def fold(text: str) -> str:
    """Return `text` as an opponent would look it up: no case, marks, half-spaces or separators."""
    plain = unicodedata.normalize("NFC", text).translate(_FOLD).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf", "Cc"})
    return _DROPPED.sub("", seen)


def estimate(text: str, *, user_inputs: Sequence[str] = ()) -> Guess:
    """Return the least bits that the phrase costs an informed opponent."""
    text = text[:JUDGED_CHARS]
    tokens = [token for token in re.split(r"[\s_\-]+", text) if token]
    distinct = list(dict.fromkeys(tokens))
    capitals = CAPITAL_BITS * sum(c.isupper() for c in text)
    own = _own_words(user_inputs)
    squeezed, repeats = _unrepeated(fold("".join(tokens)))
    bits, kinds = _cheapest(squeezed, own)
    bits += repeats
    reasons = {"repeats"} if repeats else set()
    if len(distinct) < len(tokens):
        # A word said again costs next to nothing, but a line of a poem may repeat one: try both.
        once, found = _cheapest(fold("".join(distinct)), own)
        once += len(tokens) - len(distinct)
        if once < bits:
            bits, kinds, reasons = once, found, reasons | {"repeats"}
    bits += capitals
    if bits > _NOT_WORTH_ASKING:
        asked = _ask_zxcvbn(text, squeezed, own)
        if asked < bits:
            kinds = kinds | ({"keyboard"} if asked < bits - _KEYBOARD_LOSS else set())
            bits = asked
    return Guess(bits, frozenset(reasons | kinds))


def _unrepeated(text: str) -> tuple[str, float]:
    """Return the part that the whole of `text` repeats, with the bits of how often."""
    whole = _REPEATED.fullmatch(text)
    return (whole[1], math.log2(len(text) / len(whole[1]))) if whole else (text, 0.0)


@cache
def _dictionary() -> Mapping[str, _Known]:
    known: dict[str, _Known] = {}
    for name in ("common-fa.txt", "common-latin-fa.txt"):
        kind, rank = "", 0
        for line in read_text("wordlists", name).splitlines():
            if line.startswith("# "):
                kind, rank = _SECTIONS[line[2:]], 0
                continue
            rank += 1
            entry = _Known(math.log2(rank + _HEAD_START), kind)
            word = fold(line)
            if word not in known or known[word].bits > entry.bits:
                known[word] = entry
    for language in ("fa", "en"):
        words = read_text("wordlists", f"{language}.txt").split()
        for word in words:
            known.setdefault(fold(word), _Known(math.log2(len(words)), "common_word"))
    return known


def _own_words(user_inputs: Sequence[str]) -> dict[str, _Known]:
    pieces = {fold(part) for given in user_inputs for part in (given, *given.split())}
    return {piece: _Known(3.0, "own_data") for piece in pieces if len(piece) > 1}


def _english(piece: str) -> _Known | None:
    # Loaded with zxcvbn on the first judgement only: starting the program does not wait for it.
    from zxcvbn.matching import RANKED_DICTIONARIES

    best: _Known | None = None
    for name, ranks in RANKED_DICTIONARIES.items():
        rank = ranks.get(piece)
        if rank is None:
            continue
        bits = math.log2(rank + _HEAD_START)
        if best is None or bits < best.bits:
            kind = {"passwords": "known_password"}.get(name, "common_word")
            best = _Known(bits, "name" if name.endswith("names") else kind)
    return best


def _look_up(piece: str, own: Mapping[str, _Known]) -> _Known | None:
    found = own.get(piece) or _dictionary().get(piece)
    if piece.isascii() and len(piece) > 2:  # noqa: PLR2004 - shorter ones are no words
        english = _english(piece)
        if english and (found is None or english.bits < found.bits):
            return english
    return found


def _cheapest(text: str, own: Mapping[str, _Known]) -> tuple[float, set[str]]:
    """Return the least bits over all ways to cut `text`, and the kinds of words on that way."""
    other = text.translate(_OTHER_LAYOUT)
    cost: list[float] = [0.0] + [math.inf] * len(text)
    came: list[tuple[int, str]] = [(0, "")] * (len(text) + 1)

    def offer(start: int, end: int, bits: float, kind: str) -> None:
        if cost[start] + bits < cost[end]:
            cost[end] = cost[start] + bits
            came[end] = (start, kind)

    for start in range(len(text)):
        offer(start, start + 1, _letter_bits(text, start), "")
        for end in range(start + 2, min(len(text), start + _LONGEST_WORD) + 1):
            known = _look_up(text[start:end], own)
            if known:
                offer(start, end, known.bits, known.kind)
            known = _look_up(other[start:end], own) if end - start > 2 else None  # noqa: PLR2004
            if known:
                offer(start, end, known.bits + 1, "keyboard")
        date = _DATE.match(text, start)
        if date:
            for end in {start + 4, date.end()}:
                offer(start, end, YEAR_BITS + (DATE_BITS if end > start + 4 else 0), "year")
    kinds: set[str] = set()
    at = len(text)
    while at:
        at, kind = came[at]
        kinds.add(kind)
    return cost[-1], kinds - {""}


def _letter_bits(text: str, at: int) -> float:
    letter = text[at]
    if at and _is_run(text[at - 1], letter):
        return RUN_BITS
    if letter.isdigit():
        return DIGIT_BITS
    return LETTER_BITS if letter.isalpha() else SYMBOL_BITS


@cache
def _runs() -> frozenset[tuple[str, str]]:
    forward = {pair for letters in _ALPHABETS for pair in pairwise(letters)}
    return frozenset(forward | {(b, a) for a, b in forward})


def _is_run(before: str, letter: str) -> bool:
    return before == letter or (before, letter) in _runs()


def _ask_zxcvbn(text: str, squeezed: str, own: Mapping[str, _Known]) -> float:
    """Return zxcvbn's bits for the phrase as typed, or as the same keys give it in Latin."""
    from zxcvbn import zxcvbn
    from zxcvbn.matching import RANKED_DICTIONARIES

    asked = text if text.isascii() else squeezed.translate(_OTHER_LAYOUT)
    known = [word for word in _dictionary() if word.isascii()]
    try:
        found = zxcvbn(asked[:ZXCVBN_CHARS], user_inputs=[*own, *known])
    finally:
        # zxcvbn leaves what it was told in a table of its module: nobody's name stays there.
        RANKED_DICTIONARIES["user_inputs"] = {}
    rest = max(0, len(asked) - ZXCVBN_CHARS) * LETTER_BITS
    return math.log2(float(found["guesses"])) + rest

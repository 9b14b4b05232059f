"""Passphrases: drawn by lot from our own word lists, judged when made up, brought to one form.

The judgement knows Persian (see `guessing`), since the usual estimator takes the best-known slogan
of the country for an excellent secret.
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from intake_app.assets import read_text
from intake_app.crypto import guessing

if TYPE_CHECKING:
    from collections.abc import Sequence

Language = Literal["en", "fa"]
Years = Literal["seconds", "hours", "days", "years", "centuries"]

DEFAULT_WORDS: Final[dict[str, int]] = {"en": 6, "fa": 7}
"""Words that give at least 64 bits: the Persian list is shorter, so it needs one more."""

SCORE_BITS: Final = (24, 36, 48, 60)
"""Bits from which the scores 1, 2, 3 and 4 begin."""

GUESSES_PER_SECOND: Final = 10_000
"""What a rich opponent may try: about a thousand strong machines against 512 MiB of Argon2id."""

_TIMES: Final[tuple[tuple[float, Years], ...]] = (
    (3600.0, "seconds"),
    (86_400.0, "hours"),
    (365 * 86_400.0, "days"),
    (100 * 365 * 86_400.0, "years"),
)
_SHORT_CHARS: Final = 10
_LOT_WORDS: Final = 4

# One written form for what different Persian keyboards send for the same key.
_SAME_KEY: Final = str.maketrans(
    "\u064a\u0649\u0643۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩\u200c", "\u06cc\u06cc\u06a901234567890123456789 "
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well a phrase resists guessing.

    `score` 0 to 4; `years` a code for how long a rich opponent needs; `reasons` codes out of
    `guessing.REASONS`, the gravest first, empty at score 4; `bits` a cautious estimate.
    """

    score: int
    years: Years
    reasons: tuple[str, ...]
    bits: int


def normalise(text: str) -> bytearray:
    """Return the bytes that a phrase stands for, alike from every keyboard; wipe them after use.

    NFC; Arabic yeh and kaf become Persian, Persian and Arabic digits become ASCII, the half-space
    and every white space become one space, other invisible characters go. Case is kept. This is
    a format: a change locks people out of their vaults.
    """
    same = unicodedata.normalize("NFC", text).translate(_SAME_KEY)
    seen = "".join(c for c in same if c.isspace() or unicodedata.category(c) not in {"Cf", "Cc"})
    return bytearray(unicodedata.normalize("NFC", " ".join(seen.split())).encode("utf-8"))


@cache
def words_of(language: Language) -> tuple[str, ...]:
    """Return the word list of a language."""
    return tuple(read_text("wordlists", f"{language}.txt").split())


def generate(words: int | None = None, language: Language = "en") -> str:
    """Return words drawn by lot, with a single space between them.

    Without a number it draws `DEFAULT_WORDS`. A word may come twice, as lots go.
    """
    count = DEFAULT_WORDS[language] if words is None else words
    pool = words_of(language)
    return " ".join(secrets.choice(pool) for _ in range(count))


def entropy_bits(words: int, language: Language) -> float:
    """Return the bits of so many words drawn by lot, from the real size of the list."""
    return words * math.log2(len(words_of(language)))


def judge(text: str, *, user_inputs: Sequence[str] = ()) -> Verdict:
    """Return how well `text` resists somebody who knows the language and the person.

    `user_inputs` are words that such a person would try first: names, places, the device's label.
    They are not kept.
    """
    plain = normalise(text).decode("utf-8")
    if not plain:
        return Verdict(0, "seconds", ("empty",), 0)
    guess = guessing.estimate(plain, user_inputs=user_inputs)
    bits, reasons = guess.bits, list(guess.reasons)
    lot = _drawn_bits(plain)
    if lot is not None and not {"slogan", "own_data"} & set(reasons):
        bits, reasons = lot, []
    score = sum(bits >= limit for limit in SCORE_BITS)
    if score == len(SCORE_BITS):
        return Verdict(score, _time(bits), (), int(bits))
    if len(plain) < _SHORT_CHARS:
        reasons.append("too_short")
    reasons.append("more_words")
    ordered = tuple(code for code in guessing.REASONS if code in reasons)
    return Verdict(score, _time(bits), ordered, int(bits))


def _drawn_bits(plain: str) -> float | None:
    """Return the bits of a phrase made of nothing but our list's words, or None.

    Such a phrase was most likely drawn here, and the one thing an opponent knows is the list.
    """
    tokens = re.split(r"[ _.-]+", plain.casefold().strip(" _.-"))
    distinct = set(tokens)
    if len(distinct) < _LOT_WORDS:
        return None
    for language in DEFAULT_WORDS:
        pool = words_of("fa" if language == "fa" else "en")
        if distinct <= set(pool):
            return len(distinct) * math.log2(len(pool)) + (len(tokens) - len(distinct))
    return None


def _time(bits: float) -> Years:
    seconds = 2.0 ** min(bits - 1, 900) / GUESSES_PER_SECOND
    return next((code for limit, code in _TIMES if seconds < limit), "centuries")

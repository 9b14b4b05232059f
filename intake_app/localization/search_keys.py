"""Keys for comparing and searching; the text as typed is evidence and is never folded itself.

One folding in one place: two normalizers that disagree find nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from intake_app.localization.numerals import fold_digits

ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىېئۍے", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةۀەھہۂ", "ه"),
        **dict.fromkeys("أإٱآ", "ا"),
        **dict.fromkeys("ؤۆۇ", "و"),
    }
)
# Harakat, superscript alef, hamza (alone and on top), tatweel.
_DROPPED = re.compile("[\u0621\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f]")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_JOINERS = re.compile("[\u200c\u200d]")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]|_")


def match_key(text: str) -> str:
    """Return the text folded for comparing: letters, digits, case, marks; half-space as space."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    folded = _JOINERS.sub(" ", folded).translate(_LETTERS)
    folded = _DROPPED.sub("", unicodedata.normalize("NFKD", folded))
    return _SPACES.sub(" ", fold_digits(folded).casefold()).strip()


def squeezed_key(text: str) -> str:
    """Return `match_key` with letters and digits only: می‌گوید, می گوید and میگوید are one."""
    return _NOT_WORD.sub("", match_key(text))


def sort_key(text: str) -> tuple[tuple[int, str], ...]:
    """Return a key in the order of the Persian alphabet; half-spaces, marks and case are ignored.

    Digits come first, then Latin, then Persian letters, آ before ا, then anything else.
    """
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    plain = _JOINERS.sub("", fold_digits(plain))
    return tuple(_rank(letter) for letter in plain if not _is_mark(letter))


@cache
def _rank(letter: str) -> tuple[int, str]:
    if letter.isspace():
        return (0, " ")
    if letter.isdecimal():
        return (1, letter)
    at = ALPHABET.find(letter if letter == "آ" else letter.translate(_LETTERS))
    if at >= 0:
        return (3, chr(at))
    base = unicodedata.normalize("NFD", letter)[0]
    return (2, base) if "a" <= base <= "z" else (4, letter)


def _is_mark(letter: str) -> bool:
    return bool(_DROPPED.match(letter)) or unicodedata.category(letter) in {"Po", "Ps", "Pe"}


def latin_key(text: str) -> str:
    """Return a key on which the usual Latin spellings of a Persian name, and the name itself, meet.

    Consonants only, doubled ones once, spellings of one sound folded; it is for finding
    candidates (recall before precision), never for saying that two people are one.
    """
    from intake_app.localization import latin_names

    # A half-space joins the parts of one name: علی‌زاده is Alizadeh.
    plain = _JOINERS.sub("", text).casefold().translate(latin_names.SCHOLARLY)
    words = match_key(plain).split()
    return " ".join(filter(None, map(latin_names.skeleton, words)))

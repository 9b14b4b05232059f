"""Keeps foreign text from reordering the sentence around it (UAX #9 isolates).

Without isolates `50%` inside Persian is drawn `%50`, and a Latin name drags digits with it.
"""

from __future__ import annotations

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
LRM, RLM = "\u200e", "\u200f"
_OPENERS = (LRI, RLI, FSI)
_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_STRIP = dict.fromkeys(map(ord, _CONTROLS))
# Names may hold line ends and terminal codes too: each could feign a line that is not there.
_UNSEEN = [*map(ord, _CONTROLS), *range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
_VISIBLE = {code: f"⟨U+{code:04X}⟩" for code in _UNSEEN}


def isolate(value: object) -> str:
    """Return the value between FSI and PDI, so that its own first letter decides its direction.

    An empty value stays empty and one that is isolated already stays as it is. Controls inside
    that would close the isolate early are closed or dropped.
    """
    return _wrapped(FSI, value)


def ltr(value: object) -> str:
    """Return the value between LRI and PDI: codes, hashes, file names, phone numbers, ISO dates."""
    return _wrapped(LRI, value)


def is_isolated(text: str) -> bool:
    """True where one balanced isolate encloses the whole text."""
    if len(text) < 2 or text[0] not in _OPENERS or text[-1] != PDI:  # noqa: PLR2004
        return False
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in _OPENERS) - (letter == PDI)
        if depth == 0:
            return at == len(text) - 1
    return False


def strip_controls(value: str) -> str:
    """Return the text without any direction control, for copying and comparing."""
    return value.translate(_STRIP)


def visible_controls(value: str) -> str:
    """Return a name with every control spelled out: some can make exe look like txt."""
    return value.translate(_VISIBLE)


def _wrapped(opener: str, value: object) -> str:
    text = str(value)
    if not text or is_isolated(text):
        return text
    return f"{opener}{_balanced(text)}{PDI}"


def _balanced(text: str) -> str:
    if not any(each in text for each in (*_OPENERS, PDI)):
        return text
    depth = 0
    kept = []
    for letter in text:
        if letter == PDI and depth == 0:
            continue
        depth += (letter in _OPENERS) - (letter == PDI)
        kept.append(letter)
    return "".join(kept) + PDI * depth

"""Texts that a file can hold: broken input methods give some that no UTF-8 has a place for."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def writable(value: object) -> tuple[object, int]:
    """Return `value` with every text in a form that a file can hold, and how many were changed.

    The two halves of one character come together; a half alone becomes U+FFFD, U+0000 becomes its
    picture U+2400. The draft keeps what came.
    """
    if isinstance(value, str):
        text = writable_text(value)
        return text, int(text != value)
    if isinstance(value, list | tuple):
        pairs = [writable(each) for each in value]
        return [each for each, _ in pairs], sum(count for _, count in pairs)
    if isinstance(value, dict):
        fields = {key: writable(each) for key, each in value.items()}
        changed = sum(count for _, count in fields.values())
        return {key: each for key, (each, _) in fields.items()}, changed
    return value, 0


def writable_text(text: str) -> str:
    """Return one text in that form."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\u2400")

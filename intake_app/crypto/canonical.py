"""One text, one byte sequence: canonical JSON for everything that is signed or hashed.

The rule is RFC 8785 without floats: keys sorted by code point (ours are ASCII, where that equals
the RFC's UTF-16 order), no spaces, integers below 2^53 in size, UTF-8 without a byte order mark,
plus one line feed at the end. Strings are kept exactly as typed: what was typed is evidence, and
the RFC does not normalise either.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeAlias

from intake_app.errors import BundleRefused, NotCanonical

JsonValue: TypeAlias = "bool | int | str | list[JsonValue] | dict[str, JsonValue] | None"

MAX_DEPTH = 16
MAX_INT = 2**53 - 1
_MAX_INT_DIGITS = 17  # a sign and 16 digits


def encode(value: object) -> bytes:
    """Return the one canonical form of `value`, ending in a line feed.

    Lists, tuples, string-keyed dicts, strings, integers, booleans and None are taken.

    Raises:
        NotCanonical: a float, an integer of 2^53 or more, a lone surrogate, U+0000, another type,
            or containers nested deeper than 16.
    """
    _check(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError as error:
        raise NotCanonical(what="surrogate") from error


def decode(data: bytes, *, max_bytes: int) -> JsonValue:
    """Return what `data` says, if it is canonical to the last byte.

    Raises:
        BundleRefused: JSON_TOO_BIG; JSON_SYNTAX (no JSON, no UTF-8, or nested too deep);
            JSON_DUP_KEY; JSON_FLOAT (any number but an integer below 2^53 in size);
            JSON_SURROGATE; JSON_NOT_CANONICAL (parses, but is not the one form).
    """
    if len(data) > max_bytes:
        raise BundleRefused("JSON_TOO_BIG")
    try:
        value: JsonValue = _DECODER.decode(data.decode())
    except (ValueError, RecursionError) as error:
        raise BundleRefused("JSON_SYNTAX") from error
    try:
        same = encode(value) == data
    except NotCanonical as error:
        raise BundleRefused(_REFUSALS[str(error.params["what"])]) from error
    if not same:
        raise BundleRefused("JSON_NOT_CANONICAL")
    return value


_REFUSALS = {
    "depth": "JSON_SYNTAX",
    "number": "JSON_FLOAT",
    "surrogate": "JSON_SURROGATE",
    "nul": "JSON_NOT_CANONICAL",
}


def _check(value: object) -> None:
    # Level by level instead of by recursion: depth is known before it can hurt.
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH + 1):
        deeper: list[Any] = []
        for item in level:
            kind = type(item)
            if kind is dict:
                for key in item:
                    _check_text(key)
                deeper.append(item.values())
            elif kind is list or kind is tuple:
                deeper.append(item)
            else:
                _check_leaf(item)
        if not deeper:
            return
        level = [item for box in deeper for item in box]
    raise NotCanonical(what="depth")


def _check_leaf(leaf: object) -> None:
    kind = type(leaf)
    if kind is str:
        _check_text(leaf)
    elif isinstance(leaf, int) and kind is int:
        if not -MAX_INT <= leaf <= MAX_INT:
            raise NotCanonical(what="number")
    elif leaf is not None and kind is not bool:
        raise NotCanonical(what="number" if kind is float else "type")


def _check_text(text: object) -> None:
    # Exact types only: a subclass may print itself differently.
    if type(text) is not str:
        raise NotCanonical(what="type")
    if "\0" in text:
        raise NotCanonical(what="nul")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BundleRefused("JSON_DUP_KEY")
    return found


def _integer(text: str) -> int:
    if len(text) > _MAX_INT_DIGITS:
        raise BundleRefused("JSON_FLOAT")
    return int(text)


def _no_float(_text: str) -> NoReturn:
    raise BundleRefused("JSON_FLOAT")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs,
    parse_int=_integer,
    parse_float=_no_float,
    parse_constant=_no_float,
    strict=True,
)

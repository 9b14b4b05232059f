"""Statements in which every text field holds words that can be searched for."""

from __future__ import annotations

import types
import typing
from typing import Any, Literal, get_args, get_origin

import msgspec

from intake_app.domain.record import Record
from intake_app.domain.statement import Identity, Statement

LATIN = "Qzxjvmarkword"
PERSIAN = "ژغضقمارکواژه"
WORDS = f"{PERSIAN} {LATIN}"
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
SECRETS: tuple[bytes, ...] = tuple(
    word.encode(encoding) for word in (LATIN, PERSIAN) for encoding in _ENCODINGS
)

# Fields that the program fills, or that hold dates in one form.
_OURS = frozenset(
    "format statement_id id paragraph created_at started_at ended_at recorded_at received_at at"
    " agreed_at earliest latest edtf use answer sha256 size path bundle_id form".split()
)


def filled(kind: Any, name: str = "") -> Any:
    """Return a value of a record's field, as plain values, with the words in every text."""
    origin = get_origin(kind)
    if kind is str:
        return f"{WORDS} {name}"
    if kind is bool:
        return True
    if kind is int:
        return -1
    if origin is Literal:
        return get_args(kind)[0]
    if origin is tuple:
        return [filled(get_args(kind)[0], name)]
    if origin in {typing.Union, types.UnionType}:
        return filled(next(each for each in get_args(kind) if each is not type(None)), name)
    if isinstance(kind, type) and issubclass(kind, Record):
        return record(kind)
    raise TypeError(kind)


def record(kind: type[Record]) -> dict[str, Any]:
    """Return every field of a record that people fill, filled."""
    return {
        field.name: filled(field.type, field.name)
        for field in msgspec.structs.fields(kind)
        if field.name not in _OURS
    }


def statement_file(consent: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    """Return a statement file with the words in every field; `files` gives captions by name."""
    told = record(Statement)
    for ours in ("narrative", "read_back", "exhibits", "links", "witness", "purpose", "guide"):
        told.pop(ours)
    for key, letter in (
        ("victims", "v"), ("officials", "o"), ("places", "pl"), ("events", "e"),
        ("documents", "d"),
    ):  # fmt: skip
        told[key][0]["id"] = f"{letter}1"
    for use in consent["uses"]:
        use["limit"] = WORDS
    identity = record(Identity)
    identity.pop("pseudonym")
    identity["names"] = [WORDS]
    return {
        **told,
        "calendar": "persian",
        "pseudonym": WORDS,
        "relation": WORDS,
        "consent": {**consent, "contact_rule": WORDS},
        "narrative": "\n".join([WORDS, "", f"{WORDS} " * 50]),
        "identity": identity,
        "files": [{"path": name, "caption": told_} for name, told_ in files.items()],
        "read_back": {"how": "interviewer"},
    }

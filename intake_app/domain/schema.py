"""From records to plain values and back, strictly: where foreign values become ours."""

from __future__ import annotations

from typing import TypeVar, cast

import msgspec

from intake_app.domain.record import Record
from intake_app.errors import StatementInvalid

PlainValue = None | bool | int | str | list["PlainValue"] | dict[str, "PlainValue"]
R = TypeVar("R", bound=Record)


def to_plain(record: Record) -> dict[str, PlainValue]:
    """Return the record as dicts, lists, strings, integers and booleans only."""
    return cast("dict[str, PlainValue]", msgspec.to_builtins(record))


def from_plain(value: object, kind: type[R]) -> R:
    """Return `value` as a record of `kind`.

    Raises:
        StatementInvalid: a field is missing, unknown or of another type. The field's path is
            ours; no content is repeated.
    """
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        raise StatementInvalid(where=_path_of(str(error))) from None
    except UnicodeEncodeError:  # a lone surrogate where only certain words may stand
        raise StatementInvalid(where="$") from None


def from_json(data: bytes, kind: type[R]) -> R:
    """Return JSON as a record of `kind`, read straight into it.

    Raises:
        StatementInvalid: no JSON, or a field is missing, unknown or of another type.
    """
    try:
        return msgspec.json.decode(data, type=kind, strict=True)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise StatementInvalid(where=_path_of(str(error))) from None


def claimed_format(data: bytes) -> str:
    """Return what JSON says of its own form under the name `format`, or nothing."""
    try:
        return msgspec.json.decode(data, type=_Claim).format
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""


class _Claim(msgspec.Struct):
    format: str = ""


def _path_of(message: str) -> str:
    """Return the `$.field[0]` part of a msgspec message, where the rest may repeat content."""
    _, found, path = message.rpartition("at `")
    path = path.rstrip("`") if found else "$"
    known = all(c.isascii() and (c.isalnum() or c in "$._[]") for c in path)
    return path if known and len(path) < 120 else "$"  # noqa: PLR2004  (a path, not a text)

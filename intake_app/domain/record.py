"""What all records of a testimony have in common."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen record whose every field is written out, unknown fields refused."""


class Name(Record, frozen=True, kw_only=True):
    """One name as it was said or written: a person may have many."""

    text: str = ""
    kind: str = "full"  # full | first | last | nickname | maiden | alias | latin | heard_as
    father: str = ""


class DateEntry(Record, frozen=True, kw_only=True):
    """A date as said, with what was derived from it; the words are the truth.

    `earliest` and `latest` are Gregorian days (YYYY-MM-DD) or empty; `edtf` is ISO 8601-2.
    """

    said: str = ""
    calendar: str = "unknown"
    qualifier: str = "unknown"
    precision: str = "unknown"
    earliest: str = ""
    latest: str = ""
    edtf: str = ""


class Knowledge(Record, frozen=True, kw_only=True):
    """How the witness knows a thing: saw, heard, told_by, concluded, document, or not said."""

    how: str = ""
    told_by: str = ""
    paragraph: str = ""  # id of the narrative paragraph the words stand in

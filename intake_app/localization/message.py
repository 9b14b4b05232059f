"""The shape of one row in the tables of messages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """Two marked texts: what happened; then what is safe and what to do."""

    what: str
    hint: str

"""A page whose last words no save took, while the vault is locked: sealed, and given back.

Nothing but memory holds such words. Locking takes them out of the page, which goes as every other
does; what is left is sealed, and only who opens the same vault again gets it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from intake_app.domain.record import Record
from intake_app.gui.notices import Notice
from intake_app.localization.catalogs import gettext as _
from intake_app.services.waiting_words import Sealer

Visit = tuple[str, Mapping[str, Any]]


class Place(Record, frozen=True, kw_only=True):
    """A page and the way that led to it, with what no save took of the page."""

    now: tuple[str, dict[str, str]]
    history: tuple[tuple[str, dict[str, str]], ...]
    words: bytes


class Aside:
    """The sealed words; `told` notes that leaving was asked about."""

    def __init__(self, sealer: Sealer, words: bytes, now: Visit, history: Sequence[Visit]) -> None:
        place = Place(now=_plain(now), history=tuple(map(_plain, history)), words=words)
        self.sealed = sealer.seal(msgspec.json.encode(place))
        self.told = False


def place_of(opened: bytes) -> Place:
    """Return what was sealed, once the vault gave it back."""
    return msgspec.json.decode(opened, type=Place)


def leaving() -> Notice:
    """Return what is said before the last words are lost."""
    return Notice(
        "warning",
        _("Still open: the last words are not saved."),
        _("What was saved before is safe. Leave once more, and the last words are lost."),
    )


def _plain(visit: Visit) -> tuple[str, dict[str, str]]:
    """Leave out what cannot be written down: such pages carry ids, everything else is looked up."""
    screen_id, params = visit
    return screen_id, {key: value for key, value in params.items() if isinstance(value, str)}

"""Joins items to a list as each language writes it."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.localization.catalogs import compose, gettext
from intake_app.localization.isolate import isolate


def join(items: Iterable[object]) -> str:
    """Return «a», «a and b», «a, b and c»; each item isolated."""
    parts = [isolate(each) for each in items]
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    first = gettext(", ").join(parts[:-1])
    return compose("{first} and {last}", first=first, last=parts[-1])

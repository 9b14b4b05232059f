"""Which languages there are, what each needs, and which one is active.

A registry of our own: system locale data answers an unknown language with left-to-right and
Latin digits without a word, and has no plural or digits for several languages of Iran.
"""

from __future__ import annotations

import gettext as _stdlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from intake_app.assets import CATALOGS

PSEUDO = "xx"
SOURCE = "en"
_PLURAL = re.compile(r"nplurals=(\d); plural=([n0-9 ()!=<>&|?:%]+);")


@dataclass(frozen=True)
class Language:
    """One language of the interface, as its `language.toml` describes it."""

    code: str
    endonym: str
    direction: str  # ltr | rtl
    digits: str  # latn | arabext | arab
    plural: str  # gettext's Plural-Forms
    fallback: str
    qt_locale: str

    @property
    def is_rtl(self) -> bool:
        """True where lines run from right to left."""
        return self.direction == "rtl"

    @property
    def plural_count(self) -> int:
        """How many plural forms each counted text has."""
        return int(_plural_parts(self.plural)[0])

    def plural_index(self, n: int) -> int:
        """Return which plural form the number `n` takes."""
        return _stdlib.c2py(_plural_parts(self.plural)[1])(n)


@cache
def _plural_parts(plural: str) -> tuple[str, str]:
    found = _PLURAL.fullmatch(plural)
    if found is None:
        raise ValueError(plural)
    return found[1], found[2]


@cache
def registry() -> Mapping[str, Language]:
    """Return every language that has a folder with a `language.toml`, sorted by code."""
    found = {}
    for path in sorted(CATALOGS.glob("*/language.toml")):
        fields = tomllib.loads(path.read_text("utf-8"))
        language = Language(**fields)
        if language.code != path.parent.name:
            raise ValueError(path.parent.name)
        found[language.code] = language
    return found


@cache
def language(code: str) -> Language:
    """Return the language of that code, or the made-up one that tests use.

    Raises:
        KeyError: there is no such language.
    """
    if code == PSEUDO:
        source = registry()[SOURCE]
        return Language(
            PSEUDO, "[!! xx !!]", "ltr", source.digits, source.plural, SOURCE, source.qt_locale
        )
    return registry()[code]


class _State:
    """The one piece of state in this room: the language of the interface."""

    code = SOURCE


def use(code: str) -> None:
    """Make `code` the active language. Callers use `catalogs.activate`."""
    _State.code = language(code).code


def active() -> Language:
    """Return the active language: English until another one was activated."""
    return language(_State.code)

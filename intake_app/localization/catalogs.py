"""Translated texts: English in the source, other languages from the committed .po files.

Use inside functions only: at module level the language is not known (see `marking`).
Placeholders are named, `{name}`; each inserted value is isolated, so that a Latin file name or
a percentage cannot reorder a Persian sentence. A value is never read as a template.
"""

from __future__ import annotations

import re
from functools import cache

from intake_app.assets import CATALOGS
from intake_app.localization import languages, numerals, po_reader, pseudo
from intake_app.localization.isolate import isolate
from intake_app.localization.languages import Language

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def activate(code: str) -> None:
    """Make `code` (`en`, `fa`, or `xx` in tests) the language of every text from now on.

    Raises:
        KeyError: there is no such language.
    """
    languages.use(code)


def active() -> Language:
    """Return the active language."""
    return languages.active()


def gettext(text: str, **values: object) -> str:
    """Return `text` in the active language, with `values` put in for its placeholders.

    Raises:
        KeyError: a placeholder has no value (only when any value was given).
    """
    return _filled(_forms(text, text)[0], values)


_ = gettext


def pgettext(context: str, text: str, **values: object) -> str:
    """Return `text` as it is said in `context`: one English word may be two elsewhere."""
    return _filled(_forms(context + po_reader.CONTEXT + text, text)[0], values)


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """Return the form that the number `n` takes; `{n}` is written in the language's digits."""
    forms = _forms(singular, singular, plural)
    form = forms[min(languages.active().plural_index(n), len(forms) - 1)]
    return _filled(form, {"n": numerals.number(n), **values})


def compose(text: str, **parts: str) -> str:
    """Return `text` translated with `parts` put in as they are, not isolated.

    Only for parts that this room has just worded itself, such as a month inside a date.
    """
    return _placed(gettext(text), parts)


def _forms(key: str, *source: str) -> tuple[str, ...]:
    language = languages.active()
    if language.code == languages.PSEUDO:
        return tuple(pseudo.accented(each) for each in source)
    while language.code != languages.SOURCE:
        found = catalog(language.code).get(key)
        if found is not None:
            return found
        language = languages.language(language.fallback or languages.SOURCE)
    return catalog(languages.SOURCE).get(key, source)


@cache
def catalog(code: str) -> po_reader.Table:
    """Return the catalog of a language, read once and kept in memory only."""
    return po_reader.read_po(CATALOGS / code / "LC_MESSAGES" / "intake.po")


def _filled(template: str, values: dict[str, object]) -> str:
    if not values:
        return template
    return _placed(template, {name: _shown(value) for name, value in values.items()})


def _placed(template: str, parts: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: parts[found[1]], template)


def _shown(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = numerals.digits(value)
    return isolate(value)

"""Marks texts for translation where the language is not known yet (module level, tables)."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802
    """Return `text` unchanged; the extraction tool finds it here."""
    return text


def NP_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802
    """Return both forms unchanged, for `ngettext` later on."""
    return singular, plural

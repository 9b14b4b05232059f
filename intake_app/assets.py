"""Where the files that ship with the program are found."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RESOURCES = PROJECT / "resources"
CATALOGS = PROJECT / "i18n"


def resource(*parts: str) -> Path:
    """Return the path of a shipped file under `resources/`."""
    return RESOURCES.joinpath(*parts)


def read_text(*parts: str) -> str:
    """Return a shipped UTF-8 file under `resources/` as text."""
    return resource(*parts).read_text("utf-8")

"""Every screen has a page of help, in every language, in plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake_app.assets import read_text
from intake_app.gui import pages
from intake_app.gui.navigation import REGISTRY
from intake_app.gui.screens.help import GENERAL, KEYS
from intake_app.localization import languages
from intake_app.localization.catalog_check import words

PAGES = (*REGISTRY, GENERAL, KEYS)
LANGUAGES = tuple(languages.registry())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", PAGES)
def test_page_is_there_in_plain_words(about: str, language: str) -> None:
    assert pages.exists(about, language)
    found = pages.page(about, language)
    assert [part.kind for part in found].count("title") == (0 if about == KEYS else 1)
    for part in found:
        assert list(words(language).broken(part.text)) == [], part.text


def test_languages_tell_the_same() -> None:
    for about in PAGES:
        shapes = {
            tuple((part.kind, part.number) for part in pages.page(about, language))
            for language in LANGUAGES
        }
        assert len(shapes) == 1, about


def test_shortcuts_named_in_help_are_those_of_the_program() -> None:
    named = set()
    for about in PAGES:
        if pages.exists(about, "en"):
            text = read_text("help", "en", f"{about}.md")
            named |= set(re.findall(r"\b(?:Ctrl|Shift|Alt)\+[A-Za-z]+\b", text))
    sources = Path(pages.__file__).parent.rglob("*.py")
    code = "\n".join(path.read_text("utf-8") for path in sources)
    for keys in named - {"Shift+Tab", "Ctrl+Enter", "Shift+Space"}:
        assert f'"{keys}"' in code, keys


def test_parts_of_a_page() -> None:
    text = "# Title\n\nOne\nparagraph.\n\n- item\n  goes on\n- next\n\n1. step\n2. two\n"
    assert [(part.kind, part.text, part.number) for part in pages.parts(text)] == [
        ("title", "Title", 0),
        ("text", "One paragraph.", 0),
        ("item", "item goes on", 0),
        ("item", "next", 0),
        ("step", "step", 1),
        ("step", "two", 2),
    ]

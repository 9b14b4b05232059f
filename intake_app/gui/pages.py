"""Help pages: short texts in a small part of Markdown, one file a screen and language.

`# ` a title, `## ` a heading, `- ` a list, `1. ` steps; everything else is running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from intake_app.assets import read_text, resource
from intake_app.localization import languages

Kind = Literal["title", "heading", "item", "step", "text"]
_STEP = re.compile(r"(\d{1,2})[.)] +(.*)")


@dataclass(frozen=True)
class Part:
    """A paragraph of a page; `number` only for steps."""

    kind: Kind
    text: str
    number: int = 0


def exists(about: str, language: str) -> bool:
    """Return whether a page is there in this very language."""
    return resource("help", language, f"{about}.md").is_file()


def page(about: str, language: str) -> tuple[Part, ...]:
    """Return the page about a screen, in the language or else in English, or nothing."""
    for code in (language, languages.SOURCE):
        if exists(about, code):
            return parts(read_text("help", code, f"{about}.md"))
    return ()


def parts(text: str) -> tuple[Part, ...]:
    """Return the paragraphs of a text; lines of one paragraph are joined."""
    found: list[Part] = []
    open_part = False
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped:
            open_part = False
            continue
        begun = _begun(stripped)
        if begun is not None:
            found.append(begun)
            open_part = begun.kind in {"item", "step"}
        elif open_part:
            last = found.pop()
            found.append(Part(last.kind, f"{last.text} {stripped}", last.number))
        else:
            found.append(Part("text", stripped))
            open_part = True
    return tuple(found)


def _begun(line: str) -> Part | None:
    step = _STEP.fullmatch(line)
    if step is not None:
        return Part("step", step[2], int(step[1]))
    for mark, kind in (("## ", "heading"), ("# ", "title"), ("- ", "item")):
        if line.startswith(mark):
            return Part(kind, line[len(mark) :].strip())  # type: ignore[arg-type]
    return None

"""Writes catalogs in one exact form: sorted, no dates, no line numbers, so that diffs are small."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intake_app.localization.po_reader import CONTEXT

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


@dataclass
class Source:
    """One text that the program says: its key, its plural, and the files it stands in."""

    key: str
    plural: str = ""
    files: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)


def written(
    header: Mapping[str, str],
    sources: Iterable[Source],
    table: Mapping[str, tuple[str, ...]],
    plural_count: int,
) -> str:
    """Return the text of a catalog: a header, then every source with its forms or empty ones."""
    lines = "".join(_quoted(f"{name}: {value}" + chr(10)) + "\n" for name, value in header.items())
    blocks = [f'msgid ""\nmsgstr ""\n{lines}']
    blocks += [
        "\n".join(_entry(each, table.get(each.key, ()), plural_count)) + "\n"
        for each in sorted(sources, key=_order)
    ]
    return "\n".join(blocks)


def replace_file(path: Path, text: str) -> None:
    """Write a whole file at once: readers see the old text or the new one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, "utf-8", newline="\n")
    draft.replace(path)


def _order(source: Source) -> tuple[str, str]:
    return source.key.rpartition(CONTEXT)[2], source.key


def _entry(source: Source, forms: tuple[str, ...], plural_count: int) -> list[str]:
    context, _, text = source.key.rpartition(CONTEXT)
    lines = [f"#. {each}" for each in source.comments]
    lines += [f"#: {each}" for each in sorted(source.files)]
    if context:
        lines.append(f"msgctxt {_quoted(context)}")
    lines.append(f"msgid {_quoted(text)}")
    if not source.plural:
        return [*lines, f"msgstr {_quoted(forms[0] if forms else '')}"]
    lines.append(f"msgid_plural {_quoted(source.plural)}")
    padded = (*forms, *[""] * plural_count)[:plural_count]
    return [*lines, *(f"msgstr[{at}] {_quoted(form)}" for at, form in enumerate(padded))]


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'

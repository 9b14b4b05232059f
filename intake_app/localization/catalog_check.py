"""Judges the catalogs: complete, the same placeholders, right letters, plain and decent words.

The word lists and what may stay Latin are data: `i18n/words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from intake_app.assets import CATALOGS
from intake_app.localization import languages, po_reader, tool
from intake_app.localization.po_writer import Source

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_MARKUP = re.compile(r"\{[a-z][a-z0-9_]*\}|</?[a-z][^>]*>|&[a-z]+;")
_LATIN = re.compile(r"[A-Za-z]+")
_FOREIGN_LETTERS = re.compile("[\u064a\u0643\u0649\u0629\u0660-\u0669\u0640]")
_ASCII_MARKS = re.compile(r"[0-9\"?,;%]")
_ZWNJ = "\u200c"
_ZWNJ_EDGE = re.compile(r"(?:^|\W)\u200c|\u200c(?:\W|$)")  # also catches doubled ones
_ZWNJ_IDLE = re.compile("[آادذرزژوأإؤء]\u200c")
_ZWNJ_LOST = re.compile(r"(?:^|\s)(?:ن?می)\s\w|\w\sهای?(?=\s|$|[.،؛:])|\w\sترین?(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?؟…:]\s+|[.!?؟…:]$|\n")


@dataclass(frozen=True)
class Words:
    """What may and may not be said in one language."""

    banned: tuple[re.Pattern[str], ...]
    allowed: tuple[re.Pattern[str], ...]
    latin: tuple[re.Pattern[str], ...]
    longest_sentence: int

    def broken(self, text: str) -> Iterator[str]:
        """Yield what is wrong with the words of `text`."""
        plain = _MARKUP.sub(" ", text)
        for sentence in _SENTENCE_END.split(plain):
            if (count := len(sentence.split())) > self.longest_sentence:
                yield f"sentence of {count} words"
        for each in self.allowed:
            plain = each.sub(" ", plain)
        for each in self.banned:
            if found := each.search(plain):
                yield f"banned word «{found[0]}»"


@cache
def words(code: str) -> Words:
    """Return the word rules of a language from `i18n/words.toml`."""
    fields = tomllib.loads((CATALOGS / "words.toml").read_text("utf-8"))[code]
    return Words(
        tuple(
            re.compile(rf"(?<![\w\u200c])(?:{each})(?![\w\u200c])", re.IGNORECASE)
            for each in fields["banned"]
        ),
        tuple(re.compile(each, re.IGNORECASE) for each in fields["allowed"]),
        tuple(re.compile(each) for each in fields.get("latin", ())),
        fields["longest_sentence"],
    )


def faults() -> list[str]:
    """Return one line for each fault of the template and every catalog, `file: text: fault`."""
    texts = tool.sources()
    found = []
    if not tool.POT.exists() or tool.POT.read_text("utf-8") != tool.pot_text(texts):
        found.append("i18n/intake.pot: not up to date with the sources: run `update`")
    for source in texts.values():
        for text in filter(None, (source.key, source.plural)):
            plain = text.rpartition(po_reader.CONTEXT)[2]
            found += [_line("source", source, fault) for fault in words("en").broken(plain)]
    for code in languages.registry():
        found += _catalog_faults(code, texts)
    return found


def _catalog_faults(code: str, texts: dict[str, Source]) -> Iterator[str]:
    name = f"i18n/{code}"
    seen = set()
    for key, plural, forms, flags in po_reader.entries(tool.po_path(code).read_text("utf-8")):
        if not key:
            continue
        source = texts.get(key)
        seen.add(key)
        if flags:
            yield f"{name}: {key!r}: {flags}"
        elif source is None or source.plural != plural:
            yield f"{name}: {key!r}: no longer said by the program: run `update`"
        else:
            for fault in form_faults(code, source, forms):
                yield _line(name, source, fault)
    for key in texts.keys() - seen:
        yield f"{name}: {key!r}: not in the catalog: run `update`"


def form_faults(code: str, source: Source, forms: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with the translated forms of one text."""
    if not any(forms) and code == languages.SOURCE:
        return
    if not all(forms) or len(forms) != _expected(code, source):
        yield "not translated"
        return
    text = source.key.rpartition(po_reader.CONTEXT)[2]
    # «this word» needs no number, «these 7 words» does: either of the source's forms will do.
    wanted = [set(_PLACEHOLDER.findall(each)) for each in (text, source.plural or text)]
    for form in forms:
        if set(_PLACEHOLDER.findall(form)) not in wanted:
            yield f"placeholders differ from {sorted(wanted[0])}"
        if form[:1].isspace() != text[:1].isspace() or form[-1:].isspace() != text[-1:].isspace():
            yield "spaces at the ends differ"
        if form.endswith(".") != text.endswith("."):
            yield "full stop at the end differs"
        yield from words(code).broken(form)
        if languages.registry()[code].digits == "arabext":
            yield from _script_faults(code, form)


def _script_faults(code: str, form: str) -> Iterator[str]:
    plain = _MARKUP.sub(" ", form)
    for each in words(code).latin:
        plain = each.sub(" ", plain)
    if found := _LATIN.search(plain):
        yield f"Latin letters «{found[0]}»"
    if found := _FOREIGN_LETTERS.search(plain):
        yield f"Arabic letter U+{ord(found[0]):04X}"
    if found := _ASCII_MARKS.search(plain):
        yield f"Latin digit or mark «{found[0]}»"
    if _ZWNJ_EDGE.search(plain):
        yield "half-space at the edge of a word"
    if found := _ZWNJ_IDLE.search(plain):
        yield f"half-space after «{found[0][0]}», which never joins"
    if found := _ZWNJ_LOST.search(plain):
        yield f"space instead of half-space in «{found[0].strip()}»"


def _expected(code: str, source: Source) -> int:
    return languages.registry()[code].plural_count if source.plural else 1


def _line(name: str, source: Source, fault: str) -> str:
    where = min(source.files, default="")
    return f"{name}: {where}: {source.key!r}: {fault}"

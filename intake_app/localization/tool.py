"""For developers: takes texts out of the sources into the catalogs, and judges the catalogs.

python -m intake_app.localization.tool extract          sources -> i18n/intake.pot
python -m intake_app.localization.tool update           extract, then add and drop in every .po
python -m intake_app.localization.tool missing [LANG]   untranslated texts as JSON, ready to fill
python -m intake_app.localization.tool fill FILE.json [LANG]   merge translations (default fa)
python -m intake_app.localization.tool check            exit 1 with one line for each fault
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from intake_app.assets import CATALOGS, PROJECT
from intake_app.localization import languages, po_reader, po_writer
from intake_app.localization.po_writer import Source

POT = CATALOGS / "intake.pot"
KEYWORDS: dict[str, object] = {
    "_": None,
    "gettext": None,
    "compose": None,
    "N_": None,
    "ngettext": (1, 2),
    "NP_": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_HEADER = {
    "Project-Id-Version": "Intake",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}
Answers = Mapping[str, str | list[str]]


def po_path(code: str) -> Path:
    """Return where the catalog of a language is kept."""
    return CATALOGS / code / "LC_MESSAGES" / "intake.po"


def sources(root: Path = PROJECT / "intake_app") -> dict[str, Source]:
    """Return every text marked for translation under `root`, by key."""
    from babel.messages.extract import extract_from_file

    found: dict[str, Source] = {}
    for path in sorted(root.rglob("*.py")):
        for _line, message, comments, context in extract_from_file(
            "python",
            path,
            keywords=KEYWORDS,  # type: ignore[arg-type]  # Babel's own spec type is narrower than what it reads
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            text, plural = (message, "") if isinstance(message, str) else (message[0], message[1])
            if not text:
                continue
            key = text if context is None else context + po_reader.CONTEXT + text
            source = found.setdefault(key, Source(key))
            source.plural = source.plural or plural
            source.files.add(path.relative_to(root.parent).as_posix())
            source.comments += [each for each in comments if each not in source.comments]
    return found


def pot_text(texts: Mapping[str, Source]) -> str:
    """Return the template as it must stand in the repository."""
    return po_writer.written(_HEADER, texts.values(), {}, 2)


def po_text(code: str, texts: Mapping[str, Source], table: po_reader.Table) -> str:
    """Return the catalog of a language with the translations that are still asked for."""
    language = languages.registry()[code]
    header = {**_HEADER, "Language": code, "Plural-Forms": language.plural}
    return po_writer.written(header, texts.values(), table, language.plural_count)


def extract() -> dict[str, Source]:
    """Write the template and return its texts."""
    texts = sources()
    po_writer.replace_file(POT, pot_text(texts))
    return texts


def update() -> None:
    """Bring the template and every catalog up to the sources, keeping translations."""
    texts = extract()
    for code in languages.registry():
        path = po_path(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        table = po_reader.read_po(path) if path.exists() else {}
        po_writer.replace_file(path, po_text(code, texts, table))


def missing(code: str) -> dict[str, str | list[str]]:
    """Return what the language still lacks, in the shape that `fill` reads."""
    texts, table = template(), po_reader.read_po(po_path(code))
    count = languages.registry()[code].plural_count
    return {
        key: [""] * count if source.plural else ""
        for key, source in texts.items()
        if key not in table
    }


def fill(code: str, answers: Answers) -> list[str]:
    """Merge translations into a catalog; return the keys that it does not ask for."""
    texts, table = template(), po_reader.read_po(po_path(code))
    for key, answer in answers.items():
        if key in texts and answer:
            table[key] = (answer,) if isinstance(answer, str) else tuple(answer)
    po_writer.replace_file(po_path(code), po_text(code, texts, table))
    return [key for key in answers if key not in texts]


def template() -> dict[str, Source]:
    """Return the texts of the committed template with the files they stand in."""
    found: dict[str, Source] = {}
    text = POT.read_text("utf-8")
    for block, entry in zip(text.split("\n\n"), po_reader.entries(text), strict=True):
        key, plural, _forms, _flags = entry
        if key:
            lines = block.split("\n")
            files = {line[3:] for line in lines if line.startswith("#: ")}
            comments = [line[3:] for line in lines if line.startswith("#. ")]
            found[key] = Source(key, plural, files, comments)
    return found


def main(arguments: Sequence[str]) -> int:
    """Run one verb; return 0, or 1 where something is left to do."""
    match list(arguments):
        case ["extract"]:
            extract()
        case ["update"]:
            update()
        case ["missing", *rest]:
            wanted = missing(rest[0] if rest else "fa")
            sys.stdout.write(json.dumps(wanted, ensure_ascii=False, indent=1) + "\n")
        case ["fill", file, *rest]:
            answers = json.loads(Path(file).read_text("utf-8"))
            unknown = fill(rest[0] if rest else "fa", answers)
            sys.stdout.write("".join(f"not asked for: {key}\n" for key in unknown))
            return 1 if unknown else 0
        case ["check"]:
            from intake_app.localization.catalog_check import faults

            lines = faults()
            sys.stdout.write("".join(f"{line}\n" for line in lines))
            return 1 if lines else 0
        case _:
            sys.stdout.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A report as one page of its own, for a printer: what was found out, no word of any testimony.

Nothing in it is fetched from elsewhere, and nothing runs in it.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.report_words import line
from intake_app.services import small_files
from intake_app.services.reporting import Tone, VerificationReport

_STYLE = (
    "body{font:12pt/1.7 Vazirmatn,Tahoma,sans-serif;max-width:42em;margin:2em auto;color:#000;"
    "background:#fff}h1{font-size:16pt}li{margin:.6em 0}small{display:block;font-size:11pt}"
    "td{padding:.2em .6em;vertical-align:top;border-top:1px solid #999;font-size:10pt}"
    "td+td{font-family:monospace;direction:ltr;text-align:left;word-break:break-all}"
)
# Isolates round inserted values stay, what could turn a line round or feign one is spelled out.
_SHOWN = {
    code: f"⟨U+{code:04X}⟩" for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F))
}


@dataclass(frozen=True)
class Words:
    """What the window calls this report: its heading, and what experts compare, in pairs."""

    heading: str
    technical: Sequence[tuple[str, str]]


def page(report: VerificationReport, words: Words) -> str:
    """Return the page in the active language; a mark stands before each finding, in words."""
    language = active()
    items = "".join(_item(_tone(each.tone), each.code, each.params) for each in report.lines)
    rows = "".join(
        f"<tr><td>{_text(name)}</td><td>{_text(value)}</td></tr>" for name, value in words.technical
    )
    return (
        f'<!DOCTYPE html><html lang="{language.code}" dir="{language.direction}"><head>'
        f'<meta charset="utf-8"><title>{_text(words.heading)}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{_text(words.heading)}</h1><ul>{items}</ul><table>{rows}</table></body></html>\n"
    )


def save(report: VerificationReport, words: Words, folder: Path) -> Path:
    """Write the page into a folder that somebody chose, over none that lies there already.

    Raises:
        OutputFailed: it could not be written, or it is there.
    """
    name = f"intake-report-{report.item_id[:8]}.html"
    data = page(report, words).encode("utf-8")
    return small_files.write(folder, name, data, replace=False)


def _item(tone: str, code: str, params: dict[str, str | int]) -> str:
    spoken = line(code, params)
    hint = f"<small>{_text(spoken.hint)}</small>" if spoken.hint else ""
    return f"<li><b>{_text(tone)}</b> {_text(spoken.what)}{hint}</li>"


def _tone(tone: Tone) -> str:
    return {"ok": _("In order:"), "warn": _("Please look:"), "fault": _("Problem:")}[tone]


def _text(text: str) -> str:
    return html.escape(text.translate(_SHOWN))

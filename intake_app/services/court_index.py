"""The pages that say in plain words what lies in a hand-over: one a language, without scripts.

They hold ids, times and codes, never a name of a witness, and work from the drive alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from intake_app import assets
from intake_app.errors import HOLD_CODES
from intake_app.localization.reference import consent_form
from intake_app.services.court_choosing import Chosen
from intake_app.services.court_note import Note, left_out

LANGUAGES = ("en", "fa")
_STYLE = (
    "body{font-family:sans-serif;line-height:1.6;max-width:60em;margin:2em auto;padding:0 1em;"
    "color:#111;background:#fff}table{border-collapse:collapse;width:100%}th,td{border:1px solid "
    "#888;padding:.4em;text-align:start;vertical-align:top}code{direction:ltr;unicode-bidi:isolate;"
    "word-break:break-all}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@cache
def words() -> dict[str, Any]:
    """Return the texts of the pages by language."""
    found: dict[str, Any] = json.loads(assets.read_text("handover", "words.json"))
    return found


def page(note: Note, lang: str, org: str, digits: Sequence[str]) -> bytes:
    """Return the page in one language; `org` and `digits` are the organisation's."""
    said = words()[lang]
    use = next(each for each in consent_form().uses if each.code == note.plan.use)
    facts = {
        "to": escape(note.to),
        "use": f"{escape(use.label(lang))} ({_code(note.plan.use)})",
        "org": escape(org),
        "coordinator": _code(note.coordinator),
        "made_at": _code(note.made_at),
        "handover": _code(note.handover_id),
        "digits": "<br>".join(map(_code, digits)),
    }
    told = (said["use_limit"], use.question(lang), use.means(lang), use.not_means(lang))
    body = [
        f"<h1>{escape(said['title'])}</h1>",
        *(f"<p>{escape(each)}</p>" for each in said["opening"]),
        "<table>",
        *(f"<tr><th>{escape(said['facts'][key])}</th><td>{facts[key]}</td></tr>" for key in facts),
        "</table>",
        f"<p>{escape(said['digits_note'])}</p>",
        f"<p>{'<br>'.join(map(escape, told))}</p>",
        f"<h2>{escape(said['statements'])}</h2>",
        _statements(note, said),
        f"<h2>{escape(said['left_out'])}</h2>",
        _left_out(note, said),
        f"<h2>{escape(said['parts'])}</h2>",
        _table(
            said["part_columns"].values(),
            (
                (_code(row["path"]), escape(row["proves"]), escape(row["not"]))
                for row in said["part_rows"]
            ),
        ),
        f"<h2>{escape(said['check'])}</h2>",
        "<ol>",
        *(f"<li>{_step(each)}</li>" for each in said["check_steps"]),
        "</ol>",
        f"<p>{escape(said['made_by'])}</p>",
    ]
    head = (
        f'<!DOCTYPE html>\n<html lang="{lang}" dir="{said["direction"]}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(said['title'])}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return (head + "\n".join(body) + "\n</body>\n</html>\n").encode()


def _statements(note: Note, said: dict[str, Any]) -> str:
    rows = (
        (
            str(number),
            _code(each.bundle_id),
            escape(said["kinds"][each.kind]),
            _code(each.sealed_at),
            _code(each.device),
            _notes(each, said),
        )
        for number, each in enumerate(note.plan.chosen, 1)
    )
    return _table(said["columns"].values(), rows)


def _notes(each: Chosen, said: dict[str, Any]) -> str:
    found = []
    if each.limit:
        found.append(escape(said["notes"]["limit"]) + f"<bdi>{escape(each.limit)}</bdi>")
    held = [code for code in each.notes if code in HOLD_CODES]
    found += [escape(said["notes"]["by_hand"]) + _code(code) for code in held]
    return "<br>".join(found)


def _left_out(note: Note, said: dict[str, Any]) -> str:
    if not note.plan.left_out:
        return f"<p>{escape(said['left_out_none'])}</p>"
    items = (
        f"<li>{escape(said['reasons'][reason])} ({_code(str(count))})</li>"
        for reason, count in left_out(note.plan)
    )
    return f"<ul>{''.join(items)}</ul>"


def _table(columns: Any, rows: Any) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _step(text: str) -> str:
    """Return a step's words; what stands between backticks is typed as it stands."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(text))


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"

"""The page of a report: whole in itself, in the language's direction, and nothing foreign acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.localization import catalogs
from intake_app.services import report_page
from intake_app.services.report_page import Words
from intake_app.services.reporting import ReportLine, VerificationReport

HOSTILE = '<img src=x onerror="1">\u202e&\x1b[2J'
REPORT = VerificationReport(
    item_id="0123456789abcdef",
    lines=(
        ReportLine("ok", "UNCHANGED"),
        ReportLine(
            "warn",
            "SEALED_BY",
            {"interviewer": HOSTILE, "device": "d", "sealed_at": "2026-11-24T09:00:00Z"},
        ),
        ReportLine("fault", "OUTER_AUTH"),
    ),
    verdict="refused",
    code="OUTER_AUTH",
    alarm=False,
    waits=False,
    technical=(),
)
WORDS = Words(HOSTILE, ((HOSTILE, HOSTILE),))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.seen += [f"{tag} {name}" for name, _value in attrs if name.startswith("on")]


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("en", "ltr")])
def test_page_stands_alone(language: str, direction: str) -> None:
    catalogs.activate(language)
    made = report_page.page(REPORT, WORDS)
    assert f'<html lang="{language}" dir="{direction}">' in made
    assert not re.search(r"(src|href)=[\"']?http|<script|url\(", made)
    tags = Tags()
    tags.feed(made)
    assert set(tags.seen) <= set(
        "html head meta title style body h1 ul li b small table tr td".split()
    )
    assert "\u202e" not in made
    assert "\x1b" not in made


def test_written_once_and_never_over_another(tmp_path: Path) -> None:
    catalogs.activate("en")
    path = report_page.save(REPORT, WORDS, tmp_path)
    before = path.read_bytes()
    assert before.decode("utf-8") == report_page.page(REPORT, WORDS)
    with pytest.raises(errors.OutputFailed):
        report_page.save(REPORT, WORDS, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["intake-report-01234567.html"]
    assert path.read_bytes() == before

"""The pages of a hand-over: both languages, nothing that runs or is fetched, foreign words tame."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import get_args

import pytest

from intake_app.crypto.chain import Head
from intake_app.localization.bundle_words import kind_word
from intake_app.services import court_index
from intake_app.services.court_choosing import COURT, USES, Chosen, LeftOut, Plan, Reason
from intake_app.services.court_note import Note, write
from intake_app.services.court_questions import Asked

EVIL = '<script src="http://x/">"&'


def note(use: str = COURT) -> Note:
    chosen = tuple(
        Chosen(
            "a" * 32,
            kind,
            "device-00000000",
            "2026-11-24T09:00:00Z",
            1,
            "b" * 64,
            notes,
            (Asked("LIMIT_UNREAD", "c" * 24, EVIL),),
        )
        for kind, notes in (
            ("statement", ("LOG_GAP", "TRUST_OLDER")),
            ("correction", ()),
            ("addition", ()),
            ("identity", ()),
        )
    )
    left = tuple(
        LeftOut(f"{at:032x}", "statement", "2026-11-24T09:00:00Z", reason)
        for at, reason in enumerate(get_args(Reason))
    )
    plan = Plan(use, chosen, left)
    head = Head(9, "c" * 64)
    return Note(
        "d" * 64,
        "coord-00000000",
        "e" * 32,
        EVIL,
        "f" * 64,
        "2026-11-24T09:00:00Z",
        (1, 2),
        head,
        plan,
    )


class Tags(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("lang", court_index.LANGUAGES)
def test_it_can_be_read_anywhere_and_does_nothing(lang: str, use: str) -> None:
    digits = ("11111 22222", "33333 44444")
    page = court_index.page(note(use), lang, "Archive of voices", digits).decode("utf-8")
    seen = Tags()
    seen.feed(page)
    assert seen.open == []
    names = {tag for tag, _ in seen.tags}
    assert not names & {"script", "img", "link", "iframe", "a", "form", "object", "base"}
    assert not any(
        key in {"src", "href"} or key.startswith("on") for _, at in seen.tags for key in at
    )
    html = next(attributes for tag, attributes in seen.tags if tag == "html")
    assert html == {"lang": lang, "dir": {"en": "ltr", "fa": "rtl"}[lang]}
    assert "default-src 'none'" in page
    assert all(each in page for each in (*digits, "Archive of voices", "LOG_GAP"))
    assert "TRUST_OLDER" not in page, "a note for us alone"
    said = court_index.words()[lang]
    assert all(sentence in page for sentence in said["reasons"].values())


def test_words_exist_for_every_kind_that_can_go() -> None:
    for lang in court_index.LANGUAGES:
        kinds = court_index.words()[lang]["kinds"]
        assert set(kinds) == {"statement", "correction", "addition", "identity"}
        assert all(kind_word(each) for each in kinds)


def test_the_note_has_one_line_for_each_fact() -> None:
    lines = write(note(), "f" * 64).decode("utf-8").splitlines()
    assert lines[0] == "testimony-handover/1"
    assert len(lines) == 11 + 4 + len(get_args(Reason))
    assert all(": " in line for line in lines[1:])


def test_who_said_no_is_told_to_nobody() -> None:
    """In the note and on the pages only how many stay for which reason."""
    made = note()
    left = (*made.plan.left_out, *made.plan.left_out[:1])
    made = replace(made, plan=replace(made.plan, left_out=left))
    pages = [court_index.page(made, lang, "A", ("1",)) for lang in court_index.LANGUAGES]
    for data in (write(made, "f" * 64), *pages):
        assert not any(each.bundle_id.encode() in data for each in left)
    assert b"left_out: REFUSED 2\nleft_out: REFUSED_LATER 1\n" in write(made, "f" * 64)

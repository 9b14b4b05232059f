"""Paragraphs keep their identity while the words around them change."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from intake_app.domain import narrative, reading_back
from intake_app.domain.reading_back import Correction, ReadBack

TEXTS = st.lists(st.text("abسلام \r\u200c", max_size=8), max_size=12).map("\n".join)


@given(TEXTS)
def test_text_comes_back_as_typed(text: str) -> None:
    assert narrative.text_of(narrative.from_text(text)) == text


@given(TEXTS, TEXTS)
def test_ids_stay_unique_and_unchanged_words_keep_theirs(before: str, after: str) -> None:
    old = narrative.from_text(before)
    new = narrative.from_text(after, old)
    ids = [paragraph.id for paragraph in new]
    assert len(set(ids)) == len(ids)
    words = {paragraph.id: paragraph.text for paragraph in old}
    assert all(words[p.id] == p.text for p in new if p.id in words)
    assert narrative.text_of(new) == after


def test_a_paragraph_put_in_between_leaves_the_others_alone() -> None:
    old = narrative.from_text("یک\nدو")
    new = narrative.from_text("یک\nمیان\nدو", old)
    assert [p.id for p in new] == ["p1", "p3", "p2"]


def test_a_moved_paragraph_leaves_the_others_alone() -> None:
    old = narrative.from_text("a\nb\nc\nd\ne")
    new = narrative.from_text("d\na\nb\n\n\nc\ne", old)
    assert [p.id for p in new if p.text in set("abce")] == ["p1", "p2", "p3", "p5"]


def test_thousands_of_paragraphs_and_blank_lines_are_compared_in_a_moment() -> None:
    lines = [f"{number} سخن" if number % 2 else "" for number in range(12_000)]
    old = narrative.from_text("\n".join(lines))
    changed = [f"{line}." if line and at % 3 else line for at, line in enumerate(lines)]
    changed.insert(6_000, "میان")
    started = time.process_time()
    new = narrative.from_text("\n".join(changed), old)
    assert time.process_time() - started < 2
    kept = {p.id for p in old} & {p.id for p in new}
    assert {p.id for at, p in enumerate(old) if p.text and at % 3 == 0} <= kept


def test_an_edit_takes_the_agreement_back_and_drops_the_verdict() -> None:
    old = narrative.from_text("یک\nدو")
    heard = tuple(Correction(paragraph=p.id, verdict="agreed") for p in old)
    read_back = ReadBack(how="interviewer", paragraphs=heard, agreed=True, agreed_at="t")
    edited = narrative.from_text("یک\nدوم", old)
    after = reading_back.after_edit(edited, read_back)
    assert not after.agreed
    assert reading_back.unread(edited, after) == ("p3",)


def test_the_original_stays_beside_the_correction() -> None:
    told = narrative.from_text("first\nsecond\nthird")
    read_back = ReadBack(
        paragraphs=(
            Correction(paragraph="p1", verdict="agreed"),
            Correction(paragraph="p2", verdict="changed", text="other"),
            Correction(paragraph="p3", verdict="removed"),
        )
    )
    assert reading_back.agreed_text(told, read_back) == "first\nother"
    assert narrative.text_of(told) == "first\nsecond\nthird"


def test_blank_lines_need_no_reading() -> None:
    told = narrative.from_text("first\n\n  \nlast")
    assert reading_back.unread(told, ReadBack()) == ("p1", "p4")

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake_app.localization.isolate import (
    FSI,
    LRI,
    PDI,
    is_isolated,
    isolate,
    ltr,
    strip_controls,
    visible_controls,
)

BIDI = st.text(st.sampled_from("aب1\u2066\u2067\u2068\u2069\u202e\u202c\u200f. "), max_size=20)


def test_a_value_stands_between_isolates_once() -> None:
    assert isolate("CASE-7") == f"{FSI}CASE-7{PDI}"
    assert isolate(isolate("CASE-7")) == isolate("CASE-7")
    assert ltr("a1b2") == f"{LRI}a1b2{PDI}"
    assert isolate(12) == f"{FSI}12{PDI}"
    assert isolate("") == ""


def test_two_isolates_side_by_side_are_not_one() -> None:
    assert not is_isolated(isolate("a") + isolate("b"))
    assert isolate(isolate("a") + isolate("b")).count(FSI) == 3


def test_a_value_cannot_close_the_isolate_it_stands_in() -> None:
    assert isolate(f"a{PDI}b") == f"{FSI}ab{PDI}"
    assert isolate(f"a{FSI}b") == f"{FSI}a{FSI}b{PDI}{PDI}"


@given(BIDI)
def test_every_isolate_is_balanced(text: str) -> None:
    wrapped = isolate(text)
    depth = 0
    for letter in wrapped:
        depth += (letter in "\u2066\u2067\u2068") - (letter == PDI)
        assert depth >= 0
    assert depth == 0
    assert not text or is_isolated(wrapped)


@given(st.text())
def test_copying_gives_the_bare_value_back(text: str) -> None:
    bare = strip_controls(text)
    assert strip_controls(isolate(bare)) == bare
    assert strip_controls(ltr(bare)) == bare


def test_a_turned_file_name_is_seen_for_what_it_is() -> None:
    assert visible_controls("photo\u202egpj.exe") == "photo⟨U+202E⟩gpj.exe"
    for control in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c":
        assert f"U+{ord(control):04X}" in visible_controls(control)
        assert control not in visible_controls(control)
    assert visible_controls("a\nb\x1b[31m\u2028") == "a⟨U+000A⟩b⟨U+001B⟩[31m⟨U+2028⟩"
    assert visible_controls("می‌روم") == "می‌روم"  # a half-space is spelling, not a control

"""Nothing that came from outside steers the terminal that shows it."""

from __future__ import annotations

import pytest

from intake_app.cli.console import Console

HOSTILE = "a\x1b[31mb\x9bc\u202ed\x07e"


def test_lines_show_control_characters_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    Console(as_json=False).show({}, [HOSTILE])
    printed = capsys.readouterr().out
    assert printed == "a⟨U+001B⟩[31mb⟨U+009B⟩c⟨U+202E⟩d⟨U+0007⟩e\n"


def test_a_witness_s_words_go_into_a_file_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    Console(as_json=False).show({}, [HOSTILE], exact=True)
    assert capsys.readouterr().out == HOSTILE + "\n"

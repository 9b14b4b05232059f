"""The README is the map: every command and every place it names is really there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intake_app.cli.command_line import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_command_is_named(verb: str) -> None:
    assert re.search(rf"\bintake {verb}\b", README)


def test_every_command_named_is_there() -> None:
    named = set(re.findall(r"^\s*intake ([a-z-]+)", README, re.MULTILINE))
    assert named - set(COMMANDS) - {"window"} == set()


def test_every_place_named_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README)
    assert links
    missing = [each for each in links if not (ROOT / each).exists()]
    assert missing == []

"""The threat model claims nothing that no test holds: each test that it names is there."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "resources" / "docs" / "threat-model.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`", TEXT)))
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ")]
CLAIMS = [line for line in ROWS if not line.startswith("| they |")]


@lru_cache
def _tests_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(node.name for node in functions)


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_test_that_is_named_is_there(path: str, name: str) -> None:
    assert (ROOT / path).is_file(), path
    assert name in _tests_in(path)


@pytest.mark.parametrize("claim", CLAIMS, ids=[line.split("|")[1].strip()[:50] for line in CLAIMS])
def test_a_claim_names_what_holds_it(claim: str) -> None:
    cells = [cell.strip() for cell in claim.strip("|").split("|")]
    assert len(cells) == 3
    assert all(cells[:2])
    assert re.fullmatch(r"(`tests/[a-z0-9_/]+\.py::test_[a-z0-9_]+` ?)+", cells[2])


def test_every_opponent_has_claims_and_the_end_of_our_means_is_said() -> None:
    sections = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:-1]
    assert len(sections) >= 8
    for section in sections:
        assert section.count("\n| ") >= 4, section[:40]
        assert "**What does not stop.**" in section, section[:40]

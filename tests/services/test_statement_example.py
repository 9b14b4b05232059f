"""The page about statement files keeps its word: its example comes in, and names every key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake_app import errors
from intake_app.assets import resource
from intake_app.domain.narrative import text_of
from intake_app.services import exhibits, interviewing, planning, sealing, statement_files
from tests.services import making
from tests.services.making import Office

PAGE = resource("docs", "statement-file.md").read_text("utf-8")
NEEDED = re.findall(
    r"(?m)^\| `([a-z_.]+)` \|", PAGE.partition("## What is needed")[2].partition("\n## ")[0]
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path / "office")


def example() -> Any:
    [found] = re.findall(r"(?s)```json\n(.*?)```", PAGE)
    return json.loads(found)


def beside(folder: Path, told: object) -> Path:
    (folder / "letter.txt").write_bytes(b"dear")
    path = folder / "statement.json"
    path.write_text(json.dumps(told), "utf-8")
    return path


def test_the_example_comes_in_whole_and_can_be_sealed(office: Office, tmp_path: Path) -> None:
    told = example()
    made = statement_files.take_in(office.device, beside(tmp_path, told))
    assert (made.witness.pseudonym, made.witness.relation) == (told["pseudonym"], "relative")
    assert text_of(made.narrative) == told["narrative"]
    assert made.consent.limit("share_court") == "بی نام شهر ما"
    assert made.victims[0].course[0].date.said == "پاییز ۱۳۶۶"
    assert made.places[0].text == "خانهٔ ما"
    assert made.read_back.agreed
    assert made.exhibits[0].caption == "نامهٔ برادرم"
    assert b"".join(exhibits.read(office.device, made.exhibits[0].id)) == b"dear"
    who = interviewing.load_identity(office.device, made.statement_id)
    assert (who.names[0].text, who.contact) == ("نام نمونه", "از راه خواهرم")
    assert planning.plan(office.device, made.statement_id).may_seal
    assert len(sealing.seal(office.device, made.statement_id).bundles) == 2


def test_only_what_is_needed_is_enough_and_each_of_it_is_needed(
    office: Office, tmp_path: Path
) -> None:
    whole = example()
    assert {"consent", "consent.uses"} < set(NEEDED)
    consent = {
        name: whole["consent"][name] for name in whole["consent"] if f"consent.{name}" in NEEDED
    }
    least = {"consent": consent}
    for name in NEEDED:
        told = json.loads(json.dumps(least))
        table, _, key = name.rpartition(".")
        del (told[table] if table else told)[key]
        with pytest.raises(errors.IntakeError):
            statement_files.take_in(office.device, beside(tmp_path, told))
    assert interviewing.drafts(office.device) == []
    made = statement_files.take_in(office.device, beside(tmp_path, least))
    assert made.consent.allowed == ("keep", "share_un", "share_court", "contact_again")


def test_the_page_names_every_key_that_is_known() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert named | {"consent"} >= statement_files._KNOWN
    assert named >= exhibits.TOLD

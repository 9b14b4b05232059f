"""What a stick from a stranger may hold besides bundles: links, pipes, odd names, lists."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.domain.consent import USES
from intake_app.services import importing, interviewing, small_files, statement_files
from intake_app.services.session import Session
from tests.services.people import People


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Session]:
    people = People(tmp_path / "people")
    people.folder.mkdir()
    yield people.person("interviewer")
    people.close()


def told(*paths: str, **more: object) -> bytes:
    consent = {
        "form": "spoken",
        "language": "fa",
        "given_as": "consent/1",
        "recorded_at": "2026-11-24T09:00:00Z",
        "uses": [{"use": use, "answer": "yes"} for use in USES],
    }
    files = [{"path": path} for path in paths]
    said = {"consent": consent, "pseudonym": "شاهد ۷", "narrative": "چیزی دیدم.", "files": files}
    return json.dumps({**said, **more}).encode()


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "link", "..", "", "inside/secret"])
def test_a_list_of_files_reaches_nothing_but_what_lies_beside_it(
    device: Session, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret").write_bytes(b"not for the statement")
    stick = tmp_path / "stick"
    (stick / "inside").mkdir(parents=True)
    (stick / "inside" / "secret").write_bytes(b"x")
    (stick / "link").symlink_to(tmp_path / "secret")
    (stick / "statement.json").write_bytes(told(name))
    with pytest.raises(errors.FileMalformed):
        statement_files.take_in(device, stick / "statement.json")
    assert interviewing.drafts(device) == []


def test_a_file_beside_it_is_taken(device: Session, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(b"dear")
    (tmp_path / "statement.json").write_bytes(told("letter.txt"))
    made = statement_files.take_in(device, tmp_path / "statement.json")
    assert [each.name for each in made.exhibits] == ["letter.txt"]


def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.receipt")
    with pytest.raises(errors.FileMissing):
        small_files.read(tmp_path / "a.receipt", 100)


def test_folders_are_searched_without_following_links(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "one").mkdir(parents=True)
    (stick / "two").mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "hidden.age").write_bytes(b"x")
    (stick / "aaa").symlink_to(elsewhere)
    (stick / "loop.age").symlink_to("loop.age")
    (stick / "long").symlink_to("n" * 300)
    for name in ("one/1.age", "two/2.age", "3.age", ".4.age", "one/5.txt"):
        (stick / name).write_bytes(b"x")
    found = [str(path.relative_to(stick)) for path in importing.bundle_files([stick])]
    assert sorted(found) == ["3.age", "loop.age", "one/1.age", "two/2.age"]

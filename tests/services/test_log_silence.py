"""The logs go to courts and into every bundle: nothing in them lets a known file be recognised."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from intake_app.bundle import exhibit_marks
from intake_app.crypto import canonical, chain
from intake_app.domain import schema
from intake_app.services import (
    archive_reading,
    court_parts,
    exhibits,
    importing,
    interviewing,
    statement_files,
)
from intake_app.services.session import Session
from tests.bundle.a_bundle import Taken, statement
from tests.services import making
from tests.services.making import Office, forged
from tests.services.test_hostile_stick import told

LETTER = b"the last letter, of which the family's house was searched" * 3


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path / "people")


def with_letter(office: Office, data: bytes = LETTER) -> str:
    path = office.people.place() / "letter.txt"
    path.write_bytes(data)
    draft = office.draft()
    exhibits.attach(office.device, draft, path)
    return office.close(draft)


def log_of(session: Session) -> bytes:
    return b"".join(session.custody.lines())


def test_the_same_letter_leaves_lines_that_nothing_connects(office: Office) -> None:
    for data in (LETTER, LETTER, LETTER + b"!" * 4321):
        importing.import_file(office.coordinator, office.copy(with_letter(office, data)))
    lines = [each for each in office.device.custody.entries() if each.event == "exhibit.add"]
    assert [sorted(each.x) for each in lines] == [["mark"]] * 3
    assert len({each.x["mark"] for each in lines}) == 3
    for session in (office.device, office.coordinator):
        assert sha256(LETTER).hexdigest().encode() not in log_of(session)


def test_a_statement_from_a_file_leaves_no_hash_of_it(office: Office, tmp_path: Path) -> None:
    data = told()
    path = tmp_path / "statement.json"
    path.write_bytes(data)
    statement_files.take_in(office.device, path)
    assert sha256(data).hexdigest().encode() not in log_of(office.device)


def test_counts_of_what_was_said_or_agreed_stay_in_the_statement(office: Office) -> None:
    office.seal()
    kept = {"consent", "readback", "exhibit.add", "draft.import"}
    lines = [each for each in office.device.custody.entries() if each.event in kept]
    assert {each.event for each in lines} >= {"consent", "readback"}
    numbers = [x for each in lines for x in each.x.values() if type(x) is not str]
    assert numbers == []


@pytest.mark.parametrize("size", [1, 2_000_000], ids=["small", "large"])
def test_a_plain_file_chosen_by_mistake_is_refused_without_its_hash(
    office: Office, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-" + b"x" * size)
    outcome = importing.import_file(office.coordinator, path)
    assert outcome.verdict == "refused"
    line = office.coordinator.custody.entries()[-1]
    assert (line.event, line.ref, line.x) == ("refuse", "", {"code": outcome.code})
    [row] = importing.inbox(office.coordinator)
    assert row.item_id == outcome.item_id


def test_a_copy_of_a_file_is_logged_by_its_number(office: Office) -> None:
    bundle_id = with_letter(office)
    importing.import_file(office.coordinator, office.copy(bundle_id))
    [file] = [
        each
        for each in archive_reading.open_record(office.coordinator, bundle_id).files
        if each.role == "exhibit"
    ]
    archive_reading.save_copy(office.coordinator, bundle_id, file.path, office.people.place())
    line = office.coordinator.custody.entries()[-1]
    assert (line.ref, line.x) == (bundle_id, {"what": "file", "number": 2})


def test_what_a_court_gets_proves_the_line_of_its_own_exhibits_alone(office: Office) -> None:
    bundle_id, other = with_letter(office), with_letter(office, LETTER[:-1])
    for each in (bundle_id, other):
        importing.import_file(office.coordinator, office.copy(each))
    record = archive_reading.open_record(office.coordinator, bundle_id)
    assert record.statement is not None
    [exhibit] = record.statement.exhibits
    mark = sha256(f"{exhibit.log_salt}\n{sha256(LETTER).hexdigest()}\n".encode()).hexdigest()
    files = court_parts.device_logs(office.coordinator, [bundle_id, other])
    [log] = [data for name, data in files.items() if name.endswith(".log")]
    entries = [chain.parse(line) for line in log.splitlines(keepends=True)]
    marks = [each.x["mark"] for each in entries if each.event == "exhibit.add"]
    assert marks.count(mark) == 1
    assert len(marks) == 2


@pytest.mark.parametrize("salt", ["00" * 32, None], ids=["another", "none"])
def test_a_statement_whose_line_tells_of_another_file_is_noted(
    office: Office, salt: str | None
) -> None:
    bundle_id = with_letter(office)
    outcome = importing.import_file(office.coordinator, office.copy(bundle_id))
    assert exhibit_marks.NOTE not in outcome.notes

    def change(taken: Taken) -> Taken:
        value: Any = canonical.decode(taken.of("data/000001.json"), max_bytes=2**22)
        [exhibit] = value["exhibits"]
        del exhibit["log_salt"]
        value["exhibits"] = [exhibit if salt is None else {**exhibit, "log_salt": salt}]
        return taken.put("data/000001.json", canonical.encode(value)).listed()

    second = forged(office, with_letter(office), change)
    outcome = importing.import_file(office.coordinator, second)
    assert (outcome.verdict, outcome.notes) == ("accepted", (exhibit_marks.NOTE,))
    lines = importing.report(office.coordinator, outcome.item_id).lines
    assert ("warn", exhibit_marks.NOTE) in {(each.tone, each.code) for each in lines}


def test_an_exhibit_from_before_keeps_its_form_to_the_byte(office: Office) -> None:
    draft = office.draft()
    path = office.people.place() / "letter.txt"
    path.write_bytes(LETTER)
    exhibits.attach(office.device, draft, path)
    whole = interviewing.load(office.device, draft)
    plain: Any = schema.to_plain(whole)
    del plain["exhibits"][0]["log_salt"]
    old = canonical.encode(plain)
    read = schema.from_json(old, type(whole))
    assert read.exhibits[0].salt == ""
    assert canonical.encode(schema.to_plain(read)) == old
    assert interviewing.unpack(interviewing.pack(read), type(read)) == read


@pytest.mark.parametrize(("sha256_hex", "notes"), [("ab", set()), ("cd", {exhibit_marks.NOTE})])
def test_a_line_from_before_is_still_compared(sha256_hex: str, notes: set[str]) -> None:
    made = statement([("letter.txt", "text/plain", LETTER)])
    [exhibit] = made.exhibits
    changed = msgspec.structs.replace(exhibit, sha256=sha256_hex * 32)
    line = chain.next_entry(
        0,
        chain.GENESIS,
        event="exhibit.add",
        ref=exhibit.id,
        wall="2026-11-25T06:31:00Z",
        mono_ms=1,
        boot="b0" * 16,
        x={"sha256": "ab" * 32, "size": 5},
    )
    made = msgspec.structs.replace(made, exhibits=(changed,))
    assert exhibit_marks.notes(made, [line]) == notes

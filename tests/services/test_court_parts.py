"""What bears on a statement goes along: the line of its seal, and no more than is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.crypto import chain
from intake_app.services import court_parts, device_keys, importing
from tests.services import making
from tests.services.making import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def test_a_computers_log_ends_with_the_first_signed_head_after_the_seal(office: Office) -> None:
    first, second, third = office.seal(), office.seal(), office.seal()
    device = device_keys.principal(office.device)
    log, head = f"data/logs/{device}.log", f"data/logs/{device}-head.txt"
    sealed = b'"event":"seal"', first.encode()
    importing.import_file(office.coordinator, office.copy(first))
    files = court_parts.device_logs(office.coordinator, [first])
    assert not any(all(each in line for each in sealed) for line in files[log].splitlines())
    for each in (second, third):
        importing.import_file(office.coordinator, office.copy(each))
    files = court_parts.device_logs(office.coordinator, [first])
    assert sum(all(each in line for each in sealed) for line in files[log].splitlines()) == 1
    assert second.encode() not in files[log], "what came later is nobody's business"
    lines = files[log].splitlines(keepends=True)
    said = chain.verify_head(
        files[head], files[f"{head}.sig"], device_keys.signing_key(office.device).public
    )
    found = chain.check(lines, seq=chain.parse(lines[0]).seq, prev=chain.parse(lines[0]).prev)
    assert (found.seq, found.hash) == (said.seq, said.hash)


def test_our_log_goes_along_from_where_the_first_chosen_one_came_in(office: Office) -> None:
    first, second = office.seal(), office.seal()
    for each in (first, second):
        importing.import_file(office.coordinator, office.copy(each))
    came = court_parts.imports(office.coordinator, [second])
    key = device_keys.signing_key(office.coordinator)
    made = court_parts.org_log(office.coordinator, came, key)
    lines = made.files["data/logs/organisation.log"].splitlines(keepends=True)
    assert chain.hash_of(lines[0]) == came[second].hash
    assert made.head == office.coordinator.custody.head()
    assert first.encode() not in b"".join(lines)

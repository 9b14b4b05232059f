"""An edit of a custody log is found at its line, in a vault and in a file."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import errors
from intake_app.crypto import chain
from intake_app.services import custody, verifying
from intake_app.vault.anchors import Anchors
from tests.bundle.a_bundle import log_lines
from tests.services import making
from tests.services.making import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def test_a_vault_that_is_sound_and_one_that_is_older_than_what_others_saw(office: Office) -> None:
    session = office.coordinator
    entries = custody.show(session)
    verdict = custody.verify(session)
    assert (verdict.ok, verdict.lines, verdict.problem) == (True, len(entries), "")
    assert verdict.head == session.custody.head()
    assert custody.show(session, since_seq=2) == entries[2:]
    Anchors(session.vault).note("coord-1", verdict.lines + 5, "ab" * 32)
    verdict = custody.verify(session)
    assert (verdict.ok, verdict.problem) == (False, custody.OLDER)


def test_the_log_out_of_a_bundle(office: Office) -> None:
    folder = office.people.place()
    tar = verifying.extract(office.coordinator, office.file(office.seal()), folder)
    subprocess.run(["tar", "-xf", tar, "-C", folder], check=True)
    [log] = folder.glob("tb1-*/custody.log")
    verdict = custody.verify_file(log)
    assert verdict.ok
    lines = office.device.custody.lines()[: verdict.lines]
    assert log.read_bytes() == b"".join(lines)
    assert custody.show_file(log) == [chain.parse(each) for each in lines]
    log.write_bytes(b"".join(lines[:-1]))
    verdict = custody.verify_file(log)
    assert (verdict.ok, verdict.problem) == (False, custody.HEAD_DIFFERS)


def test_a_log_that_begins_later(tmp_path: Path) -> None:
    path = tmp_path / "custody.log"
    path.write_bytes(b"".join(log_lines(9)[4:]))
    verdict = custody.verify_file(path)
    assert (verdict.ok, verdict.first_seq, verdict.lines, verdict.head.seq) == (True, 5, 5, 9)


@given(at=st.integers(1, 6), bit=st.integers(0, 7), data=st.data())
def test_a_change_is_found_at_its_line(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int, data: st.DataObject
) -> None:
    lines = log_lines(8)
    changed = bytearray(lines[at])
    place = data.draw(st.integers(0, len(changed) - 2))
    changed[place] ^= 1 << bit
    if changed[place] == 0x0A:
        return
    path = tmp_path_factory.mktemp("log") / "custody.log"
    path.write_bytes(b"".join((*lines[:at], bytes(changed), *lines[at + 1 :])))
    verdict = custody.verify_file(path)
    assert (verdict.ok, verdict.problem) == (False, custody.BROKEN)
    assert verdict.broken_at in (at + 1, at + 2)
    assert verdict.lines == verdict.broken_at - 1


def test_a_line_taken_out_or_a_first_line_that_hangs_in_the_air(tmp_path: Path) -> None:
    path = tmp_path / "custody.log"
    lines = log_lines(5)
    path.write_bytes(b"".join((*lines[:2], *lines[3:])))
    assert custody.verify_file(path).broken_at == 3
    entry = chain.parse(lines[0])
    stray = chain.Entry(1, entry.event, "", entry.wall, 1, entry.boot, "ab" * 32, {}).line()
    path.write_bytes(stray)
    assert custody.verify_file(path).broken_at == 1


def test_what_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "custody.log"
    with pytest.raises(errors.FileMissing):
        custody.verify_file(path)
    for content in (b"", b"hello\n", b"\xff" * 100):
        path.write_bytes(content)
        with pytest.raises(errors.FileMalformed):
            custody.verify_file(path)
    with pytest.raises(errors.FileMalformed):
        custody.show_file(path)
    path.write_bytes(b"".join(log_lines(2)))
    (tmp_path / "log-head.txt").write_bytes(b"something else")
    with pytest.raises(errors.FileMalformed):
        custody.verify_file(path)

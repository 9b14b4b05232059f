"""A statement from a file: all of it or nothing, and nothing that typing it could not have made."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app import errors
from intake_app.domain.consent import USES
from intake_app.domain.narrative import TEXT_LIMIT, text_of
from intake_app.services import exhibits, interviewing, planning, sealing, statement_files
from intake_app.services.session import Session
from intake_app.vault import layout
from tests.services import making
from tests.services.making import Office
from tests.services.people import People
from tests.services.test_hostile_stick import told


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path / "office")


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    people = People(tmp_path_factory.mktemp("people"))
    yield people.person("interviewer")
    people.close()


def written(folder: Path, data: bytes) -> Path:
    path = folder / "statement.json"
    path.write_bytes(data)
    return path


def refused(session: Session, path: Path) -> bool:
    """Whether the file is refused by a known fault, and nothing at all is left of it."""
    before = session.custody.head()
    with pytest.raises(errors.IntakeError):
        statement_files.take_in(session, path)
    media = [each.name for each in (session.folder / layout.MEDIA).iterdir()]
    return session.custody.head() == before and not interviewing.drafts(session) and media == []


def test_it_can_be_sealed_at_once(office: Office, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(b"dear")
    names = {"names": ["نام راستین"], "contact": "phone"}
    data = told("letter.txt", read_back={"how": "interpreter"}, identity=names)
    made = statement_files.take_in(office.device, written(tmp_path, data))
    assert text_of(made.narrative) == "چیزی دیدم."
    assert made.read_back.agreed
    assert made.read_back.how == "interpreter"
    who = interviewing.load_identity(office.device, made.statement_id)
    assert (who.names[0].text, who.contact, who.pseudonym) == ("نام راستین", "phone", "شاهد ۷")
    assert who.statement_id == made.statement_id
    assert b"".join(exhibits.read(office.device, made.exhibits[0].id)) == b"dear"
    line = next(each for each in office.device.custody.entries() if each.event == "draft.import")
    assert (line.ref, line.x) == (made.statement_id, {})
    assert planning.plan(office.device, made.statement_id).may_seal
    assert len(sealing.seal(office.device, made.statement_id).bundles) == 2


def test_a_mark_at_the_start_is_no_hindrance(device: Session, tmp_path: Path) -> None:
    made = statement_files.take_in(device, written(tmp_path, b"\xef\xbb\xbf" + told()))
    assert made.witness.pseudonym == "شاهد ۷"
    interviewing.discard(device, made.statement_id)


def test_without_consent_nothing_is_taken_in(device: Session, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(b"dear")
    whole = json.loads(told("letter.txt"))
    for change, fault in (
        ({"uses": []}, errors.ConsentMissing),
        ({"uses": [{"use": use, "answer": "no"} for use in USES]}, errors.ConsentRefused),
        ({"uses": [{"use": "anything", "answer": "yes"}]}, errors.ConsentMissing),
        ({"uses": [{"use": "keep", "answer": "perhaps"}]}, errors.StatementInvalid),
    ):
        said = {**whole, "consent": {**whole["consent"], **change}}
        path = written(tmp_path, json.dumps(said).encode())
        with pytest.raises(fault):
            statement_files.take_in(device, path)
        assert refused(device, path)
    del whole["consent"]
    assert refused(device, written(tmp_path, json.dumps(whole).encode()))


ODD: dict[str, bytes] = {
    "nothing": b"",
    "not-json": b"A witness told me",
    "not-utf-8": b'{"pseudonym":"\xff"}',
    "list": b"[]",
    "text": b'"statement"',
    "cut": told()[:-1],
    "two": told() + told(),
    "unknown-field": told(secret=1),
    "said-twice": told()[:-1] + b', "narrative": "another"}',
    "said-twice-inside": told().replace(b'"form": ', b'"form": "x", "form": '),
    "no-number": told(kind=float("nan")),
    "endless-number": told().replace(b'"files": []', b'"files": ' + b"9" * 5000),
    "deep": b'{"consent":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep-inside": told(setting=json.loads("[" * 400 + "]" * 400)),
    "number-for-text": told(pseudonym=7),
    "list-for-text": told(narrative=["a"]),
    "text-for-list": told(files="letter.txt"),
    "texts-in-list": told(files=["letter.txt"]),
    "other-kind": told(kind="confession"),
    "other-purpose": told(purpose="order"),
    "other-format": told(format="testimony-statement/9"),
    "own-id": told(statement_id="ab" * 16),
    "own-time": told(created_at="1988-07-28T00:00:00Z"),
    "ready-exhibits": told(exhibits=[{"id": "ab" * 16}]),
    "unknown-fact": told(victims=[{"id": "v1", "secret": "x"}]),
    "wrong-fact": told(victims={"id": "v1"}),
    "link-to-nothing": told(links=[{"rel": "corrects", "bundle_id": "ab" * 16}]),
    "withdrawal-of-nothing": told(
        purpose="withdrawal", links=[{"rel": "withdraws", "bundle_id": "ab" * 16}]
    ),
    "odd-link": told(links=[{"rel": "owns", "bundle_id": "ab" * 16}]),
    "identity-is-text": told(identity="نام"),
    "names-are-text": told(identity={"names": "نام"}),
    "identity-of-more": told(identity={"names": [], "secret": 1}),
    "file-is-list": told(files=[{"path": ["letter.txt"]}]),
    "file-is-missing": told("gone.txt"),
    "second-file-is-missing": told("letter.txt", "gone.txt"),
    "file-is-empty": told("letter.txt", "empty.txt"),
    "file-is-a-folder": told("letter.txt", "folder"),
    "file-is-a-pipe": told("letter.txt", "pipe"),
    "file-with-nul": told("letter.txt", "x\0y"),
    "file-is-half-a-letter": told("letter.txt", "\ud800"),
    "file-is-itself-elsewhere": told("./letter.txt"),
    "file-told-its-hash": told(files=[{"path": "letter.txt", "sha256": "ab" * 32}]),
    "file-told-a-number": told(files=[{"path": "letter.txt", "caption": 5}]),
    "read-back-is-text": told(read_back="yes"),
    "read-back-how-is-list": told(read_back={"how": ["interviewer"]}),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_refused_whole(device: Session, tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_bytes(b"dear")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert refused(device, written(tmp_path, ODD[name]))


def test_more_text_than_a_bundle_holds(device: Session, tmp_path: Path) -> None:
    path = written(tmp_path, told(narrative="x" * (TEXT_LIMIT + 1)))
    with pytest.raises(errors.StatementTooLarge):
        statement_files.take_in(device, path)
    assert refused(device, path)


def test_a_file_that_is_none(device: Session, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("gone", "folder", "pipe"):
        assert refused(device, tmp_path / name)
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(statement_files.LIMIT_BYTES + 1)
    with pytest.raises(errors.FileMalformed):
        statement_files.take_in(device, large)


def test_half_letters_from_a_broken_keyboard_are_kept(device: Session, tmp_path: Path) -> None:
    made = statement_files.take_in(device, written(tmp_path, told(narrative="a\ud800b")))
    assert text_of(interviewing.load(device, made.statement_id).narrative) == "a\ud800b"
    interviewing.discard(device, made.statement_id)


def test_a_withdrawal_from_a_file_tells_the_log(office: Office, tmp_path: Path) -> None:
    bundle_id = office.seal()
    link = {"rel": "withdraws", "bundle_id": bundle_id}
    path = written(tmp_path, told(purpose="withdrawal", links=[link], narrative=""))
    made = statement_files.take_in(office.device, path)
    assert (made.purpose, made.links[0].bundle_id) == ("withdrawal", bundle_id)
    lines = [each for each in office.device.custody.entries() if each.event == "withdraw"]
    assert [each.ref for each in lines] == [bundle_id]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(sorted(statement_files._KNOWN)), VALUES)
def test_any_value_anywhere_is_taken_in_or_refused_by_name(
    device: Session, tmp_path: Path, field: str, value: object
) -> None:
    path = written(tmp_path, told(**{field: value}))
    try:
        made = statement_files.take_in(device, path)
    except errors.IntakeError:
        assert interviewing.drafts(device) == []
    else:
        assert interviewing.load(device, made.statement_id) == made
        interviewing.discard(device, made.statement_id)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_by_name(device: Session, tmp_path: Path, junk: bytes) -> None:
    with pytest.raises(errors.IntakeError):
        statement_files.take_in(device, written(tmp_path, junk))
    assert interviewing.drafts(device) == []

"""Foreign files come in whole and checked, or leave nothing but a line that they came."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app import errors
from intake_app.bundle import receipt as receipts
from intake_app.crypto import age
from intake_app.errors import REFUSAL_CODES
from intake_app.services import (
    device_keys,
    importing,
    organising,
    quarantine,
    receipting,
    trusting,
)
from intake_app.services.importing import ImportOutcome
from intake_app.services.quarantine import QuarantineCopy
from intake_app.vault.archive import Archive, DeviceLogs
from intake_app.vault.inbox import Inbox
from intake_app.vault.issued_receipts import IssuedReceipts
from tests.services import making
from tests.services.making import Office, vault_files
from tests.services.people import People, events

EMPTY: dict[str, list[str]] = {"archive": [], "quarantine": []}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, bytes]]:
    """An office that stays, and one sealed file that it never takes in."""
    for made in making.office(tmp_path_factory.mktemp("office")):
        yield made, made.file(made.seal(files=True)).read_bytes()


def refused(office: Office, path: Path, code: str) -> ImportOutcome:
    """Take a file in that must be refused, and see that nothing of it stays."""
    before = vault_files(office.coordinator)
    outcome = importing.import_file(office.coordinator, path)
    assert (outcome.verdict, outcome.code) == ("refused", code)
    assert vault_files(office.coordinator) == before
    item = Inbox(office.coordinator.vault).get(outcome.item_id)
    assert (item.verdict, item.code, item.quarantine_name) == ("refused", code, "")
    line = office.coordinator.custody.entries()[-1]
    # Before anything was read it may be anybody's letter: the log does not name it.
    told = "" if code in {"OUTER_SIZE", "NO_SPACE", "OUTER_NOT_AGE"} else item.outer_sha256
    assert (line.event, line.ref, line.x) == ("refuse", told, {"code": code})
    return outcome


def test_a_bundle_is_kept_with_everything_that_belongs_to_it(office: Office) -> None:
    bundle_id = office.seal(files=True)
    path = office.copy(bundle_id, "holiday.jpg")
    sealed = path.read_bytes()
    seen: list[tuple[int, int]] = []
    outcome = importing.import_file(
        office.coordinator, path, progress=lambda done, total: seen.append((done, total))
    )
    principal = device_keys.principal(office.device)
    assert (outcome.verdict, outcome.code, outcome.bundle_id) == ("accepted", "", bundle_id)
    assert (outcome.device, outcome.notes, outcome.source) == (principal, (), path)
    assert seen[-1] == (len(sealed), len(sealed))
    vault = office.coordinator.vault
    kept = Archive(vault).get(bundle_id)
    assert vault_files(office.coordinator) == {"archive": [kept.outer_name], "quarantine": []}
    assert (office.coordinator.folder / "archive" / kept.outer_name).read_bytes() == sealed
    assert kept.outer_sha256 == hashlib.sha256(sealed).hexdigest()
    assert kept.tagmanifest_sha256 == office.row(bundle_id).tagmanifest_sha256
    assert [each.path for each in Archive(vault).files(bundle_id)] == [
        "data/000001.json",
        "data/000002.jpg",
        "data/000003.bin",
    ]
    lines = DeviceLogs(vault).lines(principal)
    assert lines == office.device.custody.lines()[: len(lines)]
    assert events(office.coordinator)[-2:] == ["import", "receipt"]
    assert kept.outer_name != path.name


def test_the_receipt_lets_the_device_delete(office: Office) -> None:
    bundle_id = office.seal()
    importing.import_file(office.coordinator, office.copy(bundle_id))
    [issued] = IssuedReceipts(office.coordinator.vault).of_bundle(bundle_id)
    said, text, signature = receipts.read(issued.content, [device_keys.identity(office.device)])
    trust = trusting.current_trust(office.device)
    assert trust is not None
    assert receipts.check(text, signature, trust) == said
    assert said.is_accepted
    assert said.outer_sha256 == office.row(bundle_id).outer_sha256
    assert office.device.custody.hash_at(said.device_log.seq) == said.device_log.hash
    assert office.coordinator.custody.hash_at(said.org_log.seq) == said.org_log.hash
    path = office.people.place() / issued.file_name
    path.write_bytes(issued.content)
    assert receipting.take_in(office.device, path).complete
    assert receipting.delete(office.device, [bundle_id]) == 1


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    bundle_id = office.seal()
    importing.import_file(office.coordinator, office.copy(bundle_id))
    before = vault_files(office.coordinator)
    issued = IssuedReceipts(office.coordinator.vault).all()
    again = importing.import_file(office.coordinator, office.copy(bundle_id, "other name"))
    assert (again.verdict, again.code, again.bundle_id) == ("duplicate", "REPLAY", bundle_id)
    assert vault_files(office.coordinator) == before
    assert IssuedReceipts(office.coordinator.vault).all() == issued
    assert events(office.coordinator)[-1] == "import"
    assert office.coordinator.custody.entries()[-1].x["again"] is True


def test_the_same_content_in_another_encryption_is_the_same_bundle(office: Office) -> None:
    bundle_id = office.seal()
    importing.import_file(office.coordinator, office.copy(bundle_id))
    before = vault_files(office.coordinator)
    identity = device_keys.identity(office.coordinator)
    content = age.decrypt_bytes(office.file(bundle_id).read_bytes(), [identity])
    path = office.people.place() / "again.age"
    path.write_bytes(age.encrypt_bytes(content, age.seal_recipients([identity.recipient])))
    again = importing.import_file(office.coordinator, path)
    assert (again.verdict, again.bundle_id) == ("duplicate", bundle_id)
    assert vault_files(office.coordinator) == before


def test_what_is_no_plain_file_is_not_opened(office: Office) -> None:
    path = office.copy(office.seal())
    link = path.with_name("link.age")
    link.symlink_to(path)
    pipe = path.with_name("pipe.age")
    os.mkfifo(pipe)
    for each in (link, pipe, path.parent, Path("/dev/zero")):
        assert refused(office, each, "OUTER_NOT_FILE").source == each
    with pytest.raises(errors.FileMissing):
        importing.import_file(office.coordinator, path.with_name("nothing.age"))


def test_sizes_are_judged_before_anything_is_read(office: Office) -> None:
    folder = office.people.place()
    small = folder / "small.age"
    small.write_bytes(b"age-encryption.org/v1\n")
    outcome = refused(office, small, "OUTER_SIZE")
    item = Inbox(office.coordinator.vault).get(outcome.item_id)
    assert item.outer_sha256 == hashlib.sha256(small.read_bytes()).hexdigest()
    huge = folder / "huge.age"
    with huge.open("wb") as file:
        file.truncate(3 * 1024**3)
    refused(office, huge, "OUTER_SIZE")


def test_a_full_disk_is_said_before_copying(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.copy(office.seal())
    with monkeypatch.context() as patch:
        patch.setattr("intake_app.services.quarantine.SPARE_BYTES", 1 << 62)
        refused(office, path, "NO_SPACE")
    assert importing.import_file(office.coordinator, path).verdict == "accepted"


def test_bundles_for_others_are_refused(office: Office, tmp_path: Path) -> None:
    other = People(tmp_path / "others")
    (tmp_path / "others").mkdir()
    stranger = other.person("coordinator")
    organising.found(stranger, "Another house")
    importing_there = office.copy(office.seal())
    with pytest.raises(errors.WrongRole):
        importing.import_file(office.device, importing_there)
    outcome = importing.import_file(stranger, importing_there)
    assert (outcome.verdict, outcome.code) == ("refused", "NOT_FOR_US")
    content = age.decrypt_bytes(
        importing_there.read_bytes(), [device_keys.identity(office.coordinator)]
    )
    recipient = device_keys.identity(stranger).recipient
    resealed = tmp_path / "resealed.age"
    resealed.write_bytes(age.encrypt_bytes(content, age.seal_recipients([recipient])))
    outcome = importing.import_file(stranger, resealed)
    assert (outcome.verdict, outcome.code) == ("refused", "SIGNER_UNKNOWN")
    assert vault_files(stranger) == EMPTY
    other.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_changed_bit_passes(standing: tuple[Office, bytes], data: st.DataObject) -> None:
    office, sealed = standing
    header = sealed.index(b"\n--- ") + 60
    at = data.draw(
        st.one_of(st.integers(0, header), st.integers(0, len(sealed) - 1)), label="place"
    )
    changed = bytearray(sealed)
    changed[at] ^= 1 << data.draw(st.integers(0, 7), label="bit")
    path = office.people.place() / "changed.age"
    path.write_bytes(changed)
    outcome = importing.import_file(office.coordinator, path)
    assert outcome.verdict == "refused"
    assert outcome.code in REFUSAL_CODES
    assert vault_files(office.coordinator) == EMPTY


@settings(max_examples=15, deadline=None)
@given(size=st.integers(1024 * 1024, 1050 * 1024), tail=st.binary(min_size=0, max_size=3))
def test_no_cut_or_longer_file_passes(
    standing: tuple[Office, bytes], size: int, tail: bytes
) -> None:
    office, sealed = standing
    changed = sealed[:size] + tail
    if changed == sealed:
        return
    path = office.people.place() / "cut.age"
    path.write_bytes(changed)
    assert importing.import_file(office.coordinator, path).verdict == "refused"
    assert vault_files(office.coordinator) == EMPTY


def test_foreign_bytes_are_never_repeated(office: Office) -> None:
    marker = b"ZQ-NOBODY-SAYS-THIS-ZQ"
    path = office.people.place() / marker.decode()
    path.write_bytes(b"age-encryption.org/v1\n-> " + marker + b"\n" + marker * 60_000)
    outcome = importing.import_file(office.coordinator, path)
    report = importing.report(office.coordinator, outcome.item_id)
    told = repr((outcome.code, report, Inbox(office.coordinator.vault).get(outcome.item_id)))
    assert marker.decode() not in told
    assert marker not in b"".join(office.coordinator.custody.lines())


def test_cancelling_leaves_nothing_and_can_be_begun_again(office: Office) -> None:
    path = office.copy(office.seal(files=True))
    calls = []

    def after_two() -> bool:
        calls.append(1)
        return len(calls) > 1

    before = office.coordinator.custody.head()
    with pytest.raises(errors.Cancelled):
        importing.import_file(office.coordinator, path, cancelled=after_two)
    assert vault_files(office.coordinator) == EMPTY
    assert office.coordinator.custody.head() == before
    assert importing.inbox(office.coordinator) == []
    assert importing.import_file(office.coordinator, path).verdict == "accepted"


def test_folders_are_looked_into_one_level_deep(office: Office) -> None:
    stick = office.people.place()
    ids = [office.seal(f"words {n}") for n in range(3)]
    for at, bundle_id in zip((".", "sub", "sub/deeper"), ids, strict=True):
        (stick / at).mkdir(exist_ok=True)
        (stick / at / f"{bundle_id[:6]}.age").write_bytes(office.file(bundle_id).read_bytes())
    (stick / "._hidden.age").write_bytes(b"a shadow of another system")
    (stick / "letter.txt").write_text("not ours", "utf-8")
    found = importing.bundle_files([stick])
    assert {each.name for each in found} == {f"{each[:6]}.age" for each in ids[:2]}
    outcomes: list[ImportOutcome] = []
    seen: list[tuple[int, int]] = []
    missing = stick / "gone.age"
    result = importing.import_many(
        office.coordinator,
        [stick, missing, stick],
        progress=lambda done, total: seen.append((done, total)),
        on_outcome=outcomes.append,
    )
    assert result == outcomes
    assert [each.verdict for each in outcomes] == ["accepted", "accepted", "refused"]
    assert (outcomes[2].code, outcomes[2].item_id) == ("FILE_MISSING", "")
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_what_was_taken_in_before_a_cancel_stays(office: Office) -> None:
    for number in range(3):
        office.seal(f"words {number}")
    stick = office.stick()
    outcomes: list[ImportOutcome] = []
    with pytest.raises(errors.Cancelled):
        importing.import_many(
            office.coordinator,
            [stick],
            on_outcome=outcomes.append,
            cancelled=lambda: len(outcomes) == 2,
        )
    assert len(outcomes) == 2
    assert len(vault_files(office.coordinator)["archive"]) == 2
    again = importing.import_many(office.coordinator, [stick])
    assert sorted(each.verdict for each in again) == ["accepted", "duplicate", "duplicate"]


def test_bundles_come_in_any_order(office: Office) -> None:
    ids = [office.seal(f"words {number}") for number in range(4)]
    for at in (2, 0, 3, 1):
        outcome = importing.import_file(office.coordinator, office.copy(ids[at]))
        assert (outcome.verdict, outcome.code) == ("accepted", "")
    principal = device_keys.principal(office.device)
    held = DeviceLogs(office.coordinator.vault).lines(principal)
    assert held == office.device.custody.lines()[: len(held)]


class Pieces(io.RawIOBase):
    """A source of many whole pieces that knows how far it is read ahead."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.left = count
        self.ahead = 0

    def read(self, _size: int = -1, /) -> bytes:
        if not self.left:
            return b""
        self.left -= 1
        self.ahead += 1
        return bytes(quarantine.PIECE_BYTES)


def test_the_copy_is_read_a_few_pieces_ahead_at_most(office: Office) -> None:
    source, deepest = Pieces(40), 0
    with QuarantineCopy(office.coordinator, cast("BinaryIO", source), lambda _n: None) as copy:
        while copy.read():
            source.ahead -= 1
            deepest = max(deepest, source.ahead)
        kept = copy.finish()
    assert kept.size == 40 * quarantine.PIECE_BYTES
    assert deepest <= quarantine.PIECES_AHEAD
    assert vault_files(office.coordinator) == EMPTY


def test_a_file_that_grows_without_end_is_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "MOST_BYTES", 5 * quarantine.PIECE_BYTES)
    source = Pieces(9)
    with (
        pytest.raises(errors.BundleRefused) as caught,
        QuarantineCopy(office.coordinator, cast("BinaryIO", source), lambda _n: None) as copy,
    ):
        copy.finish()
    assert caught.value.code == "OUTER_SIZE"
    assert vault_files(office.coordinator) == EMPTY

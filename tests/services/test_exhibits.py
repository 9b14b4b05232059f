"""Files come in whole or not at all: hashed on the way, named as they were, opened by nobody."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.localization.isolate import visible_controls
from intake_app.services import exhibits, interviewing
from intake_app.services.copying import CHUNK_BYTES
from intake_app.services.session import Session
from intake_app.vault import layout
from tests.services.making import opening
from tests.services.people import People, events


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    made = People(tmp_path / "people")
    made.folder.mkdir()
    yield made
    made.close()


@pytest.fixture
def device(people: People) -> Session:
    return people.person("interviewer")


@pytest.fixture
def draft(device: Session) -> str:
    return interviewing.begin(device, opening()).statement_id


def in_vault(session: Session) -> list[str]:
    """The names under `media`, half-written ones too."""
    return sorted(each.name for each in (session.folder / layout.MEDIA).iterdir())


def nothing_came(session: Session, draft: str) -> bool:
    statement = interviewing.load(session, draft)
    return not statement.exhibits and not in_vault(session) and "exhibit.add" not in events(session)


@pytest.mark.parametrize("size", [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3_000_001])
def test_hash_and_size_are_those_of_the_file(
    device: Session, draft: str, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "tape.wav"
    path.write_bytes(os.urandom(size))
    seen: list[tuple[int, int]] = []
    made = exhibits.attach(
        device, draft, path, {"caption": "نوار"}, progress=lambda *told: seen.append(told)
    )
    # Somebody else's tool says the same.
    told = subprocess.run(["sha256sum", str(path)], capture_output=True, text=True, check=True)
    assert made.sha256 == told.stdout.split()[0]
    assert (made.size, made.name, made.caption) == (size, "tape.wav", "نوار")
    assert seen[-1] == (size, size)
    assert b"".join(exhibits.read(device, made.id)) == path.read_bytes()
    line = device.custody.entries()[-1]
    assert (line.event, line.ref) == ("exhibit.add", made.id)
    # The log tells the file only to whoever has the statement, with its salt.
    said = subprocess.run(
        ["sha256sum"],
        input=f"{made.log_salt}\n{made.sha256}\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert dict(line.x) == {"mark": said.stdout.split()[0]}
    assert len(str(made.log_salt)) == 64
    sealed = (device.folder / layout.MEDIA / made.id).read_bytes()
    assert path.read_bytes()[:64] not in sealed or size < 16


def test_an_empty_file_is_none(device: Session, draft: str, tmp_path: Path) -> None:
    (tmp_path / "nothing").write_bytes(b"")
    with pytest.raises(errors.ExhibitEmpty):
        exhibits.attach(device, draft, tmp_path / "nothing")
    assert nothing_came(device, draft)


NAMES = (
    "ن" * 127,
    "x" * 251 + ".jpg",
    "\u202egpj.exe",
    "a\nb\x1b[31m.txt",
    "\u2066hidden\u2069.pdf",
    "'; DROP TABLE drafts; --",
    "-rf",
    " spaced ",
)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_kept_to_the_letter_and_shown_without_tricks(
    device: Session, draft: str, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"content")
    made = exhibits.attach(device, draft, tmp_path / name)
    assert interviewing.load(device, draft).exhibits[0].name == made.name == name
    shown = visible_controls(name)
    assert not set(shown) & set("\u202e\u202d\u2066\u2067\u2068\u2069\n\x1b")
    assert all(len(each) == 32 for each in in_vault(device))


def test_bytes_that_are_no_letters_become_a_sign(
    device: Session, draft: str, tmp_path: Path
) -> None:
    path = os.fsencode(tmp_path) + b"/odd-\xff\xfe.bin"
    with open(path, "wb") as file:  # noqa: PTH123  (a path of bytes)
        file.write(b"content")
    made = exhibits.attach(device, draft, Path(os.fsdecode(path)))
    assert made.name == "odd-??.bin"


def test_what_is_no_plain_file_is_refused_at_once(
    device: Session, draft: str, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "secret").write_bytes(b"of this computer")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    (tmp_path / "loop").symlink_to("loop")
    odd = [tmp_path / each for each in ("pipe", "folder", "link", "loop", "gone", "x\0y", "\ud800")]
    for path in (*odd, Path("/dev/zero"), Path("/dev/null"), tmp_path / ("n" * 300)):
        with pytest.raises(errors.ExhibitUnreadable):
            exhibits.attach(device, draft, path)
    assert nothing_came(device, draft)


@pytest.mark.parametrize("change", ["grows", "shrinks", "rewritten"])
def test_a_file_that_changes_while_it_is_read(
    device: Session, draft: str, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "recording.wav"
    path.write_bytes(b"a" * (4 * CHUNK_BYTES))
    os.utime(path, ns=(1, 1))

    def meddle(_done: int, _of: int) -> None:
        if path.stat().st_mtime_ns != 1:
            return
        if change == "grows":
            with path.open("ab") as file:
                file.write(b"b")
        elif change == "shrinks":
            os.truncate(path, 3 * CHUNK_BYTES)
        else:
            with path.open("r+b") as file:
                file.write(b"c")

    with pytest.raises(errors.ExhibitChanged):
        exhibits.attach(device, draft, path, progress=meddle)
    assert nothing_came(device, draft)


def test_a_file_without_an_end_ends_as_changed(device: Session, draft: str, tmp_path: Path) -> None:
    path = tmp_path / "growing"
    path.write_bytes(b"a" * CHUNK_BYTES)
    written = CHUNK_BYTES

    def grow(_done: int, _of: int) -> None:
        nonlocal written
        with path.open("ab") as file:
            written += file.write(b"a" * 2 * CHUNK_BYTES)

    with pytest.raises(errors.ExhibitChanged):
        exhibits.attach(device, draft, path, progress=grow)
    assert written <= 8 * CHUNK_BYTES
    assert nothing_came(device, draft)


def test_stopped_half_way(device: Session, draft: str, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"a" * (4 * CHUNK_BYTES))
    with pytest.raises(errors.Cancelled):
        exhibits.attach(device, draft, tmp_path / "film", cancelled=lambda: True)
    assert nothing_came(device, draft)


def test_a_full_disk_leaves_nothing(device: Session, draft: str, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(os.urandom(3_000_000))
    media = device.folder / layout.MEDIA
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(media)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs more rights than these tests have")
    try:
        with pytest.raises(errors.VaultDiskFull):
            exhibits.attach(device, draft, tmp_path / "film")
        assert nothing_came(device, draft)
        (tmp_path / "note").write_bytes(b"small")
        assert exhibits.attach(device, draft, tmp_path / "note").size == 5
    finally:
        subprocess.run(["umount", "-l", str(media)], check=True)


def test_the_same_file_twice_is_two_exhibits_with_keys_of_their_own(
    device: Session, draft: str, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_bytes(b"dear")
    one, two = (exhibits.attach(device, draft, tmp_path / "letter") for _ in range(2))
    assert one.id != two.id
    assert (one.sha256, one.size, one.name) == (two.sha256, two.size, two.name)
    sealed = [(device.folder / layout.MEDIA / each.id).read_bytes() for each in (one, two)]
    assert sealed[0] != sealed[1]
    left = exhibits.remove(device, draft, one.id)
    assert [each.id for each in left.exhibits] == [two.id]
    assert in_vault(device) == [two.id]
    assert b"".join(exhibits.read(device, two.id)) == b"dear"
    with pytest.raises(errors.MediaDamaged):
        b"".join(exhibits.read(device, one.id))


def test_together_they_fit_into_one_bundle(
    device: Session, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exhibits, "FILES_LIMIT_BYTES", 1000)
    (tmp_path / "small").write_bytes(b"a" * 600)
    (tmp_path / "large").write_bytes(b"a" * 1001)
    with pytest.raises(errors.StatementTooLarge):
        exhibits.attach(device, draft, tmp_path / "large")
    kept = exhibits.attach(device, draft, tmp_path / "small")
    with pytest.raises(errors.StatementTooLarge):
        exhibits.attach(device, draft, tmp_path / "small")
    assert in_vault(device) == [kept.id]


def test_a_file_for_a_draft_that_is_gone_leaves_nothing(
    device: Session, draft: str, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_bytes(b"dear")
    taken = exhibits.take(device, tmp_path / "letter")
    assert len(in_vault(device)) == 1
    interviewing.discard(device, draft)
    with pytest.raises(errors.StatementMissing):
        exhibits.keep(device, draft, taken)
    with pytest.raises(errors.StatementMissing):
        exhibits.attach(device, draft, tmp_path / "letter")
    assert in_vault(device) == []


def test_only_what_is_told_can_be_changed(device: Session, draft: str, tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"dear")
    made = exhibits.attach(device, draft, tmp_path / "letter")
    changed = exhibits.describe(device, draft, made.id, caption="نامه", holder="خواهر")
    assert (changed.exhibits[0].caption, changed.exhibits[0].holder) == ("نامه", "خواهر")
    for field in ("sha256", "name", "size", "id", "media_type", "path", "received_at"):
        with pytest.raises(errors.StatementInvalid):
            exhibits.describe(device, draft, made.id, **{field: "x"})
        with pytest.raises(errors.StatementInvalid):
            exhibits.attach(device, draft, tmp_path / "letter", {field: "x"})
    with pytest.raises(errors.ExhibitMissing):
        exhibits.describe(device, draft, "ab" * 16, caption="x")
    with pytest.raises(errors.ExhibitMissing):
        exhibits.remove(device, draft, "ab" * 16)
    assert in_vault(device) == [made.id]


def test_a_type_is_what_the_bytes_say(device: Session, draft: str, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"MZ" + bytes(200))
    (tmp_path / "notes.exe").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    feigned = exhibits.attach(device, draft, tmp_path / "photo.jpg")
    real = exhibits.attach(device, draft, tmp_path / "notes.exe")
    assert feigned.media_type == "application/octet-stream"
    assert exhibits.picture(device, feigned) is None
    assert real.media_type == "image/jpeg"
    assert exhibits.picture(device, real) == (tmp_path / "notes.exe").read_bytes()


def test_damage_in_the_vault_is_seen(device: Session, draft: str, tmp_path: Path) -> None:
    (tmp_path / "tape").write_bytes(os.urandom(200_000))
    made = exhibits.attach(device, draft, tmp_path / "tape")
    sealed = device.folder / layout.MEDIA / made.id
    whole = sealed.read_bytes()
    for damaged in (whole[:-1], whole[:70_000], b"", whole[:100_000] + b"x" + whole[100_001:]):
        sealed.write_bytes(damaged)
        with pytest.raises(errors.MediaDamaged):
            hashlib.sha256(b"".join(exhibits.read(device, made.id)))

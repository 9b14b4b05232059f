"""Killed while sealing or handing over: draft or sealed, whole on the drive or absent."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from intake_app.services import exhibits, handing_over, interviewing, sealing
from intake_app.services import session as sessions
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from intake_app.vault.drafts import Drafts
from intake_app.vault.media import MediaStore
from intake_app.vault.sealed import Sealed
from tests.services import making
from tests.services.people import WORDS
from tests.services.raw_pages import KeyCatcher

DICE = random.Random(1367)
RANDOM_KILLS = 8
MARK = "سپیدار-کبود"
MARKS = tuple(MARK.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


@dataclass
class Scene:
    """A device's vault with one draft that is ready to be sealed, and who kills its sealing."""

    vault: Path
    surroundings: Surroundings
    draft: str
    secrets: tuple[bytes, ...]
    mother: subprocess.Popen[str]

    def die(self, place: Path, **how: object) -> list[str]:
        """Seal and hand over in a child that is killed; return what it had said before."""
        shutil.copytree(self.vault, place / "vault")
        (place / "drive").mkdir()
        job: dict[str, Any] = {
            "vault": str(place / "vault"),
            "drive": str(place / "drive"),
            "draft": self.draft,
            "now": self.surroundings.clock.now().isoformat(),
            **how,
        }
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write(json.dumps(job) + "\n")
        self.mother.stdin.flush()
        status, heard = json.loads(self.mother.stdout.readline())
        assert status in (0, int(signal.SIGKILL)), "the child failed by itself"
        words = str(heard).split()
        assert ("done" in words) == (status == 0) or "after" in how
        return words


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    for office in making.office(tmp_path_factory.mktemp("office")):
        draft = office.draft(f"{MARK}\n{MARK} را صدا زدند.")
        film = office.people.place() / "film.bin"
        film.write_bytes(MARKS[0] * 3000)
        exhibit = exhibits.attach(office.device, draft, film)
        secret = MediaStore(office.device.vault).get(exhibit.id).identity.encode()
        wrapped = office.device.vault.db.value("SELECT wrapped FROM draft_keys")
        office.device.lock()
        with subprocess.Popen(
            [sys.executable, "-m", "tests.services.seal_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as mother:
            yield Scene(
                office.device.folder,
                office.device.surroundings,
                draft,
                (secret, bytes(wrapped)),
                mother,
            )
            mother.stdin.close()  # type: ignore[union-attr]


def look_after(scene: Scene, place: Path, heard: list[str]) -> str:
    """Open what a kill left, see that promises were kept, and finish the job; return its state."""
    no_plain_words(place)
    with KeyCatcher() as catcher:
        session = sessions.unlock(place / "vault", bytearray(WORDS), scene.surroundings)
    drive = place / "drive"
    try:
        state = draft_or_sealed(scene, session, heard)
        for path in drive.glob("*.age"):
            assert path.read_bytes() == (session.folder / "outbox" / path.name).read_bytes()
        if state == "draft":
            assert list(drive.iterdir()) == []
            sealing.seal(session, scene.draft)
        waiting = [row.bundle_id for row in Sealed(session.vault).all()]
        handing_over.hand_over(session, drive, bundle_ids=waiting)
        (row,) = Sealed(session.vault).all()
        assert row.state == "handed_over"
        assert [path.name for path in drive.iterdir()] == [row.outer_name]
        assert sha256(drive / row.outer_name) == row.outer_sha256
    finally:
        session.lock()
    no_plain_words(place)
    pages = catcher.pages(place / "vault")
    assert not any(secret in pages for secret in scene.secrets)
    return state


def draft_or_sealed(scene: Scene, session: Session, heard: list[str]) -> str:
    """The draft with all that belongs to it, or the whole bundle and nothing else."""
    assert (session.vault.swept.unknown, session.vault.swept.missing) == ([], [])
    assert session.vault.check().ok
    session.custody.verify()
    drafts = [each.draft_id for each in Drafts(session.vault).all()]
    rows = Sealed(session.vault).all()
    outbox = sorted(path.name for path in (session.folder / "outbox").iterdir())
    assert outbox == [row.outer_name for row in rows]
    offered = handing_over.outbox(session)
    assert [each.bundle_id for each in offered] == [row.bundle_id for row in rows]
    if not rows:
        assert drafts == [scene.draft]
        assert "sealed" not in heard
        assert MARK in interviewing.load(session, scene.draft).narrative[0].text
        (media,) = MediaStore(session.vault).of(scene.draft)
        assert b"".join(MediaStore(session.vault).open(media)) == MARKS[0] * 3000
        return "draft"
    assert drafts == []
    assert session.vault.db.value("SELECT count(*) FROM draft_keys") == 0
    assert list((session.folder / "media").iterdir()) == []
    (row,) = rows
    path = session.folder / "outbox" / row.outer_name
    assert (sha256(path), path.stat().st_size) == (row.outer_sha256, row.outer_size)
    assert row.state == "handed_over" or "handed" not in heard
    return row.state


def no_plain_words(place: Path) -> None:
    for path in place.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(mark in data for mark in MARKS), path.name


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_search_finds_what_a_draft_keeps(scene: Scene, tmp_path: Path) -> None:
    shutil.copytree(scene.vault, tmp_path / "vault")
    with KeyCatcher() as catcher:
        sessions.unlock(tmp_path / "vault", bytearray(WORDS), scene.surroundings).lock()
    pages = catcher.pages(tmp_path / "vault")
    assert all(secret in pages for secret in scene.secrets)


@pytest.mark.parametrize(("kind", "stride"), [("change", 1), ("statement", 4)])
def test_killed_before_each_change(scene: Scene, tmp_path: Path, kind: str, stride: int) -> None:
    states: list[str] = []
    heard: list[str] = []
    while "done" not in heard:
        place = tmp_path / str(len(states))
        place.mkdir()
        heard = scene.die(place, **{kind: stride * len(states) + 1})
        states.append(look_after(scene, place, heard))
        shutil.rmtree(place)
    assert list(dict.fromkeys(states)) == ["draft", "waiting", "handed_over"], states
    assert states == sorted(states, key=["draft", "waiting", "handed_over"].index)


def test_killed_at_random_moments(scene: Scene, tmp_path: Path) -> None:
    for number in range(RANDOM_KILLS):
        place = tmp_path / str(number)
        place.mkdir()
        heard = scene.die(place, after=DICE.uniform(0, 0.3))
        look_after(scene, place, heard)
        shutil.rmtree(place)

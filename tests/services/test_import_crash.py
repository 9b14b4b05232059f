"""Killed at any moment of an import: the vault is in order, nothing lost, nothing there twice."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake_app.services import importing
from intake_app.services import session as sessions
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from intake_app.vault.archive import Archive, ArchivedBundle
from intake_app.vault.inbox import Inbox
from intake_app.vault.issued_receipts import IssuedReceipts
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import forged, vault_files
from tests.services.people import WORDS

DICE = random.Random(1367)
RANDOM_KILLS = 6


@dataclass
class Scene:
    """A coordinator's vault that waits, and a stick: a sound bundle, then its forgery."""

    vault: Path
    stick: Path
    surroundings: Surroundings

    def again(self, folder: Path) -> Session:
        return sessions.unlock(folder, bytearray(WORDS), self.surroundings)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    for office in making.office(tmp_path_factory.mktemp("office")):
        bundle_id = office.seal(files=True)
        stick = office.people.place()
        shutil.copy(office.file(bundle_id), stick / "1.age")

        def lie(taken: Taken) -> Taken:
            return taken.described(interviewer="Somebody else")

        shutil.copy(forged(office, bundle_id, lie), stick / "2.age")
        office.coordinator.lock()
        yield Scene(office.coordinator.folder, stick, office.coordinator.surroundings)


def child(scene: Scene, folder: Path, *how: object) -> subprocess.Popen[bytes]:
    shutil.copytree(scene.vault, folder)
    verb, *more = map(str, how)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.services.import_child", verb, folder, scene.stick, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def in_order(session: Session) -> None:
    """Files and rows say the same, and the log holds."""
    assert session.vault.swept.unknown == []
    assert session.vault.swept.missing == []
    session.custody.verify()
    archived = sorted(each.outer_name for each in _bundles(session))
    held = sorted(each.quarantine_name for each in Inbox(session.vault).held())
    assert vault_files(session) == {"archive": archived, "quarantine": held}
    assert session.vault.check().ok


def _bundles(session: Session) -> list[ArchivedBundle]:
    archive = Archive(session.vault)
    return [archive.get(each.bundle_id) for each in archive.all()]


def look_after(scene: Scene, folder: Path, heard: list[str]) -> None:
    """Open what a kill left, see that promises were kept, and finish the job."""
    session = scene.again(folder)
    try:
        in_order(session)
        items = {each.item_id: each.verdict for each in Inbox(session.vault).all()}
        for words in map(str.split, heard):
            if words[0] in ("accepted", "held"):
                assert items[words[1]] == words[0]
        outcomes = importing.import_many(session, [scene.stick])
        assert [each.verdict for each in outcomes][1] == "held"
        assert outcomes[0].verdict in ("accepted", "duplicate")
        assert len(_bundles(session)) == 1
        assert len(Inbox(session.vault).held()) == 1
        assert len(IssuedReceipts(session.vault).all()) == 1
        in_order(session)
    finally:
        session.lock()


def test_killed_before_each_change_of_the_folder(scene: Scene, tmp_path: Path) -> None:
    def die_at(number: int) -> tuple[Path, list[str]]:
        folder = tmp_path / str(number)
        with child(scene, folder, "die", number) as process:
            out, err = process.communicate()
        assert err == b""
        return folder, out.decode().splitlines()

    number, finished = 1, False
    with ThreadPoolExecutor(2) as pool:
        while not finished:
            for folder, heard in pool.map(die_at, [number, number + 1]):
                finished |= "done" in heard
                look_after(scene, folder, heard)
                shutil.rmtree(folder)
            number += 2
    assert number > 12


def test_killed_at_random_moments(scene: Scene, tmp_path: Path) -> None:
    for number in range(RANDOM_KILLS):
        folder = tmp_path / str(number)
        with child(scene, folder, "run") as process:
            assert process.stdout is not None
            heard = process.stdout.readline()
            end = time.monotonic() + DICE.uniform(0, 0.12)
            while time.monotonic() < end:
                pass  # a busy wait: the moment is to be finer than the system's timer
            process.kill()
            heard += process.stdout.read()
        look_after(scene, folder, heard.decode().splitlines())
        shutil.rmtree(folder)

"""Killed at any moment: the vault opens, at most the save under way is lost, no rubble stays."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from intake_app.errors import VaultMissing, WrongPassphrase
from intake_app.vault import layout
from intake_app.vault.custody import Custody
from intake_app.vault.drafts import Drafts
from intake_app.vault.media import MediaStore
from intake_app.vault.sealed import Sealed
from intake_app.vault.vault import Vault
from tests.vault.making import make, reopen

KILLS = 20
DICE = random.Random(1988)


def child(*args: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.vault.crash_child", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def said(data: bytes) -> list[list[str]]:
    return [line.split() for line in data.decode().splitlines()]


def killed_at_random(folder: Path) -> list[list[str]]:
    """Let a process work for a random while, kill it, and return what it had promised."""
    with child("work", folder) as process:
        assert process.stdout is not None
        heard = process.stdout.readline()
        end = time.monotonic() + DICE.uniform(0, 0.06)
        while time.monotonic() < end:
            pass  # a busy wait: the moment is to be finer than the system's timer
        process.kill()
        heard += process.stdout.read()
    return said(heard)


def check_folder(vault: Vault) -> None:
    """Files and rows say the same, and everything opens."""
    assert vault.check().problems == ()
    assert vault.swept.unknown == []
    assert vault.swept.missing == []
    folder = vault.folder
    store = MediaStore(vault)
    rows = [each.media_id for each in store.of("d1")]
    assert sorted(path.name for path in (folder / layout.MEDIA).iterdir()) == sorted(rows)
    for each in rows:
        assert sum(map(len, store.open(each))) > 0
    waiting = [each for each in Sealed(vault).all() if each.state != "deleted"]
    names = sorted(path.name for path in (folder / layout.OUTBOX).iterdir())
    assert names == sorted(each.outer_name for each in waiting)
    assert not list(folder.rglob("*" + layout.PART))
    assert not list(folder.glob("*" + layout.NEW))
    Custody(vault).verify()
    assert not vault.rolled_back


def test_killed_at_many_random_moments(folder: Path) -> None:
    vault = make(folder)
    Drafts(vault).create("d1", b"0 ", b"0")
    vault.close()
    cut_off: set[str] = set()
    for _ in range(KILLS):
        heard = killed_at_random(folder)
        cut_off.add(heard[-1][0])
        vault = reopen(folder)
        check_folder(vault)
        draft = Drafts(vault).load("d1")
        kept = int(draft.body.split()[0])
        saved = [int(words[1]) for words in heard if words[0] in {"ready", "saved"}]
        assert kept in {saved[-1], saved[-1] + 1}
        assert draft.identity == b"%d" % kept
        sealed = {each.bundle_id: each.state for each in Sealed(vault).all()}
        for words in heard:
            if words[0] == "sealed":
                assert words[1] in sealed
            if words[0] == "deleted":
                assert sealed[words[1]] == "deleted"
        attached = [words[1] for words in heard if words[0] == "attached"]
        logged = {each.ref for each in Custody(vault).entries() if each.event == "exhibit.add"}
        assert set(attached) <= logged
        # Sealing is one deed: a draft is a draft or is sealed, never neither and never both.
        for each in Drafts(vault).all():
            assert each.draft_id == "d1" or each.draft_id[1:] not in sealed
        for each in Drafts(vault).all():
            if each.draft_id != "d1":
                Drafts(vault).delete(each.draft_id)
        vault.close()
    assert len(cut_off) > 2, "the moments were all alike"


def die_at(root: Path, number: int) -> tuple[int, Path, list[list[str]]]:
    folder = root / str(number)
    with child("die", folder, number) as process:
        out, err = process.communicate()
    assert err == b""
    return number, folder, said(out)


@pytest.mark.parametrize("start", [1, 2, 3])
def test_killed_before_each_change_of_the_folder(tmp_path: Path, start: int) -> None:
    number = start
    finished = False
    with ThreadPoolExecutor(2) as pool:
        while not finished:
            batch = pool.map(lambda n: die_at(tmp_path, n), [number, number + 3])
            for _, folder, heard in batch:
                words = {each[0]: each[1:] for each in heard}
                if "made" not in words:
                    begin_again(folder)
                    continue
                finished |= "done" in words
                look_after(folder, words)
            number += 6


def begin_again(folder: Path) -> None:
    """A vault that was not finished opens whole or is no vault; its folder may be used."""
    try:
        vault = reopen(folder)
    except VaultMissing:
        vault = make(folder)
    assert vault.check().ok
    assert vault.role == "interviewer"
    vault.close()
    assert not (folder / layout.CREATING).exists()


def look_after(folder: Path, words: dict[str, list[str]]) -> None:
    try:
        vault = reopen(folder, words=b"new")
    except WrongPassphrase:
        assert "changed" not in words
        vault = reopen(folder)
    check_folder(vault)
    drafts = [each.draft_id for each in Drafts(vault).all()]
    if "saved" in words:
        assert "d1" in drafts
    if "attached" in words:
        assert [each.media_id for each in MediaStore(vault).of("d1")] == words["attached"]
    if "held" in words:
        assert len(list((folder / layout.QUARANTINE).iterdir())) == 1
    vault.close()

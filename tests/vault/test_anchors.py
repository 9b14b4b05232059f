from __future__ import annotations

import shutil
from pathlib import Path

from intake_app.vault import layout
from intake_app.vault.anchors import Anchors
from intake_app.vault.custody import Custody
from tests.vault.making import make, put_sealed, reopen


def test_an_older_database_put_back_is_noticed(closed: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copyfile(closed / layout.DATABASE, old)
    vault = reopen(closed)
    for _ in range(3):
        Custody(vault).append("settings")
    put_sealed(vault, "b1", b"sealed")
    vault.close()
    shutil.copyfile(old, closed / layout.DATABASE)
    vault = reopen(closed)
    assert vault.rolled_back
    # What was sealed in the time that was taken away is not thrown away.
    assert len(vault.swept.unknown) == 1
    assert vault.swept.unknown[0].startswith("outbox/")
    assert len(list((closed / layout.OUTBOX).iterdir())) == 1
    line = Custody(vault).entries()[-2]
    assert (line.event, line.x["lost_seq"], line.x["held_seq"]) == ("vault.rollback", 5, 1)
    assert f"file_unknown:{vault.swept.unknown[0]}" in vault.check().problems
    vault.close()
    vault = reopen(closed)
    assert not vault.rolled_back  # said once, and kept in the log
    vault.close()


def test_a_journal_cut_off_after_a_crash_is_noticed(closed: Path) -> None:
    vault = reopen(closed)
    Custody(vault).append("settings")
    vault._lock.release()  # the process dies here: nothing is closed
    copy = closed.with_name("copy")
    shutil.copytree(closed, copy)
    vault.close()
    (copy / f"{layout.DATABASE}-wal").unlink()
    (copy / f"{layout.DATABASE}-shm").unlink()
    again = reopen(copy)
    assert again.rolled_back
    again.close()


def test_without_the_anchor_file_nothing_is_claimed(closed: Path) -> None:
    (closed / layout.ANCHOR).unlink()
    vault = reopen(closed)
    assert not vault.rolled_back
    vault.close()
    (closed / layout.ANCHOR).write_bytes(b"x" * 100)
    vault = reopen(closed)
    assert not vault.rolled_back
    vault.close()


def test_an_anchor_of_another_vault_says_nothing(closed: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other")
    for _ in range(9):
        Custody(other).append("settings")
    other.close()
    shutil.copyfile(tmp_path / "other" / layout.ANCHOR, closed / layout.ANCHOR)
    vault = reopen(closed)
    assert not vault.rolled_back
    vault.close()


def test_heads_that_others_confirmed(closed: Path) -> None:
    vault = reopen(closed)
    anchors, custody = Anchors(vault), Custody(vault)
    assert anchors.newest() is None
    head = custody.head()
    anchors.note("coord-1", head.seq, head.hash)
    anchors.note("coord-1", head.seq, head.hash)
    assert anchors.missing() == []
    anchors.note("coord-2", 99, "ab" * 32)
    newest = anchors.newest()
    assert newest is not None
    assert newest.seq == 99
    assert [each.source for each in anchors.missing()] == ["coord-2"]
    vault.close()

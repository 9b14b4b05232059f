from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.errors import (
    FolderNotEmpty,
    KdfRefused,
    PassphraseEmpty,
    VaultDatabaseDamaged,
    VaultExists,
    VaultHeaderDamaged,
    VaultInUse,
    VaultLocked,
    VaultMissing,
    WrongPassphrase,
)
from intake_app.vault import layout
from intake_app.vault.custody import Custody
from intake_app.vault.drafts import Drafts
from intake_app.vault.meta import Meta
from intake_app.vault.vault import Vault
from tests.vault.making import QUICK, WORDS, fails_after, fill, make, new_id, reopen


def test_a_new_vault_is_closed_to_others_and_open_to_its_passphrase(closed: Path) -> None:
    for path in [closed, *closed.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path.name
    assert {path.name for path in closed.iterdir()} == {
        *layout.FOLDERS, layout.HEADER, layout.HEADER_COPY, layout.DATABASE, layout.LOCK,
        layout.ANCHOR,
    }  # fmt: skip
    vault = reopen(closed)
    assert vault.role == "interviewer"
    assert Drafts(vault).load("d1").body == b"body one"
    vault.close()


def test_create_refuses_what_is_there(folder: Path, closed: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultExists):
        make(closed)
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(FolderNotEmpty):
        make(other)
    assert [each.name for each in other.iterdir()] == ["letter.txt"]
    with pytest.raises(FolderNotEmpty):
        make(other / "letter.txt")


def test_create_refuses_before_it_writes(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with pytest.raises(PassphraseEmpty):
        Vault.create(
            folder, bytearray(), role="witness", clock=FixedClock(), cost=QUICK, new_id=new_id
        )
    with pytest.raises(KdfRefused):
        Vault.create(
            folder,
            bytearray(WORDS),
            role="witness",
            clock=FixedClock(),
            cost=KdfCost(1024, 1, 1),
            new_id=new_id,
        )
    with pytest.raises(ValueError, match="short"):
        Vault.create(
            folder,
            bytearray(WORDS),
            role="witness",
            clock=FixedClock(),
            cost=QUICK,
            new_id=lambda: "short",
        )
    assert not folder.exists()


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir(mode=0o755)
    make(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_wrong_passphrase_is_counted_and_logged(closed: Path) -> None:
    for count in (1, 2, 3):
        with pytest.raises(WrongPassphrase) as caught:
            reopen(closed, words=b"guess")
        assert caught.value.params["tries"] == count
    with pytest.raises(PassphraseEmpty):
        reopen(closed, words=b"")
    assert Vault.info(closed).failed_tries == 3
    vault = reopen(closed)
    events = [(each.event, dict(each.x)) for each in Custody(vault).entries()]
    assert events[-2:] == [("vault.unlock_failed", {"count": 3}), ("vault.unlock", {})]
    vault.close()
    assert Vault.info(closed).failed_tries == 0


def test_wrong_passphrase_damaged_header_and_damaged_database_are_told_apart(closed: Path) -> None:
    with pytest.raises(WrongPassphrase):
        reopen(closed, words=b"guess")
    kept = (closed / layout.DATABASE).read_bytes()
    for place in (3, 40, 4090):  # salt, first page, its MAC
        spoiled = bytearray(kept)
        spoiled[place] ^= 1
        (closed / layout.DATABASE).write_bytes(spoiled)
        with pytest.raises(VaultDatabaseDamaged):
            reopen(closed)
    (closed / layout.DATABASE).write_bytes(kept[:100])
    with pytest.raises(VaultDatabaseDamaged):
        reopen(closed)
    (closed / layout.DATABASE).write_bytes(b"")
    with pytest.raises(VaultDatabaseDamaged):
        reopen(closed)
    (closed / layout.DATABASE).unlink()
    with pytest.raises(VaultDatabaseDamaged):
        reopen(closed)
    for name in (layout.HEADER, layout.HEADER_COPY):
        (closed / name).write_bytes(b"\0" * 100)
    with pytest.raises(VaultHeaderDamaged):
        reopen(closed)
    for name in (layout.HEADER, layout.HEADER_COPY):
        (closed / name).unlink()
    with pytest.raises(VaultMissing):
        reopen(closed)
    with pytest.raises(VaultMissing):
        reopen(closed / "nowhere")


def test_one_vault_is_open_once(vault: Vault, folder: Path) -> None:
    with pytest.raises(VaultInUse):
        reopen(folder)
    assert Vault.info(folder).in_use
    vault.close()
    assert not Vault.info(folder).in_use
    reopen(folder).close()


def test_a_failed_unlock_gives_the_lock_back(closed: Path) -> None:
    with pytest.raises(WrongPassphrase):
        reopen(closed, words=b"guess")
    reopen(closed).close()


def test_a_closed_vault_says_locked_and_holds_no_key(vault: Vault) -> None:
    keys = vault._keys
    kept = [keys.db, keys.header, keys.records, keys.anchor]
    assert all(any(key) for key in kept)
    vault.close()
    vault.close()
    assert not any(any(key) for key in kept)
    for deed in (
        lambda: Drafts(vault).all(),
        lambda: vault.record_key,
        vault.checkpoint,
        vault.check,
        lambda: Custody(vault).append("settings"),
        lambda: vault.change_passphrase(bytearray(WORDS), bytearray(b"x"), QUICK),
    ):
        with pytest.raises(VaultLocked):
            deed()


def test_closing_inside_a_transaction_undoes_it(vault: Vault, folder: Path) -> None:
    def lock_in_the_middle() -> None:
        with vault.transaction():
            Meta(vault).put("half", "done")
            vault.close()

    with pytest.raises(VaultLocked):
        lock_in_the_middle()
    again = reopen(folder)
    assert Meta(again).get("half") is None
    again.close()


def test_a_vault_belongs_to_its_thread(vault: Vault) -> None:
    faults: list[BaseException] = []

    def use() -> None:
        try:
            Drafts(vault).all()
        except driver.ProgrammingError as error:
            faults.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(faults) == 1


def test_a_check_may_run_in_another_thread(vault: Vault) -> None:
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(vault.check().ok))
    thread.start()
    thread.join()
    assert found == [True]


def test_transactions_join(vault: Vault) -> None:
    meta = Meta(vault)
    done: list[str] = []
    with vault.transaction():
        meta.put("outer", "1")
        vault.after_commit(lambda: done.append("outer"))
        fails_after(
            vault,
            lambda: meta.put("inner", "1"),
            lambda: vault.after_commit(lambda: done.append("inner")),
        )
        with vault.transaction():
            meta.put("second", "1")
        assert done == []
    assert done == ["outer"]
    assert (meta.get("outer"), meta.get("inner"), meta.get("second")) == ("1", None, "1")
    fails_after(vault, lambda: _in_one_of_its_own(vault, lambda: meta.put("third", "1")))
    assert meta.get("third") is None
    vault.after_commit(lambda: done.append("now"))
    assert done == ["outer", "now"]


def test_changing_the_passphrase_keeps_everything(folder: Path) -> None:
    vault = make(folder)
    fill(vault, "kept")
    before = _everything(vault)
    with pytest.raises(WrongPassphrase):
        vault.change_passphrase(bytearray(b"guess"), bytearray(b"new"), QUICK)
    with pytest.raises(PassphraseEmpty):
        vault.change_passphrase(bytearray(WORDS), bytearray(), QUICK)
    with pytest.raises(KdfRefused):
        vault.change_passphrase(bytearray(WORDS), bytearray(b"new"), KdfCost(1, 1, 1))
    vault.change_passphrase(bytearray(WORDS), bytearray(b"new"), QUICK)
    vault.change_passphrase(bytearray(b"new"), bytearray(b"newer"), QUICK)
    vault.close()
    for words in (WORDS, b"new"):
        with pytest.raises(WrongPassphrase):
            reopen(folder, words=words)
    again = reopen(folder, words=b"newer")
    assert _everything(again) == before
    assert [each.event for each in Custody(again).entries()][-4:-2] == ["vault.passphrase"] * 2
    assert again.check().ok
    again.close()


def test_an_interrupted_change_of_passphrase_opens_and_settles(folder: Path) -> None:
    vault = make(folder)
    old_copy = (folder / layout.HEADER_COPY).read_bytes()
    vault.change_passphrase(bytearray(WORDS), bytearray(b"new"), QUICK)
    vault.close()
    (folder / layout.HEADER_COPY).write_bytes(old_copy)  # as if killed between the two writes
    again = reopen(folder, words=b"new")
    assert again.header_was_damaged
    again.close()
    assert (folder / layout.HEADER).read_bytes() == (folder / layout.HEADER_COPY).read_bytes()
    with pytest.raises(WrongPassphrase):
        reopen(folder)


def test_info_needs_no_passphrase(closed: Path) -> None:
    info = Vault.info(closed)
    assert info.format == "testimony-vault/1"
    assert [slot.cost for slot in info.slots] == [QUICK]
    assert not info.header_damaged
    assert info.database_bytes > 0
    assert [each.name for each in info.folders] == list(layout.FOLDERS)


def _in_one_of_its_own(vault: Vault, deed: Callable[[], object]) -> None:
    with vault.transaction():
        deed()


def _everything(vault: Vault) -> dict[str, list[tuple[object, ...]]]:
    tables = vault.db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {
        name: vault.db.rows(f"SELECT * FROM {name}")  # noqa: S608
        for (name,) in tables
        if name != "custody"
    }

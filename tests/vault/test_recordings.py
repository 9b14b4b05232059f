"""Pieces of a recording: kept in order, cut off cleanly, damaged alone, gone with their row."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as driver

from intake_app.errors import MediaDamaged, StatementMissing, VaultDiskFull
from intake_app.vault import layout
from intake_app.vault.drafts import Drafts
from intake_app.vault.pieces import CELL_BYTES, PieceWriter, read_pieces
from intake_app.vault.recordings import Recordings
from intake_app.vault.vault import Vault
from tests.vault.making import NOW, new_id, put_piece, reopen

KEY = bytes(range(32))
SMALL = st.binary(max_size=3 * CELL_BYTES)


def written(folder: Path, said: list[bytes]) -> Path:
    path = folder / os.urandom(4).hex()
    writer = PieceWriter(path, KEY)
    for each in said:
        writer.add(each)
    assert writer.size == path.stat().st_size
    writer.close()
    return path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pieces")


@given(said=st.lists(SMALL, max_size=5))
def test_what_was_added_comes_back(place: Path, said: list[bytes]) -> None:
    path = written(place, said)
    assert list(read_pieces(path, KEY)) == said
    assert path.stat().st_size % CELL_BYTES == 0
    assert path.stat().st_mode & 0o777 == 0o600


@given(said=st.lists(SMALL, min_size=1, max_size=4), share=st.floats(0, 1))
def test_a_file_cut_anywhere_gives_all_whole_pieces(
    place: Path, said: list[bytes], share: float
) -> None:
    path = written(place, said)
    ends = [written(place, said[: n + 1]).stat().st_size for n in range(len(said))]
    os.truncate(path, int(path.stat().st_size * share))
    left = list(read_pieces(path, KEY))
    assert left == said[: len(left)]
    needed = path.stat().st_size
    assert len(left) == sum(end <= needed for end in ends)


@given(
    said=st.lists(SMALL, min_size=2, max_size=5),
    where=st.integers(min_value=0),
    bit=st.integers(0, 7),
)
def test_a_cell_that_went_bad_takes_its_own_piece_alone(
    place: Path, said: list[bytes], where: int, bit: int
) -> None:
    path = written(place, said)
    raw = bytearray(path.read_bytes())
    at = where % len(raw)
    raw[at] ^= 1 << bit
    path.write_bytes(raw)
    left = list(read_pieces(path, KEY))
    assert len(left) == len(said) - 1
    assert any(said[:n] + said[n + 1 :] == left for n in range(len(said)))


def test_cells_cannot_be_moved_doubled_or_taken_from_another_file(place: Path) -> None:
    path = written(place, [b"one", b"two", b"three"])
    raw = path.read_bytes()
    cells = [raw[at : at + CELL_BYTES] for at in range(0, len(raw), CELL_BYTES)]
    for changed, left in (
        ([cells[1], cells[0], cells[2]], [b"three"]),
        ([cells[0], cells[0], cells[2]], [b"one", b"three"]),
        ([cells[0], cells[2]], [b"one"]),
    ):
        path.write_bytes(b"".join(changed))
        assert list(read_pieces(path, KEY)) == left
    other = path.with_name("other")
    other.write_bytes(raw)
    assert list(read_pieces(other, KEY)) == []
    assert list(read_pieces(path, bytes(32))) == []


def test_pieces_of_any_loudness_look_alike(place: Path) -> None:
    path = written(place, [b"", b"\0" * 4000, os.urandom(3000)])
    raw = path.read_bytes()
    assert len(raw) == 3 * CELL_BYTES
    assert b"\0" * 16 not in raw


def test_a_full_disk_costs_nothing_that_was_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place / "full"
    writer = PieceWriter(path, KEY)
    writer.add(b"kept")
    real = os.pwrite

    def scarce(handle: int, data: memoryview, at: int) -> int:
        free = 2 * CELL_BYTES + 100 - at
        if free <= 0:
            raise OSError(28, "No space left on device")
        return real(handle, data[:free], at)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", scarce)
        with pytest.raises(VaultDiskFull):
            writer.add(b"x" * 3 * CELL_BYTES)
    assert path.stat().st_size == CELL_BYTES
    assert list(read_pieces(path, KEY)) == [b"kept"]
    writer.add(b"again")
    writer.close()
    assert list(read_pieces(path, KEY)) == [b"kept", b"again"]


def test_rows_and_parts_outlive_a_crash_and_die_together(vault: Vault, folder: Path) -> None:
    Drafts(vault).create("d1", b"", b"")
    made = put_piece(vault, "d1", b"sound")
    stray = vault.folder / layout.MEDIA / f"{new_id()}.0001"
    stray.write_bytes(b"nobody's")
    vault.close()
    again = reopen(folder)
    store = Recordings(again)
    assert not stray.exists()
    assert store.all() == store.of("d1") == [made]
    assert store.get(made.recording_id).key == made.key
    assert store.parts(made) == [1]
    assert list(store.pieces(made, 1)) == [b"sound"]
    assert again.check().ok
    store.writer(made, 2).close()
    with again.transaction():
        store.part_done(made.recording_id, 1)
        assert store.parts(made) == [1, 2]
    assert store.parts(store.get(made.recording_id)) == [2]
    Drafts(again).delete("d1")
    assert store.all() == []
    assert list((again.folder / layout.MEDIA).iterdir()) == []
    with pytest.raises(MediaDamaged):
        store.get(made.recording_id)
    with pytest.raises(StatementMissing):
        Drafts(again).delete("d1")
    again.close()


def test_a_recording_needs_its_draft(vault: Vault) -> None:
    with pytest.raises(driver.IntegrityError):
        Recordings(vault).add(new_id(), "nobody's", 48_000, NOW)

"""Written beside the cipher: in order, whole, in little memory, and no fault is lost."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.errors import Cancelled
from intake_app.services import pipelining
from intake_app.services.pipelining import PIECE_BYTES, PIECES_BEHIND, WritingBehind


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    yield
    assert not [each for each in threading.enumerate() if "PoolExecutor" in each.name]


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=40)), st.integers(1, 64))
def test_bytes_keep_their_order(pieces: list[bytes], size: int) -> None:
    out: list[bytes] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipelining, "PIECE_BYTES", size)
        with WritingBehind(out.append) as sink:
            assert [sink.write(piece) for piece in pieces] == [len(piece) for piece in pieces]
            sink.finish()
    assert b"".join(out) == b"".join(pieces)


PIECE = bytes(PIECE_BYTES)


@pytest.mark.parametrize("pieces", [[b"last"], [PIECE] * (PIECES_BEHIND + 5)])
def test_a_fault_of_the_disk_comes_out(pieces: list[bytes]) -> None:
    taken: list[int] = []

    def failing(data: bytes) -> None:
        taken.append(len(data))
        raise OSError(errno.ENOSPC, "full")

    def write() -> None:
        with WritingBehind(failing) as sink:
            for piece in pieces:
                sink.write(piece)
            sink.finish()

    with pytest.raises(OSError, match="full"):
        write()
    assert len(taken) <= PIECES_BEHIND


def test_a_few_pieces_wait_in_memory_and_no_more() -> None:
    gate, out = threading.Event(), []

    def slow(data: bytes) -> None:
        assert gate.wait(20)
        out.append(data)

    with WritingBehind(slow) as sink:
        for _ in range(PIECES_BEHIND):
            sink.write(PIECE)
        one_more = threading.Thread(target=sink.write, args=[PIECE])
        one_more.start()
        one_more.join(0.05)
        assert one_more.is_alive()
        gate.set()
        one_more.join()
        sink.finish()
    assert sum(map(len, out)) == PIECE_BYTES * (PIECES_BEHIND + 1)


def test_a_stop_waits_for_the_piece_under_way_and_drops_the_others() -> None:
    gate, begun, out = threading.Event(), threading.Event(), []

    def slow(data: bytes) -> None:
        begun.set()
        assert gate.wait(20)
        out.append(len(data))

    def stopped() -> None:
        with WritingBehind(slow) as sink:
            for _ in range(PIECES_BEHIND):
                sink.write(PIECE)
            assert begun.wait(20)
            opening = threading.Timer(0.05, gate.set)
            opening.start()
            raise Cancelled

    with pytest.raises(Cancelled):
        stopped()
    assert out == [PIECE_BYTES]

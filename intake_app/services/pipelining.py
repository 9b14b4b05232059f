"""Writing beside the cipher: the disk and the hash of the file work in a thread of their own.

The cipher keeps Python's lock, the disk and the hash give it back, so that both run at once. Bytes
keep their order, a few pieces at most wait in memory, and a fault of the disk comes out in the
writer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

PIECE_BYTES = 8 * 1024 * 1024
PIECES_BEHIND = 2


class WritingBehind:
    """A sink whose bytes another thread writes; whole only after `finish`, gone without it.

    Leaving the block waits for the piece that is being written and drops those that are not.
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._lane = ThreadPoolExecutor(1)
        self._behind: deque[Future[object]] = deque()
        self._gathered: list[bytes] = []
        self._gathered_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lane.shutdown(cancel_futures=True)

    def write(self, data: bytes, /) -> int:
        """Take all of `data`, which must not change. Raises: what writing an earlier piece did."""
        self._gathered.append(data)
        self._gathered_bytes += len(data)
        if self._gathered_bytes >= PIECE_BYTES:
            self._send()
        return len(data)

    def finish(self) -> None:
        """Wait until everything is written. Raises: what writing did."""
        self._send()
        while self._behind:
            self._behind.popleft().result()

    def _send(self) -> None:
        if len(self._behind) == PIECES_BEHIND:
            self._behind.popleft().result()
        piece = b"".join(self._gathered)
        self._gathered, self._gathered_bytes = [], 0
        self._behind.append(self._lane.submit(self._write, piece))

"""FLAC of one channel and 16 bits, in memory alone: one piece at a time, or a whole that streams.

The library is loaded when the first sound is: it would be felt at the start of the program.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from intake_app.domain.flac_blocks import MARK, StreamInfo, read_blocks, read_stream_info
from intake_app.errors import FileMalformed, MediaDamaged

if TYPE_CHECKING:
    from soundfile import SoundFile

SAMPLE_BYTES = 2


def encode(samples: bytes, rate: int) -> bytes:
    """Return `samples` (int16 as this machine has them) as a FLAC file of their own."""
    out = io.BytesIO()
    with _writing(out, rate) as file:
        file.buffer_write(samples, "int16")
    return out.getvalue()


def decode(data: bytes) -> tuple[bytes, int]:
    """Return the samples of a whole FLAC file and their rate.

    Raises:
        MediaDamaged: it is not whole, or not of one channel.
    """
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            if file.channels != 1:
                raise MediaDamaged(media="")
            samples, rate = bytes(file.buffer_read(dtype="int16")), int(file.samplerate)
        told = read_stream_info(next(read_blocks(data))[1])
    except (soundfile.LibsndfileError, FileMalformed):
        raise MediaDamaged(media="") from None
    if told.samples * SAMPLE_BYTES != len(samples):
        raise MediaDamaged(media="")
    return samples, rate


class Encoder:
    """Encodes samples that come bit by bit, and hands the frames on as they are done.

    `begin` is told the first block as the encoder knows it before any sound, and its answer goes
    out first; `finish` returns the same block when all is known.
    """

    def __init__(
        self,
        rate: int,
        begin: Callable[[StreamInfo], bytes],
        write: Callable[[bytes], object],
    ) -> None:
        self._out = _Frames(begin, write)
        self._file = _writing(self._out, rate)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, samples: bytes) -> None:
        """Take more. Raises: what `begin` or `write` did."""
        self._file.buffer_write(samples, "int16")
        self._out.send()

    def finish(self) -> StreamInfo:
        """Send the rest and return the finished first block. Raises: as `write`."""
        self._file.close()
        self._out.send()
        return self._out.info()


class _Frames:
    """Stands for the file that the encoder writes to: keeps the head, collects the frames.

    The encoder calls it from foreign code, through which no fault could pass: it only gathers.
    """

    def __init__(
        self, begin: Callable[[StreamInfo], bytes], write: Callable[[bytes], object]
    ) -> None:
        self._begin = begin
        self._write = write
        self._head = bytearray()
        self._head_ends = 0
        self._frames = bytearray()
        self._at = 0
        self._end = 0

    def write(self, data: object) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        if not self._head_ends and self._at == self._end and self._is_head_whole():
            self._head_ends = self._end
        if self._head_ends and self._at >= self._head_ends:
            self._frames += piece
        else:
            self._head[self._at : self._at + len(piece)] = piece
        self._at += len(piece)
        self._end = max(self._end, self._at)
        return len(piece)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._end)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        return bytes(self._head[self._at : self._at + size])

    def send(self) -> None:
        if self._frames:
            if self._begin is not _begun:
                self._write(self._begin(self.info()))
                self._begin = _begun
            self._write(bytes(self._frames))
            self._frames.clear()

    def info(self) -> StreamInfo:
        return read_stream_info(next(read_blocks(bytes(self._head)))[1])

    def _is_head_whole(self) -> bool:
        try:
            return self._head[: len(MARK)] == MARK and bool(list(read_blocks(bytes(self._head))))
        except FileMalformed:
            return False


def _begun(_info: StreamInfo) -> bytes:
    return b""


def _writing(out: object, rate: int) -> SoundFile:
    import soundfile

    return soundfile.SoundFile(out, "w", rate, 1, "PCM_16", format="FLAC")

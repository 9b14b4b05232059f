"""The blocks before the sound in a FLAC file (RFC 9639, section 8), as far as we write and read.

The timeline and the peaks of a recording are `APPLICATION` blocks: every player passes over them,
every expert can list them (`metaflac --list`), and no tool prints them by itself, as some do with
comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake_app.errors import FileMalformed

MARK = b"fLaC"
TIMELINE, PEAKS = b"TmLn", b"PeaK"
BLOCK_LIMIT = (1 << 24) - 1
HEAD_LIMIT = 4 * 1024 * 1024  # all blocks of ours together
_STREAM_INFO, _APPLICATION = 0, 2
_LAST = 0x80
_INFO_BYTES = 34
_BITS = 16
_ID_BYTES = 4
MD5_BYTES = 16


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """The first block, for one channel of 16 bits.

    `block` is the number of samples in a frame, `md5` of all samples as little-endian bytes.
    """

    block: int
    rate: int
    samples: int
    md5: bytes

    def content(self) -> bytes:
        """Return the block's 34 bytes; the sizes of frames are given as unknown."""
        packed = self.rate << 44 | (_BITS - 1) << 36 | self.samples
        return self.block.to_bytes(2) * 2 + bytes(6) + packed.to_bytes(8) + self.md5


def read_stream_info(content: bytes) -> StreamInfo:
    """Return the first block of a file of one channel and 16 bits.

    Raises:
        FileMalformed: it is of another kind.
    """
    if len(content) != _INFO_BYTES:
        raise FileMalformed
    packed = int.from_bytes(content[10:18])
    if packed >> 36 & 0xFF != _BITS - 1:
        raise FileMalformed
    samples = packed & (1 << 36) - 1
    return StreamInfo(int.from_bytes(content[2:4]), packed >> 44, samples, content[18:])


def head(info: StreamInfo, applications: Mapping[bytes, bytes]) -> bytes:
    """Return everything before the first frame."""
    blocks = [(_STREAM_INFO, info.content())]
    blocks += [(_APPLICATION, name + data) for name, data in applications.items()]
    last = len(blocks) - 1
    return MARK + b"".join(
        bytes([kind | _LAST * (number == last)]) + len(content).to_bytes(3) + content
        for number, (kind, content) in enumerate(blocks)
    )


def read_blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the blocks at the beginning of a file.

    Raises:
        FileMalformed: no FLAC file, or `data` ends before its blocks do.
    """
    if data[:4] != MARK:
        raise FileMalformed
    at, kind = 4, 0
    while not kind & _LAST:
        if len(data) < at + 4:
            raise FileMalformed
        kind, size = data[at], int.from_bytes(data[at + 1 : at + 4])
        content = data[at + 4 : at + 4 + size]
        if len(content) < size:
            raise FileMalformed
        yield kind & ~_LAST, content
        at += 4 + size


def application(data: bytes, name: bytes) -> bytes | None:
    """Return the content of the first application block of this name, None where there is none.

    Raises:
        FileMalformed: as `read_blocks`.
    """
    for kind, content in read_blocks(data):
        if kind == _APPLICATION and content[:_ID_BYTES] == name:
            return content[_ID_BYTES:]
    return None

"""Every single bit of a bundle's decrypted content, changed one at a time: all must be refused.

Bits up to the end mark go through the whole verifier. The zeros after it are more than eight
million bits; they go through the verifier's own last step alone, which is all that reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from intake_app.bundle import ustar
from intake_app.bundle.container import Entries
from intake_app.bundle.feeding import Feed
from intake_app.bundle.verifying import BundleVerifier
from intake_app.crypto.digests import Bytes
from intake_app.errors import BundleRefused
from tests.bundle.a_bundle import NOW, Holding, Parts, log_lines, spans

_ZEROS = memoryview(bytes(1024 * 1024))
_ALL = tuple(1 << bit for bit in range(8))


@lru_cache(maxsize=1)
def content() -> bytes:
    """Return the whole content of a small bundle: a statement, a file, two log lines."""
    note = ("نامه", "text/plain", b"a note")
    return Parts(files=(note,), lines=tuple(log_lines(2))).content()


def entries_end() -> int:
    """Return where the end mark begins: what comes before says something."""
    return spans(content())[""].start


def before_the_end(step: int = 1, masks: tuple[int, ...] = _ALL) -> Counter[str]:
    """Return the verdicts on every bit (or those of `masks`) of every `step`-th byte that counts.

    These are the entries, their headers and the zeros between them.
    """
    verdicts: Counter[str] = Counter()
    known, data = Holding(), bytearray(content())
    for at in range(0, entries_end(), step):
        for mask in masks:
            data[at] ^= mask
            verdicts[_verdict(BundleVerifier(known, now=NOW), [bytes(data)])] += 1
            data[at] ^= mask
    return verdicts


def in_the_zeros(step: int = 1) -> Counter[str]:
    """Return the verdicts on every bit of the zeros at the end, of every `step`-th byte."""
    start = entries_end()
    verdicts: Counter[str] = Counter()
    size = len(content()) - start
    for at in range(0, size, step):
        for mask in _ALL:
            entries = Entries()
            entries.at = start
            feed = Feed(entries.end(), surplus="PADDING_LENGTH")
            verdicts[_verdict(feed, _zeros_with(mask, at, size))] += 1
    return verdicts


def _zeros_with(value: int, at: int, size: int) -> Iterator[Bytes]:
    yield _ZEROS[:at]
    yield bytes([value])
    yield _ZEROS[: size - at - 1]


def _verdict(reader: BundleVerifier | Feed[None], pieces: Iterable[Bytes]) -> str:
    try:
        for piece in pieces:
            reader.write(piece)
        reader.finish()
    except BundleRefused as refusal:
        return refusal.code
    return "accepted"


def is_all_zeros() -> bool:
    """Return whether `in_the_zeros` starts from what the writer makes, and takes that."""
    start = entries_end()
    entries = Entries()
    entries.at = start
    feed = Feed(entries.end(), surplus="PADDING_LENGTH")
    rest = content()[start:]
    return (
        not rest.strip(b"\0")
        and len(content()) == ustar.padded_length(start + len(ustar.END))
        and _verdict(feed, [rest]) == "accepted"
    )

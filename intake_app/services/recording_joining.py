"""Making one file of the pieces of a recording's part, in memory and streamed into the vault.

The pieces are read twice: once to learn what the file's head must say (how long, which hash of the
samples, what outline), once to encode them in one go. What the encoder says at the end must be what
the head said at the beginning, or nothing is kept. Pieces that cannot be read leave silence of
their own length and a gap in the timeline, so that every other sample keeps its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from intake_app import errors
from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.domain import flac_blocks
from intake_app.domain.flac_blocks import StreamInfo, read_blocks, read_stream_info
from intake_app.domain.sound import LEAVING_OUT, SoundEvent, Timeline, read_event, timeline_bytes
from intake_app.services import flac
from intake_app.services.copying import Cancelled, never
from intake_app.services.recording import EVENT, NUMBER_BYTES, SOUND
from intake_app.services.session import Session
from intake_app.services.waveform import Outline
from intake_app.vault.media import Media, MediaStore
from intake_app.vault.recordings import Recording, Recordings

Pieces = Callable[[], Iterator[bytes]]
_SILENCE = bytes(256 * 1024)
_ENDS = ("part", "stop")


@dataclass(frozen=True, slots=True)
class Joined:
    """A part as a finished file that belongs to no draft yet; `media` is None where it is empty."""

    timeline: Timeline
    media: Media | None


@dataclass(frozen=True, slots=True)
class _Course:
    """What a part's pieces say: its first sample, the one after its last, and every deed."""

    first: int
    end: int
    events: tuple[SoundEvent, ...]


def join(
    session: Session, recording: Recording, part: int, *, cancelled: Cancelled = never
) -> Joined:
    """Make a file of one part; any thread: the database is not touched.

    A part that a crash cut off ends with a gap. The pieces stay until the file is kept.

    Raises:
        MediaDamaged, Cancelled, VaultDiskFull, VaultReadOnly, VaultIo: no file is left behind.
    """
    store = Recordings(session.vault)

    def pieces() -> Iterator[bytes]:
        for piece in store.pieces(recording, part):
            if cancelled():
                raise errors.Cancelled
            yield piece

    rate = recording.rate
    course = _course(pieces, recording, part)
    timeline = Timeline(
        recording_id=recording.recording_id,
        part=part,
        rate=rate,
        first_sample=course.first,
        samples=course.end - course.first,
        events=course.events,
    )
    if not timeline.samples:
        return Joined(timeline, None)
    digest, outline = hashlib.md5(usedforsecurity=False), Outline(rate)
    for samples in _samples(pieces, course):
        digest.update(samples)
        outline.add(samples)
    promised = StreamInfo(0, rate, timeline.samples, digest.digest())
    told = {
        flac_blocks.TIMELINE: timeline_bytes(timeline),
        flac_blocks.PEAKS: outline.finish(),
    }

    def head(known: StreamInfo) -> bytes:
        return flac_blocks.head(replace(promised, block=known.block), told)

    writer = MediaStore(session.vault).writer()
    try:
        with flac.Encoder(rate, head, writer.write) as encoder:
            for samples in _samples(pieces, course):
                encoder.write(samples)
            made = encoder.finish()
        if made != replace(promised, block=made.block):
            raise errors.MediaDamaged(media=recording.recording_id)
        media = writer.finish()
    except BaseException:
        writer.abort()
        raise
    return Joined(timeline, media)


def _course(pieces: Pieces, recording: Recording, part: int) -> _Course:
    """Read the deeds and where sound lies; add the gaps that nobody could write down."""
    rate = recording.rate
    first, end = (0, 0) if part == 1 else (-1, -1)
    events: list[SoundEvent] = []
    last = SoundEvent(deed="start", sample=0, at=recording.started_at, elapsed_ms=0)
    for event, at, sound in _read(pieces):
        if first < 0:
            first = end = at
        if at > end:
            lost_ms = (at - end) * 1000 // rate
            events.append(_gap("damaged", end, last, rate, lost_ms))
        end = max(end, at + _length(sound))
        if event is not None:
            events.append(event)
            last = event
    if last.deed not in _ENDS:
        events.append(_gap("crash", max(end, 0), last, rate))
    return _Course(max(first, 0), max(end, 0), tuple(events))


def _gap(why: str, sample: int, last: SoundEvent, rate: int, lost_ms: int = 0) -> SoundEvent:
    """Return a gap that shows only now; its time follows from the sound since the last deed."""
    since_ms = 0 if last.deed in LEAVING_OUT else (sample - last.sample) * 1000 // rate
    moment = parse_rfc3339(last.at) + timedelta(milliseconds=since_ms)
    return SoundEvent(
        deed="gap",
        sample=sample,
        at=rfc3339(moment),
        elapsed_ms=last.elapsed_ms + since_ms,
        why=why,
        lost_ms=lost_ms,
    )


def _samples(pieces: Pieces, course: _Course) -> Iterator[bytes]:
    """Yield all samples from first to last, silence where a piece is missing."""
    done = course.first
    for _event, at, sound in _read(pieces):
        yield from _silence(at - done)
        samples = flac.decode(sound)[0] if sound else b""
        yield samples
        done = max(done, at) + len(samples) // flac.SAMPLE_BYTES
    yield from _silence(course.end - done)


def _silence(samples: int) -> Iterator[bytes]:
    left = samples * flac.SAMPLE_BYTES
    while left > 0:
        yield _SILENCE[:left]
        left -= len(_SILENCE)


def _read(pieces: Pieces) -> Iterator[tuple[SoundEvent | None, int, bytes]]:
    """Yield each piece as a deed or a sound, with the sample that it stands at."""
    for piece in pieces():
        if piece[:1] == EVENT:
            event = read_event(piece[1:])
            yield event, event.sample, b""
        elif piece[:1] == SOUND:
            number = int.from_bytes(piece[1 : 1 + NUMBER_BYTES])
            yield None, number, piece[1 + NUMBER_BYTES :]


def _length(sound: bytes) -> int:
    return read_stream_info(next(read_blocks(sound))[1]).samples if sound else 0

"""What comes before the sound in a file, ours and foreign: read, or refused by name."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.domain import flac_blocks, sound
from intake_app.domain.flac_blocks import StreamInfo
from intake_app.domain.sound import SoundEvent, Timeline
from intake_app.errors import FileMalformed, StatementInvalid

INFO = StreamInfo(4096, 48_000, 12_345, bytes(range(16)))
EVENTS = (
    SoundEvent(deed="start", sample=10, at="2026-11-24T09:00:00Z", elapsed_ms=0),
    SoundEvent(deed="pause", sample=12, at="2026-11-24T09:00:01Z", elapsed_ms=7, why="چای"),
    SoundEvent(deed="stop", sample=20, at="2026-11-24T09:00:02Z", elapsed_ms=9, lost_ms=2),
)
TIMELINE = Timeline(
    recording_id="ab" * 16, part=2, rate=8_000, first_sample=10, samples=10, events=EVENTS
)


@given(
    rate=st.integers(1, (1 << 20) - 1),
    samples=st.integers(0, (1 << 36) - 1),
    block=st.integers(16, 65_535),
    parts=st.dictionaries(
        st.sampled_from([b"aaaa", b"bbbb", b"cccc"]), st.binary(max_size=300), max_size=3
    ),
)
def test_blocks_come_back_as_they_were_put(
    rate: int, samples: int, block: int, parts: dict[bytes, bytes]
) -> None:
    info = StreamInfo(block, rate, samples, bytes(16))
    made = flac_blocks.head(info, parts)
    found = list(flac_blocks.read_blocks(made + b"\xff\xf8 frames"))
    assert flac_blocks.read_stream_info(found[0][1]) == info
    assert [kind for kind, _ in found] == [0, *[2] * len(parts)]
    for name, data in parts.items():
        assert flac_blocks.application(made, name) == data
    assert flac_blocks.application(made, b"none") is None
    for cut in range(0, len(made), 7):
        with pytest.raises(FileMalformed):
            list(flac_blocks.read_blocks(made[:cut]))


@given(data=st.binary(max_size=300), ours=st.booleans())
def test_foreign_bytes_are_read_or_refused(data: bytes, *, ours: bool) -> None:
    head = flac_blocks.head(INFO, {flac_blocks.TIMELINE: b"x"})
    whole = flac_blocks.MARK + data if ours else head[:20] + data + head[20:]
    with suppress(FileMalformed):
        flac_blocks.application(whole, flac_blocks.TIMELINE)
    with suppress(FileMalformed):
        flac_blocks.read_stream_info(data)


def test_stream_info_of_another_kind_is_refused() -> None:
    content = bytearray(INFO.content())
    for at, value in ((12, content[12] | 0x02), (13, 0x70)):
        changed = bytearray(content)
        changed[at] = value
        with pytest.raises(FileMalformed):
            flac_blocks.read_stream_info(bytes(changed))
    assert flac_blocks.read_stream_info(bytes(content)) == INFO


def test_a_timeline_comes_back_as_it_was() -> None:
    assert sound.read_timeline(sound.timeline_bytes(TIMELINE)) == TIMELINE
    assert sound.read_event(sound.event_bytes(EVENTS[1])) == EVENTS[1]
    assert TIMELINE.seconds(EVENTS[2]) == 10 / 8_000
    assert TIMELINE.is_last
    assert TIMELINE.gaps == ()
    assert sound.said("a\ud800" + "b" * 2_000) == "a\ufffd" + "b" * 1_022


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"sample": 12', b'"sample": 21'),
        (b'"sample": 10', b'"sample": 9'),
        (b'"sample": 20', b'"sample": 11'),
        (b'"rate": 8000', b'"rate": 0'),
        (b'"samples": 10', b'"samples": -1'),
        (b'"samples": 10', b'"samples": 9'),
        (b"testimony-sound/1", b"testimony-sound/2"),
        (b'"pause"', b'"party"'),
        (b'"part": 2', b'"part": "2"'),
        (b'"rate"', b'"rates"'),
    ],
)
def test_a_timeline_that_contradicts_itself_is_refused(old: bytes, new: bytes) -> None:
    said = sound.timeline_bytes(TIMELINE)
    assert old in said
    with pytest.raises(StatementInvalid):
        sound.read_timeline(said.replace(old, new, 1))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_timeline_or_refused(data: bytes) -> None:
    with pytest.raises(StatementInvalid):
        sound.read_timeline(data)

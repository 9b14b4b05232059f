"""The level in words: what a voice, a dead microphone and a too loud one are called."""

from __future__ import annotations

import math
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.services import sound_level
from intake_app.services.sound_level import FLOOR_DB, WORDS, Level, after, seconds_left
from intake_app.services.waveform import Outline, outline, pairs_of

RATE = 16_000


def tone(height: float, seconds: float) -> bytes:
    count = int(seconds * RATE)
    wave = (int(height * math.sin(at * 440 * math.tau / RATE)) for at in range(count))
    return struct.pack(f"<{count}h", *wave)


def heard(*blocks: bytes) -> Level:
    level = Level(RATE)
    for each in blocks:
        level = after(level, each)
    return level


def test_a_voice_is_good_a_distant_one_too_quiet() -> None:
    assert heard(tone(8_000, 1)).word == "good"
    assert heard(tone(8_000, 1)).loudness_db == pytest.approx(-15.3, abs=0.1)
    assert heard(tone(60, 1)).word == "quiet"
    assert heard(tone(60, 1), tone(8_000, 0.1)).word == "good"


def test_a_pause_between_sentences_is_no_fault() -> None:
    level = heard(tone(4_000, 1), *[bytes(RATE // 5)] * 20)
    assert level.word == "good"
    assert level.silent_s == pytest.approx(2)
    assert heard(tone(4_000, 1), *[tone(30, 1)] * 9).word == "quiet"


def test_ten_seconds_without_sound_are_called_so() -> None:
    second = bytes(RATE * 2)
    assert heard(*[second] * 9).word == "quiet"
    assert heard(*[second] * 10).word == "silent"
    assert heard(*[second] * 10, tone(4_000, 0.1)).word == "good"
    noise = struct.pack("<16000h", *([3, -3] * 8_000))  # the hiss of a muted microphone
    assert heard(*[noise] * 10).word == "silent"


def test_clipping_needs_samples_in_a_row_and_is_shown_for_a_while() -> None:
    limit = struct.pack("<3h", 32_767, 32_767, 32_767)
    low = struct.pack("<3h", -32_768, -32_768, -32_768)
    apart = struct.pack("<5h", 32_767, 0, 32_767, 0, 32_767)
    voice = tone(8_000, 1)
    assert heard(voice + limit).word == "clipping"
    assert heard(voice + low).word == "clipping"
    assert heard(voice + apart).word == "good"
    assert heard(voice + limit, voice, voice).word == "clipping"
    assert heard(voice + limit, voice, voice, voice).word == "good"


def test_an_empty_block_changes_nothing() -> None:
    level = heard(tone(8_000, 0.1))
    assert after(level, b"") == level


@given(st.lists(st.binary(max_size=400).map(lambda raw: raw[: len(raw) // 2 * 2]), max_size=8))
def test_any_sound_has_a_word(blocks: list[bytes]) -> None:
    level = heard(*blocks)
    assert level.word in WORDS
    assert FLOOR_DB <= level.loudness_db <= 0.1
    assert 0 <= level.peak <= 32_768
    assert level.heard_s == pytest.approx(sum(map(len, blocks)) / 2 / RATE)


def test_the_meter_costs_less_than_a_tenth_of_a_core() -> None:
    block = tone(8_000, 0.05)
    level = heard(block)
    began = time.process_time()
    for _ in range(20 * 60):  # a minute of sound in blocks of 50 ms
        level = after(level, block)
    assert time.process_time() - began < 6
    assert level.word == "good"


def test_disk_time_is_counted_carefully() -> None:
    assert seconds_left(48_000 * 2 * 2 * 3_600, 48_000) == 3_600
    assert sound_level.seconds_left(0, 48_000) == 0


@given(data=st.binary(max_size=900), cut=st.integers(0, 900))
def test_the_outline_does_not_depend_on_the_blocks(data: bytes, cut: int) -> None:
    samples = data[: len(data) // 2 * 2]
    at = min(cut // 2 * 2, len(samples))
    whole, halves = Outline(400), Outline(400)
    whole.add(samples)
    halves.add(samples[:at])
    halves.add(samples[at:])
    found = whole.finish()
    assert halves.finish() == found
    values = struct.unpack(f"<{len(samples) // 2}h", samples)
    windows = [values[n : n + 20] for n in range(0, len(values), 20)]
    assert pairs_of(found) == [(min(each) >> 8, max(each) >> 8) for each in windows]
    assert outline(b"", 5) == b""

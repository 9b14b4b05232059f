"""How well a voice is heard, as one word: a pure function of what was heard before and a block.

Loudness is the root mean square against full scale, in decibels (0 is the loudest there is).
Speech well recorded lies between -35 and -12.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from intake_app.services.flac import SAMPLE_BYTES

Word = Literal["good", "quiet", "silent", "clipping"]
WORDS: tuple[Word, ...] = ("good", "quiet", "silent", "clipping")

FLOOR_DB = -96.0
SILENT_DB = -66.0  # no block above it for `SILENT_S`: a dead or muted microphone
SILENT_S = 10.0
QUIET_DB = -42.0
FALL_DB_A_SECOND = 4.0  # people pause between words: loudness sinks slowly, and rises at once
CLIPPED_IN_A_ROW = 3  # samples at the limit one after the other
CLIPPING_S = 3.0  # how long the word stays, so that people can read it
_LIMIT = 32_767


@dataclass(frozen=True, slots=True)
class Level:
    """What was heard so far. Begin with `Level(rate)`.

    `loudness_db` follows the voice, `peak` is the highest sample of the last block (0 to 32768).
    """

    rate: int
    loudness_db: float = FLOOR_DB
    peak: int = 0
    silent_s: float = 0.0
    clipped_s_ago: float = math.inf
    heard_s: float = 0.0

    @property
    def word(self) -> Word:
        """Return the worst of what is true now."""
        if self.silent_s >= SILENT_S:
            return "silent"
        if self.clipped_s_ago < CLIPPING_S:
            return "clipping"
        return "quiet" if self.loudness_db < QUIET_DB else "good"


def after(level: Level, block: bytes | bytearray | memoryview) -> Level:
    """Return the level after another block of int16 samples, little end first."""
    import numpy as np

    samples = np.frombuffer(block, "<i2")
    if not samples.size:
        return level
    seconds = len(samples) / level.rate
    heights = np.abs(samples.astype(np.int32))
    loudness_db = _decibels(float(np.sqrt(np.mean(np.square(heights, dtype=np.float64)))))
    clipped = _in_a_row(heights >= _LIMIT)
    return replace(
        level,
        loudness_db=max(loudness_db, level.loudness_db - FALL_DB_A_SECOND * seconds),
        peak=int(heights.max()),
        silent_s=0.0 if loudness_db > SILENT_DB else level.silent_s + seconds,
        clipped_s_ago=0.0 if clipped else level.clipped_s_ago + seconds,
        heard_s=level.heard_s + seconds,
    )


def seconds_left(free_bytes: int, rate: int) -> int:
    """Return how long the disk holds out, counted carefully.

    Sound that FLAC cannot shorten, once as pieces and once more as the file they become.
    """
    return free_bytes // (rate * SAMPLE_BYTES * 2)


def _in_a_row(marked: object) -> bool:
    """Return whether `CLIPPED_IN_A_ROW` marks stand side by side."""
    import numpy as np

    marks = np.asarray(marked)
    if int(marks.sum()) < CLIPPED_IN_A_ROW:
        return False
    runs = marks[2:] & marks[1:-1] & marks[:-2]
    return bool(runs.any())


def _decibels(height: float) -> float:
    return max(20 * math.log10(height / (_LIMIT + 1)), FLOOR_DB) if height else FLOOR_DB

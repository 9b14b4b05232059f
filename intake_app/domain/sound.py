"""What happened while a recording was made, each deed at its sample and at its time.

A sample's number counts the samples that are kept, from the beginning of the recording over all of
its parts: what is left out (a pause, words off the record, a gap) takes no room in the sound and is
told of here.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from intake_app.domain import schema
from intake_app.domain.record import Record
from intake_app.domain.writable import writable_text
from intake_app.errors import StatementInvalid

WORDS_LIMIT = 1024

Deed = Literal["start", "pause", "off_record", "gap", "resume", "bookmark", "part", "stop"]
# Why sound is missing without anybody's wish.
GAPS = (
    "no_sound",  # the microphone gave nothing
    "device_lost",
    "device_changed",
    "disk_full",
    "disk_failed",
    "suspended",
    "crash",  # the program ended without stopping the recording
    "damaged",  # a piece could not be read back; silence stands in its place
)
LEAVING_OUT = ("pause", "off_record", "gap")


class SoundEvent(Record, frozen=True, kw_only=True):
    """One deed before sample `sample`, at `at` (RFC 3339, the computer's clock).

    `elapsed_ms` counts from the recording's start by a clock that nobody can change. `start` begins
    each part, `part` ends one that another follows. `why` is a word of `GAPS` for a gap, otherwise
    the interviewer's words. `lost_ms` is how long nothing was kept: with `resume` since the pause
    or gap began, with a gap of the kind `damaged` the length of the silence.
    """

    deed: Deed
    sample: int
    at: str
    elapsed_ms: int
    why: str = ""
    lost_ms: int = 0


class Timeline(Record, frozen=True, kw_only=True):
    """One part of a recording: its place in the whole, and what happened in it."""

    format: Literal["testimony-sound/1"] = "testimony-sound/1"
    recording_id: str
    part: int
    rate: int
    first_sample: int
    samples: int
    events: tuple[SoundEvent, ...]

    @property
    def gaps(self) -> tuple[SoundEvent, ...]:
        """What is missing without anybody's wish."""
        return tuple(each for each in self.events if each.deed == "gap")

    @property
    def is_last(self) -> bool:
        """True for the part in which the recording ends."""
        return bool(self.events) and self.events[-1].deed == "stop"

    def seconds(self, event: SoundEvent) -> float:
        """Return where in this part's sound an event stands."""
        return (event.sample - self.first_sample) / self.rate


def said(words: str) -> str:
    """Return an interviewer's words in the form that a timeline takes."""
    return writable_text(words)[:WORDS_LIMIT]


def event_bytes(event: SoundEvent) -> bytes:
    """Return an event as JSON."""
    return msgspec.json.encode(event)


def read_event(data: bytes) -> SoundEvent:
    """Return what `event_bytes` wrote. Raises: StatementInvalid."""
    return schema.from_json(data, SoundEvent)


def timeline_bytes(timeline: Timeline) -> bytes:
    """Return a timeline as JSON, readable to people."""
    return msgspec.json.format(msgspec.json.encode(timeline), indent=1)


def read_timeline(data: bytes) -> Timeline:
    """Return a timeline that came with a sound file.

    Raises:
        StatementInvalid: it is none, or one that contradicts itself.
    """
    found = schema.from_json(data, Timeline)
    samples = [each.sample for each in found.events]
    first, last = found.first_sample, found.first_sample + found.samples
    if found.rate < 1 or found.samples < 0 or samples != sorted(samples):
        raise StatementInvalid(where="$.events")
    if samples and not first <= samples[0] <= samples[-1] <= last:
        raise StatementInvalid(where="$.events")
    return found

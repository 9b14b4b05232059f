"""Recording a voice so that nothing but the last second can ever be lost.

A recorder is fed samples by whatever hears them. Every half second they become a small FLAC file in
memory, which is sealed, appended to the recording's part in the vault and on the disk (fdatasync)
before the next. Pauses, gaps and bookmarks go the same way. The database is needed only at the
beginning and at the end, so that neither a locked vault nor a busy one costs sound. Where the disk
refuses, sound waits in memory for a while; what then has no room is a gap, and said to be one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import RLock
from typing import Literal

from intake_app import errors
from intake_app.clock import Clock, rfc3339
from intake_app.domain.sound import GAPS, Deed, SoundEvent, event_bytes, said
from intake_app.services import flac
from intake_app.services.interviewing import load
from intake_app.services.session import Session
from intake_app.vault.pieces import PieceWriter
from intake_app.vault.recordings import Recording, Recordings

VOICE = "record_voice"
RATES = range(8_000, 96_001)
SOUND, EVENT = b"S", b"E"  # the first byte of a piece; a sound's number of its first sample follows
NUMBER_BYTES = 8

State = Literal["recording", "paused", "off_record", "gap", "stopped"]
_STATES: dict[str, State] = {"pause": "paused", "off_record": "off_record", "gap": "gap"}
_PIECES_A_SECOND = 2
_SILENT_MS = 2_000


@dataclass(frozen=True)
class Limits:
    """When a new part begins, and how many bytes wait in memory while the disk takes nothing."""

    part_seconds: int = 3_600
    part_bytes: int = 512 * 1024**2
    held_bytes: int = 16 * 1024**2


def start(session: Session, statement_id: str, rate: int, limits: Limits | None = None) -> Recorder:
    """Begin a recording for a draft, at `rate` samples a second; the vault's thread.

    Raises:
        StatementMissing. VoiceRefused: the witness did not agree to a recording of their voice.
        RecordingUnfinished: another one of this draft must become a file first. VaultDiskFull,
        VaultReadOnly, VaultIo. ValueError: a rate that no microphone has.
    """
    if rate not in RATES:
        raise ValueError(rate)
    store = Recordings(session.vault)
    with session.vault.transaction():
        if not load(session, statement_id).consent.allows(VOICE):
            raise errors.VoiceRefused
        if store.of(statement_id):
            raise errors.RecordingUnfinished
        row = store.add(session.new_id(), statement_id, rate, session.now())
        session.custody.append("media.start", row.recording_id, rate=rate)
    return Recorder(store, row, session.clock, limits or Limits())


class Recorder:
    """One recording under way. All of it may be called from any thread."""

    def __init__(self, store: Recordings, row: Recording, clock: Clock, limits: Limits) -> None:
        self.recording_id = row.recording_id
        self.statement_id = row.owner
        self.rate = row.rate
        self.state: State = "recording"
        self.trouble = ""  # the code of what keeps the disk from taking sound
        self.samples = 0
        self.part = 1
        self._store, self._row, self._clock, self._limits = store, row, clock, limits
        self._lock = RLock()
        self._writer: tuple[int, PieceWriter] | None = None
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._held = 0
        self._buffer = bytearray()
        self._first = 0  # sample of this part
        self._part_bytes = 0
        self._began_ms = clock.mono_ms()
        self._heard_ms = self._cut_ms = self._left_ms = self._began_ms
        self._waits_for_disk = False
        self._fault: errors.VaultError = errors.VaultIo()
        self._note("start")

    @property
    def finished_parts(self) -> range:
        """The parts that get no more sound and lie on the disk whole: ready to be joined."""
        with self._lock:
            return range(1, self._waiting[0][0] if self._waiting else self.part)

    def feed(self, block: bytes | bytearray | memoryview) -> None:
        """Take int16 samples of one channel, little end first; a fault of the disk raises nothing.

        What comes in a pause or off the record is not kept. After a gap, sound ends it.

        Raises:
            ValueError: half a sample.
        """
        block = memoryview(block).cast("B")
        if len(block) % flac.SAMPLE_BYTES:
            raise ValueError(len(block))
        with self._lock:
            now = self._clock.mono_ms()
            passed, self._heard_ms = now - self._heard_ms, now
            if self.state == "gap" and not self._may_go_on():
                return
            length_ms = len(block) // flac.SAMPLE_BYTES * 1000 // self.rate
            if self.state == "recording" and passed > _SILENT_MS + length_ms:
                self._leave_out("gap", "no_sound", now - passed)
            if self.state == "gap":
                self._go_on()
            if self.state == "recording":
                self._take(block)

    def tick(self) -> None:
        """Look after what no sound reports: call it every half second or so."""
        with self._lock:
            now = self._clock.mono_ms()
            if self.state == "recording" and now - self._heard_ms > _SILENT_MS:
                self._leave_out("gap", "no_sound", self._heard_ms)
            elif self._buffer and (now - self._cut_ms) * _PIECES_A_SECOND >= 1000:  # noqa: PLR2004
                self._cut()
            self._flush()

    def pause(self, why: str = "") -> None:
        """Keep nothing until `resume`; `why` are the interviewer's words."""
        with self._lock:
            self._leave_out("pause", said(why))

    def off_the_record(self, why: str = "") -> None:
        """Keep nothing until `resume`, because the witness asked; the record says so."""
        with self._lock:
            self._leave_out("off_record", said(why))

    def gap(self, why: str) -> None:
        """Say that sound is missing from here on until it comes again.

        Raises:
            ValueError: no word of `GAPS`.
        """
        if why not in GAPS:
            raise ValueError(why)
        with self._lock:
            if self.state == "recording":
                self._leave_out("gap", why)

    def resume(self) -> None:
        """Go on after a pause or words off the record."""
        with self._lock:
            if self.state in {"paused", "off_record"}:
                self._heard_ms = self._clock.mono_ms()
                self._go_on()

    def bookmark(self, words: str = "") -> int:
        """Mark this moment; return its sample."""
        with self._lock:
            if self.state != "stopped":
                self._note("bookmark", said(words))
            return self.samples

    def stop(self) -> None:
        """End the recording; all of it is on the disk when this returns.

        Raises:
            VaultDiskFull, VaultReadOnly, VaultIo: what waits in memory is still there; call again.
        """
        with self._lock:
            if self.state != "stopped":
                self._note("stop")
                self.state = "stopped"
            self._flush()
            if self._waiting:
                raise self._fault
            self._close()

    def _take(self, block: memoryview) -> None:
        piece = self.rate // _PIECES_A_SECOND * flac.SAMPLE_BYTES
        part = self._limits.part_seconds * self.rate
        while block:
            room = min(
                piece - len(self._buffer),
                (part + self._first - self.samples) * flac.SAMPLE_BYTES,
            )
            taken = block[:room]
            self._buffer += taken
            self.samples += len(taken) // flac.SAMPLE_BYTES
            block = block[len(taken) :]
            if len(self._buffer) >= piece:
                self._cut()
            full = self._part_bytes >= self._limits.part_bytes
            if full or self.samples - self._first >= part:
                self._next_part()
            if self._held > self._limits.held_bytes:
                why = "disk_full" if self.trouble == errors.VaultDiskFull.code else "disk_failed"
                self._leave_out("gap", why)
                self._waits_for_disk = True
                return

    def _cut(self) -> None:
        """Make a piece of what was taken, however short: it is on the disk when this returns."""
        if self._buffer:
            at = self.samples - len(self._buffer) // flac.SAMPLE_BYTES
            sound = flac.encode(bytes(self._buffer), self.rate)
            self._send(SOUND + at.to_bytes(NUMBER_BYTES) + sound)
            self._buffer.clear()
        self._cut_ms = self._clock.mono_ms()

    def _note(self, deed: Deed, why: str = "", lost_ms: int = 0) -> None:
        self._cut()
        event = SoundEvent(
            deed=deed,
            sample=self.samples,
            at=rfc3339(self._clock.now()),
            elapsed_ms=self._clock.mono_ms() - self._began_ms,
            why=why,
            lost_ms=lost_ms,
        )
        self._send(EVENT + event_bytes(event))

    def _leave_out(self, deed: Deed, why: str, since_ms: int | None = None) -> None:
        if self.state == "stopped":
            return
        self._note(deed, why)
        self._left_ms = self._clock.mono_ms() if since_ms is None else since_ms
        self.state = _STATES[deed]
        self._waits_for_disk = False

    def _may_go_on(self) -> bool:
        if self._waits_for_disk:
            self._flush()
        return not (self._waits_for_disk and self._waiting)

    def _go_on(self) -> None:
        self.state = "recording"
        self._note("resume", lost_ms=self._clock.mono_ms() - self._left_ms)

    def _next_part(self) -> None:
        self._note("part")
        self.part += 1
        self._first, self._part_bytes = self.samples, 0
        self._note("start")

    def _send(self, piece: bytes) -> None:
        self._waiting.append((self.part, piece))
        self._held += len(piece)
        self._part_bytes += len(piece)
        self._flush()

    def _flush(self) -> None:
        """Write what waits, in order; `trouble` says why some of it still does."""
        try:
            while self._waiting:
                part, piece = self._waiting[0]
                self._writer_of(part).add(piece)
                self._waiting.popleft()
                self._held -= len(piece)
            self.trouble = ""
        except errors.VaultError as fault:
            self._fault, self.trouble = fault, fault.code

    def _writer_of(self, part: int) -> PieceWriter:
        if self._writer is None or self._writer[0] != part:
            fresh = self._store.writer(self._row, part)
            self._close()
            self._writer = (part, fresh)
        return self._writer[1]

    def _close(self) -> None:
        if self._writer is not None:
            self._writer[1].close()

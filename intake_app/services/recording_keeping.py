"""From pieces to files of the draft: at the end of a recording, while it runs on, after a crash.

A part's file, its place in the draft, the log lines and the end of its pieces are one transaction:
whenever the power fails, the sound is there once, as pieces or as a file.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from intake_app import errors
from intake_app.domain import flac_blocks
from intake_app.domain.exhibits import Exhibit
from intake_app.domain.sound import Timeline, read_timeline
from intake_app.services import exhibits
from intake_app.services.exhibits import Taken
from intake_app.services.interviewing import load
from intake_app.services.recording import VOICE, Recorder
from intake_app.services.recording_joining import Joined, join
from intake_app.services.session import Session
from intake_app.vault.media import MediaStore
from intake_app.vault.recordings import Recordings

FLAC = "audio/flac"
GAP_LINES = 100  # of one part in the log; the timeline has all of them
_FIRST_LOOK = 64 * 1024


@dataclass(frozen=True)
class Unfinished:
    """A recording whose sound is safe but not yet among the files of its draft."""

    recording_id: str
    statement_id: str
    started_at: str


def unfinished(session: Session, running: Collection[str] = ()) -> list[Unfinished]:
    """Return the recordings that a crash cut off; `running` are those that still go on."""
    return [
        Unfinished(each.recording_id, each.owner, each.started_at)
        for each in Recordings(session.vault).all()
        if each.recording_id not in running
    ]


def finish(session: Session, recorder: Recorder) -> tuple[Exhibit, ...]:
    """Stop a recording and make files of what is left of it. Raises: as `stop`, `conclude`."""
    recorder.stop()
    return conclude(session, recorder.recording_id)


def conclude(session: Session, recording_id: str) -> tuple[Exhibit, ...]:
    """Make files of all parts that are left, and end the recording; the vault's thread.

    The same for one that was stopped and one that a crash cut off. `join`, `keep` and `end` are
    its steps, for a window that must not wait.

    Raises:
        MediaDamaged: no such recording is unfinished. Otherwise as `join` and `keep`: what was
        not kept is still there, and calling again goes on.
    """
    store = Recordings(session.vault)
    recording = store.get(recording_id)
    made = []
    last: Timeline | None = None
    for part in store.parts(recording):
        joined = join(session, recording, part)
        last = joined.timeline
        made.append(keep(session, joined))
    end(session, recording_id, last)
    return tuple(each for each in made if each is not None)


def keep(session: Session, joined: Joined) -> Exhibit | None:
    """Make a joined part a file of the draft in the place of its pieces; the vault's thread.

    Raises:
        VoiceRefused, ConsentRefused: the witness no longer agrees; the pieces stay until they are
        kept or discarded. StatementTooLarge, MediaDamaged; VaultDiskFull, VaultReadOnly, VaultIo.
    """
    timeline = joined.timeline
    exhibit: Exhibit | None = None
    try:
        with session.vault.transaction():
            recording = Recordings(session.vault).get(timeline.recording_id)
            if not load(session, recording.owner).consent.allows(VOICE):
                raise errors.VoiceRefused
            if joined.media is not None:
                taken = Taken(_name(recording.started_at, timeline.part), FLAC, joined.media)
                told = {"kind": "sound", "origin": "made_in_interview", "original": "original"}
                exhibit = exhibits.keep(session, recording.owner, taken, told)
            for gap in timeline.gaps[:GAP_LINES]:
                session.custody.append(
                    "media.gap",
                    timeline.recording_id,
                    part=timeline.part,
                    why=gap.why,
                    sample=gap.sample,
                )
            Recordings(session.vault).part_done(timeline.recording_id, timeline.part)
    except BaseException:
        if joined.media is not None:
            with suppress(errors.VaultError):
                MediaStore(session.vault).delete(joined.media.media_id)
        raise
    return exhibit


def end(session: Session, recording_id: str, last: Timeline | None) -> None:
    """End a recording of which every part is kept; `last` is the newest one's timeline."""
    told: dict[str, int] = {}
    if last is not None:
        told = {"samples": last.first_sample + last.samples, "parts": last.part}
    with session.vault.transaction():
        store = Recordings(session.vault)
        if store.parts(store.get(recording_id)):
            raise errors.RecordingUnfinished
        if last is None or not last.is_last:
            session.custody.append("media.rescue", recording_id)
        session.custody.append("media.stop", recording_id, **told)
        store.delete(recording_id)


def discard(session: Session, recording_id: str) -> None:
    """Destroy the key and the pieces of a recording, where the witness took consent back.

    Raises:
        MediaDamaged: no such recording is unfinished.
    """
    with session.vault.transaction():
        Recordings(session.vault).get(recording_id)
        Recordings(session.vault).delete(recording_id)
        session.custody.append("media.discard", recording_id)
    session.vault.checkpoint()


def timeline_of(session: Session, exhibit_id: str) -> Timeline | None:
    """Return what happened in a recording that is a file of a draft; None for other files.

    Raises:
        MediaDamaged, VaultIo: the file cannot be read.
    """
    content = _application(session, exhibit_id, flac_blocks.TIMELINE)
    with suppress(errors.StatementInvalid):
        return None if content is None else read_timeline(content)
    return None


def peaks_of(session: Session, exhibit_id: str) -> bytes:
    """Return the outline of such a file (`waveform`); empty for others. Raises: likewise."""
    return _application(session, exhibit_id, flac_blocks.PEAKS) or b""


def _application(session: Session, exhibit_id: str, name: bytes) -> bytes | None:
    size = _FIRST_LOOK
    while size <= flac_blocks.HEAD_LIMIT:
        head = MediaStore(session.vault).read_at(exhibit_id, 0, size)
        try:
            return flac_blocks.application(head, name)
        except errors.FileMalformed:
            if len(head) < size:
                return None
        size *= 4
    return None


def _name(started_at: str, part: int) -> str:
    """Return a name that tells parts and recordings apart and says nothing else."""
    digits = "".join(each for each in started_at if each.isdigit())[:12]
    return f"recording-{digits}-{part:02}.flac"

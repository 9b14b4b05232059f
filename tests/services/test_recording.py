"""A recorder and everything that can happen to it, sample by sample."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app import errors
from intake_app.domain.sound import Timeline
from intake_app.services import exhibits, interviewing, organising, recording, recording_keeping
from intake_app.services import session as sessions
from intake_app.services.gathering import gather
from intake_app.services.recording import Limits, Recorder
from intake_app.services.recording_joining import join
from intake_app.services.session import Session
from intake_app.services.trusting import current_trust
from intake_app.services.waveform import pairs_of
from intake_app.vault import layout, pieces
from intake_app.vault.media import MediaStore
from intake_app.vault.recordings import Recordings
from tests.services.people import WORDS, People, events
from tests.services.sounding import RATE, blocks, draft, flac_agrees, kept, sound


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    made = People(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(people: People) -> Session:
    return people.person("interviewer")


def feed(people: People, recorder: Recorder, total: int, first: int = 0, size: int = 800) -> None:
    for block in blocks(total, size, first):
        people.clock.advance(len(block) / 2 / RATE)
        recorder.feed(block)


def state(recorder: Recorder) -> str:
    return recorder.state


def timelines(session: Session, statement_id: str) -> list[Timeline]:
    found = interviewing.load(session, statement_id).exhibits
    told = [recording_keeping.timeline_of(session, each.id) for each in found]
    return [each for each in told if each is not None]


def deeds(timeline: Timeline) -> list[tuple[str, int, str, int]]:
    return [(each.deed, each.sample, each.why, each.lost_ms) for each in timeline.events]


def crash(people: People, device: Session) -> Session:
    """Forget the open session as a killed process does, and open the vault anew."""
    device.lock()
    again = sessions.unlock(device.folder, bytearray(WORDS), device.surroundings)
    people.sessions.append(again)
    return again


def test_what_was_fed_comes_out_bit_for_bit(
    people: People, device: Session, tmp_path: Path
) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, 50_001)
    (exhibit,) = recording_keeping.finish(device, recorder)
    whole = b"".join(exhibits.read(device, exhibit.id))
    assert flac_agrees(tmp_path, whole, sound(0, 50_001))
    assert (exhibit.media_type, exhibit.kind, exhibit.size) == ("audio/flac", "sound", len(whole))
    assert exhibit.name == "recording-202611240900-01.flac"
    (timeline,) = timelines(device, statement)
    assert deeds(timeline) == [("start", 0, "", 0), ("stop", 50_001, "", 0)]
    assert timeline.seconds(timeline.events[-1]) == 50_001 / RATE
    assert (timeline.samples, timeline.is_last) == (50_001, True)
    log = [each for each in events(device) if each.startswith(("media", "exhibit"))]
    assert log == ["media.start", "exhibit.add", "media.stop"]
    assert device.custody.entries()[-1].x == {"samples": 50_001, "parts": 1}
    peaks = pairs_of(recording_keeping.peaks_of(device, exhibit.id))
    assert len(peaks) == -(-50_001 // (RATE // 20))
    assert all(-4 <= low < high <= 3 for low, high in peaks)
    names = [each.name for each in (device.folder / layout.MEDIA).iterdir()]
    assert names == [exhibit.id]


def test_only_a_witness_who_agreed_is_recorded(device: Session) -> None:
    for answer in ("no", "not_now"):
        with pytest.raises(errors.VoiceRefused):
            recording.start(device, draft(device, answer), RATE)
    with pytest.raises(errors.StatementMissing):
        recording.start(device, "0" * 32, RATE)
    with pytest.raises(ValueError, match="0"):
        recording.start(device, draft(device), 0)
    assert Recordings(device.vault).all() == []
    assert "media.start" not in events(device)


def test_pause_off_the_record_bookmark_and_gap_stand_at_their_sample(
    people: People, device: Session
) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, RATE)
    recorder.pause("چای")
    feed(people, recorder, RATE, first=10**6)
    people.clock.advance(59)
    recorder.resume()
    feed(people, recorder, 1_000, first=RATE)
    assert recorder.bookmark("نام \ud800") == RATE + 1_000
    recorder.off_the_record("asked for it")
    assert recorder.state == "off_record"
    feed(people, recorder, RATE, first=10**6)
    recorder.resume()
    feed(people, recorder, 999, first=RATE + 1_000)
    recorder.gap("device_lost")
    people.clock.advance(5)
    recorder.tick()
    feed(people, recorder, 8_000, first=RATE + 1_999)
    with pytest.raises(ValueError, match="weather"):
        recorder.gap("weather")
    recording_keeping.finish(device, recorder)
    assert kept(device, statement) == sound(0, RATE + 9_999)
    (timeline,) = timelines(device, statement)
    assert deeds(timeline) == [
        ("start", 0, "", 0),
        ("pause", RATE, "چای", 0),
        ("resume", RATE, "", 60_000),
        ("bookmark", RATE + 1_000, "نام \ufffd", 0),
        ("off_record", RATE + 1_000, "asked for it", 0),
        ("resume", RATE + 1_000, "", 1_000),
        ("gap", RATE + 1_999, "device_lost", 0),
        ("resume", RATE + 1_999, "", 5_050),
        ("stop", RATE + 9_999, "", 0),
    ]
    assert timeline.events[1].at == "2026-11-24T09:00:01Z"
    assert timeline.events[2].elapsed_ms == 61_000
    assert "media.gap" in events(device)


def test_silence_of_the_device_is_noticed_by_ticks_and_without_them(
    people: People, device: Session
) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, 100)
    people.clock.advance(1.9)
    recorder.tick()
    assert state(recorder) == "recording"
    people.clock.advance(0.2)
    recorder.tick()
    assert state(recorder) == "gap"
    feed(people, recorder, 100, first=100)
    assert state(recorder) == "recording"
    people.clock.advance(3_600)  # the lid was closed: nothing ticked
    feed(people, recorder, 100, first=200)
    recording_keeping.finish(device, recorder)
    assert kept(device, statement) == sound(0, 300)
    (timeline,) = timelines(device, statement)
    assert deeds(timeline) == [
        ("start", 0, "", 0),
        ("gap", 100, "no_sound", 0),
        ("resume", 100, "", 2_106),
        ("gap", 200, "no_sound", 0),
        ("resume", 200, "", 3_600_006),
        ("stop", 300, "", 0),
    ]


@given(
    limit=st.integers(1, 3),
    sizes=st.lists(st.integers(0, 40_000), min_size=1, max_size=6),
)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_parts_follow_on_each_other_without_a_lost_sample(
    device: Session, limit: int, sizes: list[int]
) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE, Limits(part_seconds=limit))
    at = 0
    for size in sizes:
        recorder.feed(sound(at, size))
        at += size
    recording_keeping.finish(device, recorder)
    assert kept(device, statement) == sound(0, at)
    told = timelines(device, statement)
    assert len(told) == -(-at // (limit * RATE))
    assert [each.first_sample for each in told] == [n * limit * RATE for n in range(len(told))]
    assert [each.part for each in told] == [n + 1 for n in range(len(told))]


def test_a_part_becomes_a_file_while_the_next_is_recorded(people: People, device: Session) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE, Limits(part_bytes=30_000))
    feed(people, recorder, 4 * RATE)
    row = Recordings(device.vault).get(recorder.recording_id)
    assert recorder.part > 2
    for part in recorder.finished_parts:
        recording_keeping.keep(device, join(device, row, part))
    before = interviewing.load(device, statement).exhibits
    assert len(before) == recorder.part - 1
    with pytest.raises(errors.RecordingUnfinished):
        recording_keeping.end(device, recorder.recording_id, None)
    feed(people, recorder, RATE, first=4 * RATE)
    recording_keeping.finish(device, recorder)
    assert kept(device, statement) == sound(0, 5 * RATE)


def test_a_locked_vault_goes_on_recording(people: People, device: Session) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, RATE)
    again = crash(people, device)
    assert recording_keeping.unfinished(again, [recorder.recording_id]) == []
    feed(people, recorder, RATE, first=RATE)
    recording_keeping.finish(again, recorder)
    assert kept(again, statement) == sound(0, 2 * RATE)
    (timeline,) = timelines(again, statement)
    assert timeline.gaps == ()


def test_what_a_crash_left_becomes_a_file_with_its_gap(people: People, device: Session) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, 3 * RATE + 100)
    again = crash(people, device)
    (found,) = recording_keeping.unfinished(again)
    assert (found.recording_id, found.statement_id) == (recorder.recording_id, statement)
    with pytest.raises(errors.RecordingUnfinished):
        recording.start(again, statement, RATE)
    recording_keeping.conclude(again, found.recording_id)
    assert kept(again, statement) == sound(0, 3 * RATE)
    (timeline,) = timelines(again, statement)
    assert deeds(timeline) == [("start", 0, "", 0), ("gap", 3 * RATE, "crash", 0)]
    assert timeline.events[-1].at == "2026-11-24T09:00:03Z"
    assert recording_keeping.unfinished(again) == []
    assert events(again)[-4:] == ["exhibit.add", "media.gap", "media.rescue", "media.stop"]


def test_a_damaged_piece_leaves_silence_of_its_length(people: People, device: Session) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, 2 * RATE)
    recorder.stop()
    (part,) = (device.folder / layout.MEDIA).glob("*.0001")
    raw = bytearray(part.read_bytes())
    raw[pieces.CELL_BYTES + 100] ^= 1  # the first cell of the first half second
    part.write_bytes(raw)
    recording_keeping.conclude(device, recorder.recording_id)
    half = RATE // 2
    assert kept(device, statement) == bytes(2 * half) + sound(half, 2 * RATE - half)
    (timeline,) = timelines(device, statement)
    assert deeds(timeline)[1] == ("gap", 0, "damaged", 500)


def test_a_full_disk_is_waited_out_and_then_said(
    people: People, device: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE, Limits(held_bytes=100_000))
    feed(people, recorder, RATE)

    def full(_handle: int, _data: memoryview, _at: int) -> int:
        raise OSError(28, "No space left on device")

    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", full)
    feed(people, recorder, 2 * RATE, first=RATE)
    assert (recorder.state, recorder.trouble) == ("recording", "VAULT_DISK_FULL")
    monkeypatch.setattr(os, "pwrite", real)
    recorder.tick()
    assert recorder.trouble == ""
    monkeypatch.setattr(os, "pwrite", full)
    feed(people, recorder, 6 * RATE, first=3 * RATE)
    assert recorder.state == "gap"
    saved = recorder.samples
    with pytest.raises(errors.VaultDiskFull):
        recorder.stop()
    monkeypatch.setattr(os, "pwrite", real)
    recording_keeping.finish(device, recorder)
    assert 5 * RATE < saved < 9 * RATE
    assert kept(device, statement) == sound(0, saved)
    (timeline,) = timelines(device, statement)
    assert [each.why for each in timeline.gaps] == ["disk_full"]


def test_sound_goes_on_when_the_disk_has_room_again(
    people: People, device: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE, Limits(held_bytes=10_000))

    def broken(_handle: int, _data: memoryview, _at: int) -> int:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", broken)
        feed(people, recorder, 3 * RATE)
        assert (recorder.state, recorder.trouble) == ("gap", "VAULT_IO")
    before = recorder.samples
    feed(people, recorder, RATE, first=before)
    assert recorder.state == "recording"
    recording_keeping.finish(device, recorder)
    assert kept(device, statement) == sound(0, before + RATE)
    (timeline,) = timelines(device, statement)
    assert [each.why for each in timeline.gaps] == ["disk_failed"]


def test_a_witness_who_takes_consent_back_decides_over_the_sound(
    people: People, device: Session
) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, RATE)
    consent = interviewing.load(device, statement).consent
    uses = tuple(
        msgspec.structs.replace(each, answer="no") if each.use == "record_voice" else each
        for each in consent.uses
    )
    no = msgspec.structs.replace(consent, uses=uses)
    interviewing.revise(device, statement, consent=no)
    with pytest.raises(errors.VoiceRefused):
        recording_keeping.finish(device, recorder)
    assert interviewing.load(device, statement).exhibits == ()
    assert len(recording_keeping.unfinished(device)) == 1
    names = [each.name for each in (device.folder / layout.MEDIA).iterdir()]
    assert names == [f"{recorder.recording_id}.0001"]
    recording_keeping.discard(device, recorder.recording_id)
    assert list((device.folder / layout.MEDIA).iterdir()) == []
    assert events(device)[-1] == "media.discard"
    with pytest.raises(errors.MediaDamaged):
        recording_keeping.conclude(device, recorder.recording_id)


def test_nothing_is_sealed_while_sound_is_not_yet_a_file(people: People, device: Session) -> None:
    statement = draft(device)
    recorder = recording.start(device, statement, RATE)
    feed(people, recorder, RATE)
    coordinator = people.person("coordinator")
    organising.found(coordinator, "Archive")
    people.enrol(coordinator, device)
    trust = current_trust(device)
    assert trust is not None
    loaded = interviewing.load(device, statement)
    who = interviewing.load_identity(device, statement)
    with pytest.raises(errors.RecordingUnfinished):
        gather(device, loaded, who, trust)
    recording_keeping.finish(device, recorder)
    (contents,) = gather(device, interviewing.load(device, statement), who, trust)
    assert contents.payloads[1].path == "data/000002.flac"


def test_other_files_have_no_timeline(device: Session, tmp_path: Path) -> None:
    statement = draft(device)
    for name, data in (("a", b"\xff\xd8\xff" + bytes(100)), ("b", b"fLaC" + bytes(90_000))):
        path = tmp_path / name
        path.write_bytes(data)
        exhibit = exhibits.attach(device, statement, path)
        assert recording_keeping.timeline_of(device, exhibit.id) is None
        assert recording_keeping.peaks_of(device, exhibit.id) == b""


def test_half_a_sample_is_refused(device: Session) -> None:
    recorder = recording.start(device, draft(device), RATE)
    with pytest.raises(ValueError, match="3"):
        recorder.feed(b"abc")


def test_no_sound_is_on_the_disk_in_the_open(people: People, device: Session) -> None:
    recorder = recording.start(device, draft(device), RATE)
    feed(people, recorder, RATE)
    recording_keeping.finish(device, recorder)
    for path in device.folder.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        assert b"fLaC" not in raw
        assert sound(100, 20) not in raw
    assert MediaStore(device.vault).of(recorder.statement_id)

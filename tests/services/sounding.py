"""A source of sound that anybody can make again: the same samples from the same place, always."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from intake_app.domain.consent import UseAnswer
from intake_app.services import flac, interviewing
from intake_app.services.interviewing import Opening
from intake_app.services.recording_keeping import timeline_of
from intake_app.services.session import Session
from intake_app.vault.media import MediaStore
from tests.services.making import opening

_PAGE = 4096  # samples
RATE = 16_000


@lru_cache(maxsize=4)
def sound(first: int, samples: int) -> bytes:
    """Return int16 samples `first` to `first + samples`: noise that grows louder and softer."""
    made = bytearray()
    at = first // _PAGE
    while len(made) < (first % _PAGE + samples) * 2:
        noise = hashlib.shake_128(b"sound %d" % at).digest(_PAGE * 2)
        # The upper byte becomes small and keeps its sign, as a voice at some distance.
        quiet = bytes((each & 7) - 4 & 0xFF for each in noise[1::2])
        page = bytearray(noise)
        page[1::2] = quiet
        made += page
        at += 1
    begin = first % _PAGE * 2
    return bytes(made[begin : begin + samples * 2])


def blocks(total: int, size: int, first: int = 0) -> Iterator[bytes]:
    """Yield `total` samples in blocks."""
    for at in range(first, first + total, size):
        yield sound(at, min(size, first + total - at))


def draft(session: Session, voice: str = "yes") -> str:
    """Begin a statement whose witness gave this answer on the recording of their voice."""
    made: Opening = opening()
    uses = tuple(
        msgspec.structs.replace(each, answer=voice) if each.use == "record_voice" else each
        for each in made.consent.uses
    )
    assert all(isinstance(each, UseAnswer) for each in uses)
    consent = msgspec.structs.replace(made.consent, uses=uses)
    return interviewing.begin(
        session,
        Opening(kind=made.kind, consent=consent, setting=made.setting, pseudonym=made.pseudonym),
    ).statement_id


def kept(session: Session, statement_id: str) -> bytes:
    """Return the samples of all recordings of a draft, one after the other."""
    found = []
    for exhibit in interviewing.load(session, statement_id).exhibits:
        if timeline_of(session, exhibit.id) is not None:
            whole = b"".join(MediaStore(session.vault).open(exhibit.id))
            found.append(flac.decode(whole)[0])
    return b"".join(found)


def flac_agrees(place: Path, data: bytes, samples: bytes) -> bool:
    """Return whether the `flac` command finds the file sound, and these samples in it."""
    file = place / "sound.flac"
    file.write_bytes(data)
    subprocess.run(["flac", "-t", "-s", file], check=True)
    decoded = subprocess.run(
        ["flac", "-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", file],
        check=True,
        capture_output=True,
    )
    return decoded.stdout == samples

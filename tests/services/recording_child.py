"""Records a source that everybody can make again, until it is killed.

A mother that has loaded everything forks a child for each line on its standard input and answers
with what the child had noted when it was killed: how many samples it had fed. The child feeds a
hundred times as fast as a voice, a block in every millisecond, as a device does.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.services import flac, recording
from intake_app.services import session as sessions
from intake_app.services.recording import Limits
from intake_app.services.recording_joining import join
from intake_app.services.recording_keeping import keep
from intake_app.services.surroundings import Surroundings
from intake_app.services.waveform import outline
from intake_app.vault.recordings import Recordings
from tests.services.people import WORDS
from tests.services.sounding import RATE, sound

_BLOCK = 1_600
_PACE_S = 0.001
FED = struct.Struct("<q")


def work(job: dict[str, Any], says: int) -> None:
    """Record; write before each block how many samples it has with this one."""
    around = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    session = sessions.unlock(Path(job["vault"]), bytearray(WORDS), around)
    limits = Limits(part_seconds=job["part_seconds"])
    recorder = recording.start(session, job["draft"], RATE, limits)
    row = Recordings(session.vault).get(recorder.recording_id)
    made = sound(0, job["samples"])
    kept = 0
    for at in range(0, job["samples"], _BLOCK):
        time.sleep(_PACE_S)
        os.pwrite(says, FED.pack(at + _BLOCK), 0)
        recorder.feed(made[at * 2 : (at + _BLOCK) * 2])
        if at % (17 * _BLOCK) == 0:
            recorder.bookmark("here")
        for part in recorder.finished_parts[kept:] if job["joins"] else ():
            keep(session, join(session, row, part))
            kept += 1
    recorder.stop()
    os.pwrite(says, FED.pack(job["samples"]), 0)
    time.sleep(60)  # never reached in a test: the mother kills long before


def fork(job: dict[str, Any]) -> int:
    """Kill a child some time after it began to record; return how many samples it was fed."""
    sound(0, job["samples"])  # once, for all children
    says = os.open(job["note"], os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.pwrite(says, FED.pack(-1), 0)
    pid = os.fork()
    if not pid:
        try:
            work(job, says)
        finally:
            traceback.print_exc()
            os._exit(1)
    try:
        while FED.unpack(os.pread(says, FED.size, 0))[0] < 0:
            assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the child failed by itself"
            time.sleep(0.001)
        time.sleep(job["after"])
        os.kill(pid, signal.SIGKILL)
        assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
        fed: int = FED.unpack(os.pread(says, FED.size, 0))[0]
    finally:
        os.close(says)
    return fed


if __name__ == "__main__":
    flac.encode(bytes(2), RATE)  # loads the library once, before any fork
    outline(bytes(2), 1)
    for line in sys.stdin:
        print(json.dumps(fork(json.loads(line))), flush=True)

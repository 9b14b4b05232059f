"""Hands over to a court until it kills itself before its Nth change of files; `done` if none.

`rename` in the place of N: before the finished hand-over gets its name.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.services import court_choosing, court_writing
from intake_app.services import session as sessions
from intake_app.services.surroundings import Surroundings
from tests.services.people import WORDS
from tests.vault.crash_child import say, watch

if __name__ == "__main__":
    number, vault, drive, *recipients = sys.argv[1:]
    around = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    session = sessions.unlock(Path(vault), bytearray(WORDS), around)
    plan = court_choosing.plan(session, court_choosing.COURT)
    if number == "rename":
        os.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    else:
        watch(int(number))
    made = court_writing.write(session, plan, Path(drive), recipient="Court", recipients=recipients)
    say("done", made.path.name)

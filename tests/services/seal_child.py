"""Seals and hands over until it is killed; says what was already promised.

A mother that has loaded everything forks a child for each line on its standard input, and answers
with the child's end and what it said. The child opens the vault and then, as the line asks, kills
itself before its Nth change of files or folders (`change`), before its Nth statement to the
database (`statement`), or is killed from outside some seconds after it was ready (`after`).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.services import handing_over, sealing
from intake_app.services import session as sessions
from intake_app.services.surroundings import Surroundings
from intake_app.vault.connection import Database
from tests.services.people import WORDS
from tests.vault.crash_child import say, watch


def work(job: dict[str, Any]) -> None:
    clock = FixedClock(datetime.fromisoformat(job["now"]))
    around = Surroundings(clock=clock, cost=KdfCost.quick())
    session = sessions.unlock(Path(job["vault"]), bytearray(WORDS), around)
    say("ready")
    if "change" in job:
        watch(job["change"])
    if "statement" in job:
        watch_statements(job["statement"])
    sealing.seal(session, job["draft"])
    say("sealed")
    handing_over.hand_over(session, Path(job["drive"]))
    say("handed")
    say("done")


def watch_statements(at: int) -> None:
    """Kill this process before it gives statement number `at` to the database."""
    count = 0
    run = Database.run

    def counted(self: Database, sql: str, *values: object) -> int:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(self, sql, *values)

    Database.run = counted  # type: ignore[method-assign]


def fork(job: dict[str, Any]) -> tuple[int, str]:
    """Return how the child of one job ended, and what it said."""
    hears, says = os.pipe()
    pid = os.fork()
    if not pid:
        failed = True
        try:
            os.dup2(says, 1)
            os.close(says)
            work(job)
            failed = False
        finally:
            if failed:
                traceback.print_exc()
            os._exit(failed)
    os.close(says)
    heard = b""
    with os.fdopen(hears, "rb") as pipe:
        if "after" in job:
            heard = pipe.readline()
            time.sleep(job["after"])
            os.kill(pid, signal.SIGKILL)
        heard += pipe.read()
    return os.waitpid(pid, 0)[1], heard.decode()


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(fork(json.loads(line))), flush=True)

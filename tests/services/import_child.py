"""Takes a stick in until it is killed; says on standard output what was already promised.

`die N` kills itself before its Nth change of files or folders after the vault was opened, `done`
if there is none; `run` is to be killed from outside.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from intake_app.clock import FixedClock
from intake_app.crypto.kdf import KdfCost
from intake_app.services import importing
from intake_app.services import session as sessions
from intake_app.services.importing import ImportOutcome
from intake_app.services.surroundings import Surroundings
from tests.services.people import WORDS
from tests.vault.crash_child import say, watch


def tell(outcome: ImportOutcome) -> None:
    say(outcome.verdict, outcome.item_id)


if __name__ == "__main__":
    verb, folder, stick = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    around = Surroundings(clock=FixedClock(), cost=KdfCost.quick())
    session = sessions.unlock(folder, bytearray(WORDS), around)
    if verb == "die":
        watch(int(sys.argv[4]))
    say("ready", os.getpid())
    importing.import_many(session, [stick], on_outcome=tell)
    say("done")

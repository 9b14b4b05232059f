"""How the custody log names an exhibit's content: so that only who has the statement can tell.

Logs go further than files: to every coordinator, and to courts with other people's statements. A
plain hash there would tell whoever owns the same letter who gave it to us. So the line of an
exhibit has a mark, the hash of a random salt and the file's hash, and the salt stands in the
statement alone. Whoever has the statement can prove the line; nobody else learns anything from it.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.crypto.chain import Entry
from intake_app.crypto.digests import sha256_hex
from intake_app.domain.exhibits import Exhibit
from intake_app.domain.statement import Identity, Statement

ADDED, MARK = "exhibit.add", "mark"
SALT_BYTES = 32
NOTE = "EXHIBIT_LOG_DIFFERS"


def mark(salt: str, sha256: str) -> str:
    """Return the mark of a file of hash `sha256`: SHA-256 in hex over both, each as a line."""
    return sha256_hex(f"{salt}\n{sha256}\n".encode())


def notes(testimony: Statement | Identity, log: Iterable[Entry]) -> frozenset[str]:
    """Return EXHIBIT_LOG_DIFFERS where a line tells of another file than the statement has.

    A line from before there were marks has the file's own hash. No line is no fault: it may stand
    in a part of the log that came with an earlier bundle.
    """
    if isinstance(testimony, Identity):
        return frozenset()
    exhibits = {each.id: each for each in testimony.exhibits}
    told = ((exhibits.get(each.ref), each) for each in log if each.event == ADDED)
    differ = any(exhibit is not None and not _fits(exhibit, line) for exhibit, line in told)
    return frozenset({NOTE}) if differ else frozenset()


def _fits(exhibit: Exhibit, line: Entry) -> bool:
    if MARK not in line.x:
        return line.x.get("sha256", exhibit.sha256) == exhibit.sha256
    return line.x[MARK] == mark(exhibit.salt, exhibit.sha256)

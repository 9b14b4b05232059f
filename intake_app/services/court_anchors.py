"""Proofs of time that go along with a hand-over: what independent services said of our log.

Of each the head of the log as it was signed then, the service's answer (RFC 3161) and the
certificates that it was checked with, as `openssl ts -verify` takes them.
"""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.crypto.chain import Head
from intake_app.services import anchoring
from intake_app.services.session import Session

ANCHORS = "data/anchors"


def anchors(session: Session, came: Mapping[str, Head], head: Head) -> dict[str, bytes]:
    """Return the proofs about lines of our log that are in the part which goes along.

    `came` is where the chosen bundles came in, `head` where the part ends.
    """
    first = min(each.seq for each in came.values())
    bearing = [each for each in anchoring.kept(session) if first <= each.seq <= head.seq]
    files: dict[str, bytes] = {}
    for number, proof in enumerate(reversed(bearing), 1):
        path = f"{ANCHORS}/{number:04d}"
        files |= {
            f"{path}.head.txt": proof.head,
            f"{path}.head.txt.sig": proof.signature,
            f"{path}.tsr": proof.response,
            f"{path}.pem": proof.authorities.encode(),
        }
    return files

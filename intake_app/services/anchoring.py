"""Proof of time: somebody outside confirms that this log's newest line existed at a moment.

The signed head of the log is what a question is about; the question travels as a small file to
somebody with a network, the answer comes back as one. Neither tells what the log says: a question
holds a hash and a random number. Whom an answer is believed from: `time_services`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from intake_app import errors
from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.crypto import chain, timestamps
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.timestamps import Question
from intake_app.services import device_keys, small_files
from intake_app.services.session import Session
from intake_app.vault.time_proofs import TimeProof, TimeProofs, TimeRequest

CLOCK_TOLERANCE = timedelta(minutes=2)
QUERY_SUFFIX, RESPONSE_SUFFIX = ".tsq", ".tsr"
HEAD_NAME, SIGNATURE_NAME = "log-head.txt", "log-head.txt.sig"
QUERY_NAME, RESPONSE_NAME, CERTIFICATES_NAME = "query.tsq", "response.tsr", "certificates.pem"


@dataclass(frozen=True)
class KeptProof:
    """One proof with everything that an expert needs to check it without us.

    `head` and `signature` are the head file of the log and its signature, `query` and `response`
    as they travelled, `authorities` the certificates in PEM, the root last. The line of number
    `seq` existed by `gen_time` (RFC 3339, UTC), give or take `accuracy_ms`.
    """

    seq: int
    head: bytes
    signature: bytes
    query: bytes
    response: bytes
    authorities: str
    service: str
    gen_time: str
    accuracy_ms: int
    taken_in_at: str

    @property
    def name(self) -> str:
        """A name for a folder that tells proofs apart."""
        return f"time-{self.seq:06}-{sha256_hex(self.response)[:8]}"


@dataclass(frozen=True)
class AskedTime:
    """A question that was written about line `seq`, and the proofs that came back for it."""

    query_sha256: str
    seq: int
    made_at: str
    proofs: tuple[KeptProof, ...]


@dataclass(frozen=True)
class TimeOutcome:
    """What an answer proved. `again`: it was here already, and nothing was changed.

    `clock_odd`: it names a time before the question was written here or after it came back, so this
    computer's clock was wrong then, or the service's.
    """

    proof: KeptProof
    again: bool
    clock_odd: bool


def request(session: Session) -> AskedTime:
    """Make a question about the log as it stands and keep it; `write_query` writes its file.

    Raises:
        WrongRole. NotEnrolled: the vault has no keys to sign its log's head with.
    """
    session.require("coordinator")
    head = session.custody.head()
    text, signature = chain.sign_head(
        device_keys.signing_key(session), device_keys.principal(session), head.seq, head.hash
    )
    made = timestamps.ask(text)
    row = TimeRequest(
        query_sha256=sha256_hex(made.query),
        seq=head.seq,
        head=text,
        signature=signature,
        query=made.query,
        nonce=f"{made.nonce:x}",
        made_at=session.now(),
    )
    with session.vault.transaction():
        TimeProofs(session.vault).ask(row)
        session.custody.append("anchor", row.query_sha256, step="asked", line=head.seq)
    return AskedTime(row.query_sha256, row.seq, row.made_at, ())


def write_query(session: Session, query_sha256: str, folder: Path, name: str = "") -> Path:
    """Write a question's file into a folder and return its path; the usual name is random.

    Raises:
        WrongRole. StatementMissing: no such question. OutputFailed.
    """
    session.require("coordinator")
    row = TimeProofs(session.vault).request(query_sha256)
    if row is None:
        raise errors.StatementMissing
    return small_files.write(folder, name or os.urandom(8).hex() + QUERY_SUFFIX, row.query)


def take_in(session: Session, path: Path) -> TimeOutcome:
    """Take an answer in; the same one twice changes nothing.

    Raises:
        WrongRole. FileMissing, FileMalformed: unreadable, or far too large. TimeProofError: as
        `timestamps.check` says; nothing was changed.
    """
    session.require("coordinator")
    data = small_files.read(path, timestamps.MAX_RESPONSE_BYTES)
    proofs = TimeProofs(session.vault)
    before = proofs.proof(sha256_hex(data))
    if before is not None:
        return _outcome(session, before, again=True)
    asked = {_question(each): each for each in proofs.requests()}
    question = timestamps.belongs(data, asked)
    stamp = timestamps.check(data, question, [each.pem for each in proofs.authorities()])
    row = TimeProof(
        response_sha256=sha256_hex(data),
        query_sha256=asked[question].query_sha256,
        seq=asked[question].seq,
        response=data,
        authorities=stamp.chain,
        service=stamp.service,
        gen_time=rfc3339(stamp.gen_time),
        accuracy_ms=stamp.accuracy_ms,
        taken_in_at=session.now(),
    )
    with session.vault.transaction():
        proofs.add(row)
        session.custody.append(
            "anchor", row.response_sha256, step="confirmed", line=row.seq, time=row.gen_time
        )
    return _outcome(session, row, again=False)


def kept(session: Session) -> list[KeptProof]:
    """Return every proof, those about the newest lines first."""
    return [_kept(session, each) for each in TimeProofs(session.vault).proofs()]


def listing(session: Session) -> list[AskedTime]:
    """Return every question with its proofs, the newest first. Raises: WrongRole."""
    session.require("coordinator")
    proofs = TimeProofs(session.vault)
    found: dict[str, list[KeptProof]] = {}
    for each in proofs.proofs():
        found.setdefault(each.query_sha256, []).append(_kept(session, each))
    return [
        AskedTime(
            each.query_sha256, each.seq, each.made_at, tuple(found.get(each.query_sha256, ()))
        )
        for each in proofs.requests()
    ]


def export(session: Session, folder: Path) -> list[Path]:
    """Write every proof into a folder of its own below `folder` and return these folders.

    Raises:
        WrongRole. OutputFailed.
    """
    session.require("coordinator")
    made = []
    for proof in kept(session):
        place = folder / proof.name
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise errors.OutputFailed from None
        for name, data in proof_files(proof):
            small_files.write(place, name, data)
        made.append(place)
    if made:
        session.custody.append("anchor", step="export", count=len(made))
    return made


def proof_files(proof: KeptProof) -> list[tuple[str, bytes]]:
    """Return the files that an expert checks a proof with, by name."""
    return [
        (HEAD_NAME, proof.head),
        (SIGNATURE_NAME, proof.signature),
        (QUERY_NAME, proof.query),
        (RESPONSE_NAME, proof.response),
        (CERTIFICATES_NAME, proof.authorities.encode()),
    ]


def _kept(session: Session, row: TimeProof) -> KeptProof:
    asked = TimeProofs(session.vault).request(row.query_sha256)
    if asked is None:
        raise errors.VaultDatabaseDamaged
    return KeptProof(
        seq=row.seq,
        head=asked.head,
        signature=asked.signature,
        query=asked.query,
        response=row.response,
        authorities=row.authorities,
        service=row.service,
        gen_time=row.gen_time,
        accuracy_ms=row.accuracy_ms,
        taken_in_at=row.taken_in_at,
    )


def _outcome(session: Session, row: TimeProof, *, again: bool) -> TimeOutcome:
    asked = TimeProofs(session.vault).request(row.query_sha256)
    made_at = row.taken_in_at if asked is None else asked.made_at
    said = parse_rfc3339(row.gen_time)
    slack = CLOCK_TOLERANCE + timedelta(milliseconds=row.accuracy_ms)
    early = said < parse_rfc3339(made_at) - slack
    late = said > parse_rfc3339(row.taken_in_at) + slack
    return TimeOutcome(_kept(session, row), again=again, clock_odd=early or late)


def _question(row: TimeRequest) -> Question:
    return Question(row.head, row.query, int(row.nonce, 16))

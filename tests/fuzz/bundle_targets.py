"""The readers of a bundle: its lists, its description, its statement, and the whole of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from intake_app import errors
from intake_app.bundle import bag, statement_checks
from intake_app.bundle import description as descriptions
from intake_app.bundle.verdict import Verified
from intake_app.bundle.verifying import BundleVerifier
from intake_app.crypto import canonical
from intake_app.domain.consent import USES
from intake_app.domain.schema import to_plain
from intake_app.domain.writable import writable
from intake_app.errors import BundleRefused, StatementError
from intake_app.services import interviewing, invented, statement_files
from intake_app.services.session import Session
from tests.benchmarks.people import meet
from tests.bundle.a_bundle import (
    NOW,
    Holding,
    Parts,
    Taken,
    log_lines,
    spans,
    statement,
    who,
)
from tests.fuzz.mutating import BYTES, JSON, TAR, TEXT, Mutation, blob, json_lines, members, number
from tests.fuzz.oracle import Read, Wrong
from tests.fuzz.targets import Target, simply

_FIRST = "data/000001.json"
_IMPORTED = {
    "consent": {
        "form": "consent/1",
        "language": "fa",
        "given_as": "spoken",
        "recorded_at": "2026-11-24T09:00:00Z",
        "uses": [{"use": use, "answer": "yes"} for use in USES],
    },
    "pseudonym": "Cypress",
    "narrative": "بند هشت بودیم.\nThe corridor was silent.",
    "victims": [{"id": "v1"}],
    "identity": {"names": ["a"], "contact": "through a cousin"},
    "read_back": {"how": "interviewer"},
}


@lru_cache(maxsize=1)
def _contents() -> tuple[bytes, ...]:
    """Sound bundles without the zeros at their end: the smallest, and one with files."""
    small = Parts(files=(), lines=tuple(log_lines(1))).content()
    letter = ("نامه.pdf", "application/pdf", b"%PDF-1.7 paper " * 50)
    larger = Parts(
        files=(letter, ("notes", "text/plain", b"")), lines=tuple(log_lines(3))
    ).content()
    return tuple(each[: spans(each)[""].start + 1024] for each in (small, larger))


@lru_cache(maxsize=1)
def _known() -> Holding:
    return Holding()


def _verified(pieces: Sequence[bytes]) -> Verified:
    verifier = BundleVerifier(_known(), now=NOW)
    for piece in pieces:
        verifier.write(piece)
    return verifier.finish()


def _filled(start: bytes) -> bytes:
    return start + bytes(1024 * 1024 - len(start)) if len(start) < 1024 * 1024 else start


def _bundle(data: bytes) -> bytes:
    """Verify changed content, filled up to the length that a sound one has."""
    whole = _filled(data)
    _verified([whole])
    if whole not in map(_filled, _contents()):
        raise Wrong("a changed bundle was taken")
    return Taken.apart(whole).pack()[: len(data)]


def _device(data: bytes) -> bytes:
    """Verify what a device that lies would sign: one file of the bundle is `data`."""
    name, _, content = data.partition(b"\n")
    path = name.decode("latin-1")
    base = Taken.apart(_contents()[1])
    if path not in dict(base.entries):
        raise BundleRefused("PATH")
    try:
        changed = base.put(path, content)
        packed = (changed.listed() if path == _FIRST else changed.signed()).pack()
    except ValueError:  # a path or a size that no tar header holds
        raise BundleRefused("TAR_HEADER") from None
    whole = _verdict([packed])
    dice = random.Random(data)
    at = sorted(dice.randrange(len(packed)) for _ in range(3))
    pieces = [packed[i:j] for i, j in zip([0, *at], [*at, len(packed)], strict=True)]
    again = _verdict(pieces)
    if isinstance(whole, BundleRefused):
        if not isinstance(again, BundleRefused) or again.code != whole.code:
            raise Wrong("the verdict depends on the size of pieces")
        raise whole
    if isinstance(again, BundleRefused) or again != whole:
        raise Wrong("the verdict depends on the size of pieces")
    if whole.statement != Taken.apart(packed).of(_FIRST):
        raise Wrong("another statement")
    return name + b"\n" + (whole.statement if path == _FIRST else whole.tag_files[path])


def _verdict(pieces: Sequence[bytes]) -> Verified | BundleRefused:
    try:
        return _verified(pieces)
    except BundleRefused as refusal:
        return refusal


def _device_seeds() -> Mapping[str, bytes]:
    found = dict(Taken.apart(_contents()[1]).entries)
    names = (bag.DESCRIPTION, bag.CUSTODY, bag.LOG_HEAD, bag.MANIFEST, bag.BAG_INFO, _FIRST)
    return {name.replace("/", "-"): name.encode() + b"\n" + found[name] for name in names}


def _behind_the_name(mutation: Mutation) -> Mutation:
    def mutate(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
        name, _, content = data.partition(b"\n")
        plain = [other.partition(b"\n")[2] for other in others]
        return name + b"\n" + mutation(dice, content, plain)

    return mutate


def _tagmanifest(data: bytes) -> bytes:
    found = bag.read_tagmanifest(data)
    return "".join(f"{found[name]}  {name}\n" for name in bag.TAGS).encode()


def _description(data: bytes) -> bytes:
    found = descriptions.decode(data)
    if msgspec.json.encode(found, order="sorted") + b"\n" != data:
        raise Wrong("another writer writes it otherwise")
    return descriptions.encode(found)


@lru_cache(maxsize=2)
def _said(kind: str) -> descriptions.Description:
    return Parts(files=(), said=(("kind", kind),)).description()


def _statement(data: bytes) -> bytes:
    return canonical.encode(to_plain(statement_checks.read(data, _said("statement"))))


def _identity(data: bytes) -> bytes:
    return canonical.encode(to_plain(statement_checks.read(data, _said("identity"))))


def _statement_seeds() -> Mapping[str, bytes]:
    told = invented.witness("statement-fa")
    full = statement((), witness=told.witness, answers=told.answers, **told.facts)
    return {
        "short": canonical.encode(to_plain(statement())),
        "full": canonical.encode(to_plain(full)),
    }


@contextmanager
def _importing() -> Iterator[Read]:
    """Take statements in from files, in a real vault; what is refused must leave nothing behind."""
    with TemporaryDirectory() as name:
        people = meet(Path(name))
        file = Path(name) / "statement.json"

        def read(data: bytes) -> bytes:
            file.write_bytes(data)
            session = people.device
            try:
                taken = statement_files.take_in(session, file)
            except errors.IntakeError:
                if interviewing.drafts(session):
                    raise Wrong("a draft was left behind") from None
                raise
            try:
                _check_draft(session, taken.statement_id)
            finally:
                interviewing.discard(session, taken.statement_id)
            return data

        try:
            yield read
        finally:
            people.lock()


def _check_draft(session: Session, statement_id: str) -> None:
    held = interviewing.load(session, statement_id)
    for record in (held, interviewing.load_identity(session, statement_id)):
        try:
            # As sealing does: a draft keeps what came, a sealed text has a picture for U+0000.
            canonical.encode(writable(to_plain(record))[0])
        except errors.NotCanonical:
            raise Wrong("a draft that could never be sealed") from None


TARGETS = (
    Target(
        "bundle",
        simply(_bundle),
        (BundleRefused,),
        lambda: dict(zip(("small", "files"), _contents(), strict=True)),
        (*TAR, blob, number),
        piece=2000,
        least=100_000,
        weight=3.0,
    ),
    Target(
        "device-lies",
        simply(_device),
        (BundleRefused,),
        _device_seeds,
        tuple(map(_behind_the_name, (*JSON, members, json_lines, json_lines, number))),
        stored=False,
        piece=400,
        weight=2.0,
    ),
    Target(
        "tag-manifest",
        simply(_tagmanifest),
        (BundleRefused,),
        lambda: {"small": Taken.apart(_contents()[0]).of(bag.TAGMANIFEST)},
        TEXT,
        piece=3000,
    ),
    Target(
        "description",
        simply(_description),
        (BundleRefused,),
        lambda: {"files": Taken.apart(_contents()[1]).of(bag.DESCRIPTION)},
        JSON,
        piece=3000,
    ),
    Target("statement", simply(_statement), (BundleRefused,), _statement_seeds, JSON, piece=2000),
    Target(
        "identity",
        simply(_identity),
        (BundleRefused,),
        lambda: {"short": canonical.encode(to_plain(who()))},
        JSON,
        piece=3000,
    ),
    Target(
        "statement-file",
        _importing,
        (errors.InputError, StatementError),
        lambda: {"told": canonical.encode(_IMPORTED)},
        (*BYTES, *JSON),
        memory=64 * 1024 * 1024,  # room for the largest file is asked for at once
        piece=60,
    ),
)

"""The public test vectors of age (C2SP CCTV), each named by what it expects."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake_app.crypto import age
from intake_app.crypto.recipients import HybridIdentity, Identity, X25519Identity
from intake_app.errors import BundleRefused
from tests.crypto.other_age import ask_node
from tests.crypto.refusals import refused

CODES = {
    "success": {"success"},
    "no match": {"NOT_FOR_US"},
    "HMAC failure": {"OUTER_AUTH"},
    "header failure": {"OUTER_NOT_AGE", "OUTER_HEADER"},
    "payload failure": {"OUTER_AUTH", "TRUNCATED"},
}
# Here the reference releases the last full chunk before it refuses the file; we hold it back, for
# a chunk that nothing follows is opened as the last one alone.
HELD_BACK = {
    "stream_no_final_full": 0,
    "stream_no_final_two_chunks_full": 65536,
    "stream_trailing_garbage_long": 0,
    "stream_trailing_garbage_short": 0,
    "stream_two_final_chunks": 0,
    "stream_two_final_chunks_full": 0,
    "stream_two_final_chunks_second": 65536,
}


@dataclass(frozen=True)
class Vector:
    name: str
    fields: dict[str, str]
    identities: list[Identity]
    file: bytes

    @property
    def kinds(self) -> frozenset[str]:
        """Every stanza type in the file: the vectors mix types that our own policy refuses."""
        return frozenset(
            match.decode("latin-1") for match in re.findall(rb"^-> (\S+)", self.file, re.MULTILINE)
        )


@pytest.fixture(name="vectors", scope="module")
def all_vectors(tmp_path_factory: pytest.TempPathFactory) -> list[Vector]:
    folder = tmp_path_factory.mktemp("vectors")
    ask_node("vectors", str(folder))
    return [_read(path) for path in sorted(folder.iterdir())]


def _read(path: Path) -> Vector:
    text, _, file = path.read_bytes().partition(b"\n\n")
    lines = [line.split(": ", 1) for line in text.decode().split("\n")]
    fields = {line[0]: line[1] for line in lines}
    if fields.get("compressed") == "zlib":
        file = zlib.decompress(file)
    identities: list[Identity] = []
    for name, value in lines:
        if name == "identity":
            kind = HybridIdentity if value.startswith("AGE-SECRET-KEY-PQ-") else X25519Identity
            identities.append(kind.from_text(value))
    return Vector(path.name, fields, identities, file)


def _opened(vector: Vector, step: int) -> tuple[str, bytes]:
    released = bytearray()
    decryptor = age.Decryptor(vector.identities, released.extend, vector.kinds)
    try:
        for at in range(0, len(vector.file), step):
            decryptor.feed(vector.file[at : at + step])
        decryptor.finish()
    except BundleRefused as error:
        return error.code, bytes(released)
    return "success", bytes(released)


def _read_at_random(vector: Vector) -> tuple[str, bytes]:
    try:
        reader = age.RandomAccess(io.BytesIO(vector.file), vector.identities, vector.kinds)
        return "success", reader.read_at(0, reader.size)
    except BundleRefused as error:
        return error.code, b""


def _codes(vector: Vector) -> set[str]:
    # The vectors count the payload's nonce as header; we say that the file is cut.
    if vector.name in {"stream_no_nonce", "stream_short_nonce"}:
        return {"TRUNCATED"}
    return CODES[vector.fields["expect"]]


@pytest.fixture(name="plain", scope="module")
def vectors_without_armor_and_passphrase(vectors: list[Vector]) -> list[Vector]:
    chosen = [v for v in vectors if not {"armored", "passphrase"} & v.fields.keys()]
    assert len(chosen) > 80
    return chosen


def test_every_vector_ends_as_it_says_and_releases_what_it_says(plain: list[Vector]) -> None:
    for vector in plain:
        for step in (1 << 20, 4099, 61):
            if step == 61 and len(vector.file) > 100_000:
                continue
            verdict, released = _opened(vector, step)
            assert verdict in _codes(vector), (vector.name, verdict)
            if vector.name in HELD_BACK:
                assert len(released) == HELD_BACK[vector.name], vector.name
            elif "payload" in vector.fields:
                digest = hashlib.sha256(released).hexdigest()
                assert digest == vector.fields["payload"], vector.name


def test_random_access_takes_what_the_vectors_call_a_success(plain: list[Vector]) -> None:
    for vector in plain:
        verdict, content = _read_at_random(vector)
        assert verdict in _codes(vector), (vector.name, verdict)
        if verdict == "success":
            assert hashlib.sha256(content).hexdigest() == vector.fields["payload"]


def test_armor_and_passphrases_are_refused_by_policy(vectors: list[Vector]) -> None:
    for vector in vectors:
        if "armored" in vector.fields:
            with refused("OUTER_NOT_AGE"):
                age.decrypt_bytes(vector.file, vector.identities)
        elif "passphrase" in vector.fields:
            with refused("OUTER_STANZA", "OUTER_HEADER"):
                age.decrypt_bytes(vector.file, vector.identities)

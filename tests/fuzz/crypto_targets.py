"""The readers below everything else: age files, signatures, canonical JSON, the log, keys."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
from collections.abc import Mapping
from functools import lru_cache

from intake_app.bundle import log_checks
from intake_app.crypto import age, age_header, canonical, chain, sshsig
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.crypto.recipients import HybridIdentity, HybridRecipient, X25519Identity
from intake_app.errors import (
    BundleRefused,
    KeyMalformed,
    KeyWeak,
    LogLineBroken,
    RootKeyPassphrase,
    RootKeyTooSlow,
)
from tests.bundle.a_bundle import KEY, device, log_lines, seal_line, taken
from tests.bundle.an_organisation import signing_key
from tests.fuzz.mutating import BYTES, JSON, TEXT, blob, cuts, json_lines, length, lines
from tests.fuzz.oracle import Wrong
from tests.fuzz.targets import Target, simply

BOTH = frozenset({"mlkem768x25519", "X25519"})
HYBRID = HybridIdentity(b"\x31" * 32)
CURVE = X25519Identity(b"\x32" * 32)
CONTENTS = {"nothing": b"", "short": b"a short text\n", "two-chunks": bytes(65536) + b"end"}


def _age_seeds() -> Mapping[str, bytes]:
    spare = [HybridIdentity(bytes([n]) * 32).recipient for n in (7, 8, 9)]
    return {
        "hybrid": age.encrypt_bytes(CONTENTS["short"], [HYBRID.recipient]),
        "four": age.encrypt_bytes(CONTENTS["short"], [*spare, HYBRID.recipient]),
        "curve": age.encrypt_bytes(CONTENTS["short"], [CURVE.recipient]),
        "empty": age.encrypt_bytes(CONTENTS["nothing"], [CURVE.recipient]),
        "two-chunks": age.encrypt_bytes(CONTENTS["two-chunks"], [CURVE.recipient]),
    }


def _header_seeds() -> Mapping[str, bytes]:
    found = {}
    for name, data in _age_seeds().items():
        end = age_header.find_end(data)
        found[name] = data[:end]
    return found


def _age_header(data: bytes) -> bytes:
    end = age_header.find_end(data)
    if end is None:
        raise BundleRefused("OUTER_HEADER")
    header = age_header.read(data[:end], BOTH)
    # Written again without the program's own writer.
    text = b"age-encryption.org/v1\n"
    for stanza in header.stanzas:
        body = base64.b64encode(stanza.body).rstrip(b"=")
        text += b"-> " + " ".join((stanza.kind, *stanza.args)).encode("latin-1") + b"\n"
        text += b"".join(body[at : at + 64] + b"\n" for at in range(0, len(body) + 1, 64))
    return text + b"--- " + base64.b64encode(header.mac).rstrip(b"=") + b"\n" + data[end:]


def _age_file(data: bytes) -> bytes:
    whole = _opened(data, [data])
    dice = random.Random(data)
    if _opened(data, cuts(dice, data)) != whole:
        raise Wrong("the verdict depends on the size of pieces")
    at_random = _at_random(data)
    if isinstance(whole, BundleRefused):
        if isinstance(at_random, bytes):
            raise Wrong("reading at random takes what reading in order refuses")
        raise whole
    if at_random != whole or whole not in CONTENTS.values():
        raise Wrong("another content came out")
    if data not in _known_files():
        raise Wrong("a changed file was opened")
    return data


def _opened(data: bytes, pieces: list[bytes]) -> bytes | _Refusal:
    released = bytearray()
    decryptor = age.Decryptor([HYBRID, CURVE], released.extend, BOTH)
    try:
        for piece in pieces:
            decryptor.feed(piece)
        decryptor.finish()
    except BundleRefused as refusal:
        return _Refusal(refusal)
    return bytes(released)


class _Refusal(BundleRefused):
    """A refusal that equals another one with the same code."""

    def __init__(self, refusal: BundleRefused) -> None:
        super().__init__(refusal.code, where=refusal.where)
        self.__traceback__ = refusal.__traceback__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Refusal) and other.code == self.code

    def __hash__(self) -> int:
        return hash(self.code)


def _at_random(data: bytes) -> bytes | BundleRefused:
    try:
        reader = age.RandomAccess(io.BytesIO(data), [HYBRID, CURVE], BOTH)
        return reader.read_at(0, reader.size)
    except BundleRefused as refusal:
        return refusal


@lru_cache(maxsize=1)
def _known_files() -> frozenset[bytes]:
    from tests.fuzz.corpus import seeds_of

    return frozenset(seeds_of(AGE_FILE).values())


def _signature_seeds() -> Mapping[str, bytes]:
    return {
        "bundle": sshsig.sign(KEY, sshsig.BUNDLE, b"text\n"),
        "trust": sshsig.sign(signing_key(2), sshsig.TRUST, b"text\n"),
    }


def _signature(data: bytes) -> bytes:
    found = sshsig.parse(data)

    def string(part: bytes) -> bytes:
        return len(part).to_bytes(4, "big") + part

    key = string(b"ssh-ed25519") + string(found.key.raw)
    raw = string(b"ssh-ed25519") + string(found.raw)
    fields = (key, found.namespace.encode(), b"", b"sha512", raw)
    whole = base64.b64encode(b"SSHSIG\0\0\0\1" + b"".join(map(string, fields)))
    rows = [whole[at : at + 70] for at in range(0, len(whole), 70)]
    try:
        sshsig.check(found, sshsig.BUNDLE, b"text\n")
    except BundleRefused:
        pass
    else:
        if data != _signature_seeds()["bundle"]:
            raise Wrong("a changed signature holds")
    return b"\n".join((b"-----BEGIN SSH SIGNATURE-----", *rows, b"-----END SSH SIGNATURE-----\n"))


def _json_seeds() -> Mapping[str, bytes]:
    return {
        "small": canonical.encode({"a": [1, -2, True, None, "x"], "b": {"c": ""}, "é": "می‌گوید"}),
        "escapes": canonical.encode(['\b\t\n\f\r\x1f"\\/\x7f€😀', 2**53 - 1, [], {}]),
        "bundle": taken().of("bundle.json"),
    }


def _json(data: bytes) -> bytes:
    value = canonical.decode(data, max_bytes=32 * 1024)
    if json.loads(data) != value:
        raise Wrong("another reader understands it otherwise")
    return canonical.encode(value)


def _log_seeds() -> Mapping[str, bytes]:
    first = log_lines(5)
    head = chain.check(first)
    return {
        "five": b"".join(first),
        "sealed": b"".join([*first, seal_line(head, "0" * 32)]),
        "fields": b"".join(log_lines(2, x={"count": 3, "on": True, "code": "LOG_GAP"})[:1]),
    }


def _log(data: bytes) -> bytes:
    found = log_checks.lines_of(data)
    head = chain.check(found)
    previous = "0" * 64
    for line in found:  # as the recipe for outsiders does it
        if f'"prev":"{previous}"'.encode() not in line:
            raise Wrong("a broken chain was taken")
        previous = hashlib.sha256(line).hexdigest()
    if (head.seq, head.hash) != (len(found), previous):
        raise Wrong("another head")
    return b"".join(chain.parse(line).line() for line in found)


def _log_line(data: bytes) -> bytes:
    return chain.parse(data).line()


def _log_head(data: bytes) -> bytes:
    head = chain.read_head(data)
    return chain.head_text(head.device, head.seq, head.hash)


def _key_line(data: bytes) -> bytes:
    text = data.decode("latin-1")
    key = VerifyKey.from_openssh_line(text)
    if text.strip("\r\n").split(" ")[:2] != key.line().split(" "):
        raise Wrong("another key")
    return data


def _recipient(data: bytes) -> bytes:
    text = data.decode("latin-1")
    if HybridRecipient.from_text(text).to_text() != text.lower():
        raise Wrong("another recipient")
    return data


def _root_key(data: bytes) -> bytes:
    key = SigningKey.from_openssh(data, None)
    key.public.verify(key.sign(b"x"), b"x")
    return data


AGE_FILE = Target(
    "age-file",
    simply(_age_file),
    (BundleRefused,),
    _age_seeds,
    (*BYTES, blob, blob, lines),
    cap=80 * 1024,
    piece=700,
)
TARGETS = (
    Target("age-header", simply(_age_header), (BundleRefused,), _header_seeds, (*TEXT, blob, blob)),
    AGE_FILE,
    Target(
        "signature",
        simply(_signature),
        (BundleRefused,),
        _signature_seeds,
        (*TEXT, *([blob] * 8)),
        piece=2500,
    ),
    Target("json", simply(_json), (BundleRefused,), _json_seeds, JSON, piece=4000),
    Target("log", simply(_log), (LogLineBroken,), _log_seeds, (*TEXT, json_lines), piece=3000),
    Target(
        "log-line",
        simply(_log_line),
        (LogLineBroken,),
        lambda: {f"line-{n}": line for n, line in enumerate(log_lines(2, x={"n": 1, "ok": True}))},
        JSON,
        piece=5000,
    ),
    Target(
        "log-head",
        simply(_log_head),
        (BundleRefused,),
        lambda: {"head": chain.head_text(device(), 12, "0e" * 32)},
        piece=3000,
    ),
    Target(
        "key-line",
        simply(_key_line),
        (KeyMalformed, KeyWeak),
        lambda: {"plain": KEY.public.line().encode(), "named": KEY.public.line().encode() + b" me"},
        (*TEXT, blob, blob, length),
        piece=300,
    ),
    Target(
        "recipient",
        simply(_recipient),
        (KeyMalformed, KeyWeak),
        lambda: {"hybrid": HYBRID.recipient.to_text().encode()},
        piece=1000,
    ),
    Target(
        "root-key",
        simply(_root_key),
        (KeyMalformed, RootKeyPassphrase, RootKeyTooSlow),
        lambda: {"unlocked": _fixed_key_file()},
        (*TEXT, *([blob] * 5)),
        piece=1500,
    ),
)


def _fixed_key_file() -> bytes:
    return signing_key(5).to_openssh(None)

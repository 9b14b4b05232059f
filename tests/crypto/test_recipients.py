from __future__ import annotations

import os

import pytest

from intake_app.crypto import bech32
from intake_app.crypto.age_header import Stanza, raw_base64
from intake_app.crypto.recipients import (
    HybridIdentity,
    HybridRecipient,
    X25519Identity,
    X25519Recipient,
)
from intake_app.errors import KeyMalformed, KeyWeak
from tests.crypto.other_age import ask_node, run, tool
from tests.crypto.refusals import refused

FILE_KEY = bytearray(range(16))
LOW_ORDER = [
    bytes(32),
    b"\1" + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
]


@pytest.mark.parametrize("kind", [HybridIdentity, X25519Identity])
def test_only_the_identity_meant_unwraps(kind: type[HybridIdentity | X25519Identity]) -> None:
    identity, other = kind.generate(), kind.generate()
    stanza = identity.recipient.wrap(FILE_KEY)
    assert identity.unwrap(stanza) == FILE_KEY
    assert other.unwrap(stanza) is None
    assert identity.recipient.wrap(FILE_KEY) != stanza
    assert identity.unwrap(Stanza("X25519x", stanza.args, stanza.body)) is None


@pytest.mark.parametrize("kind", [HybridIdentity, X25519Identity])
def test_keys_survive_being_written_down(kind: type[HybridIdentity | X25519Identity]) -> None:
    identity = kind.generate()
    text, public = identity.to_text(), identity.recipient.to_text()
    assert text == text.upper()
    assert kind.from_text(text).recipient == identity.recipient
    assert type(identity.recipient).from_text(public) == identity.recipient
    assert text not in repr(identity)
    assert text[20:].lower() not in repr(identity).lower()


def test_age_keygen_reads_and_writes_the_same_x25519_keys() -> None:
    keygen = tool("age-keygen")
    ours = X25519Identity.generate()
    said = run(keygen, "-y", data=ours.to_text().encode() + b"\n").decode().strip()
    assert said == ours.recipient.to_text()
    theirs = run(keygen).decode().split()
    secret = next(word for word in theirs if word.startswith("AGE-SECRET-KEY-1"))
    assert X25519Identity.from_text(secret).recipient.to_text() in theirs


def test_somebody_elses_hybrid_keys_are_the_same() -> None:
    ours = HybridIdentity.generate()
    assert ask_node("recipient", ours.to_text()).decode() == ours.recipient.to_text()
    theirs = ask_node("generate").decode()
    assert HybridIdentity.from_text(theirs).to_text() == theirs


def test_the_example_keys_of_the_specification() -> None:
    identity = X25519Identity.from_text(
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    )
    assert identity.recipient.to_text() == (
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    )
    hybrid = HybridIdentity.from_text(
        "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
    ).recipient.to_text()
    assert hybrid.startswith("age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5")
    assert hybrid.endswith("6gjtqmwze9pyyzk3tlhl53k2ykx3qheyty7saeq0d3fzv49zc0k")


def test_one_kind_of_key_is_not_taken_for_another() -> None:
    hybrid, plain = HybridIdentity.generate(), X25519Identity.generate()
    for read, text in (
        (HybridIdentity.from_text, plain.to_text()),
        (X25519Identity.from_text, hybrid.to_text()),
        (HybridRecipient.from_text, plain.recipient.to_text()),
        (X25519Recipient.from_text, hybrid.recipient.to_text()),
        (X25519Recipient.from_text, plain.to_text()),
        (X25519Identity.from_text, plain.recipient.to_text()),
        (X25519Recipient.from_text, bech32.encode("age", bytes(31))),
        (HybridIdentity.from_text, bech32.encode("age-secret-key-pq-", bytes(33))),
    ):
        with pytest.raises(KeyMalformed):
            read(text)


@pytest.mark.parametrize("raw", LOW_ORDER, ids=bytes.hex)
def test_recipients_of_low_order_are_weak(raw: bytes) -> None:
    with pytest.raises(KeyWeak):
        X25519Recipient.from_raw(raw)
    with pytest.raises(KeyWeak):
        HybridRecipient.from_raw(HybridIdentity.generate().recipient.raw[:1184] + raw)


def test_a_lattice_key_out_of_range_is_malformed() -> None:
    sound = HybridIdentity.generate().recipient.raw
    for raw in (b"\xff" * 1184 + sound[1184:], sound[:-1], sound + b"\0", b""):
        with pytest.raises(KeyMalformed):
            HybridRecipient.from_raw(raw)


@pytest.mark.parametrize("raw", LOW_ORDER, ids=bytes.hex)
def test_a_share_of_low_order_is_refused(raw: bytes) -> None:
    with refused("OUTER_HEADER"):
        X25519Identity.generate().unwrap(
            Stanza("X25519", (raw_base64(raw).decode(),), os.urandom(32))
        )
    hybrid = HybridIdentity.generate()
    enc = raw_base64(os.urandom(1088) + raw).decode()
    with refused("OUTER_HEADER"):
        hybrid.unwrap(Stanza("mlkem768x25519", (enc,), os.urandom(32)))


@pytest.mark.parametrize("kind", [HybridIdentity, X25519Identity])
def test_stanzas_that_are_not_exact_are_refused(
    kind: type[HybridIdentity | X25519Identity],
) -> None:
    identity = kind.generate()
    good = identity.recipient.wrap(FILE_KEY)
    (share,) = good.args
    for args, body in (
        ((), good.body),
        ((share, "x"), good.body),
        ((share + "=",), good.body),
        ((share[:-4],), good.body),
        ((share + "AAAA",), good.body),
        ((share[:-1] + "*",), good.body),
        (good.args, good.body[:-1]),
        (good.args, good.body + b"\0"),
        (good.args, b""),
    ):
        with refused("OUTER_HEADER"):
            identity.unwrap(Stanza(good.kind, args, body))

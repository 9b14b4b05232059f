"""A key that anybody could sign for gets in by no door, in none of the forms that it can have."""

from __future__ import annotations

import base64
import struct

import pytest

from intake_app.bundle import card as cards
from intake_app.bundle import receipt as receipts
from intake_app.bundle import root_change, trust
from intake_app.bundle.roots import RootSet
from intake_app.crypto import sshsig
from intake_app.crypto.keys import VerifyKey
from intake_app.errors import BundleRefused, IntakeError, KeyWeak
from tests.bundle.an_organisation import ROOTS, STRANGERS, first, root_set, signing_key
from tests.bundle.test_trust_forms import _resigned
from tests.crypto.test_keys import P, _weak_encodings

HELD = first()
ENCODINGS = [
    *_weak_encodings(),
    *(
        (P + excess | sign << 255).to_bytes(32, "little")
        for excess in range(2, 19)
        for sign in (0, 1)
    ),
]


def line(raw: bytes) -> bytes:
    blob = struct.pack(">I11sI", 11, b"ssh-ed25519", 32) + raw
    return b"ssh-ed25519 " + base64.b64encode(blob)


@pytest.fixture(name="weak", params=ENCODINGS, ids=bytes.hex, scope="module")
def a_weak_key(request: pytest.FixtureRequest) -> bytes:
    raw: bytes = request.param
    return raw


def test_it_is_no_member(weak: bytes) -> None:
    for number in (1, 11):
        good = signing_key(number).public.line().encode()
        with pytest.raises(KeyWeak):
            trust.read(_resigned("allowed_signers", good, line(weak)), pinned=None, held=None)


def test_it_is_no_root_and_none_that_was_one(weak: bytes) -> None:
    old = b"root: " + ROOTS[0].public.line().encode()
    few = b"threshold: 2\n"
    for before, after in (
        (old, b"root: " + line(weak)),
        (few, few + b"retired: " + line(weak) + b"\n"),
    ):
        with pytest.raises(KeyWeak):
            trust.read(_resigned("trust.txt", before, after), pinned=None, held=None)


def test_it_is_on_no_card(weak: bytes) -> None:
    data = cards.encode(cards.Card("Archive", root_set(), 1))
    good = ROOTS[0].public.line().encode()
    assert good in data
    with pytest.raises(KeyWeak):
        cards.decode(data.replace(good, line(weak)))


def test_no_change_brings_it_among_the_roots(weak: bytes) -> None:
    roots = RootSet((*HELD.roots.keys, STRANGERS[0].public), 2)
    change = root_change.propose(
        HELD, roots, issued="2026-11-25T09:00:00Z", expires="2027-11-25T09:00:00Z"
    )
    good = STRANGERS[0].public.line().encode()
    packed = root_change.pack(change)
    assert root_change.read(packed) == change
    assert good in packed
    with pytest.raises(KeyWeak):
        root_change.read(packed.replace(good, line(weak)))


def test_it_signs_nothing(weak: bytes) -> None:
    """Under such a key a signature of zeros and the neutral point may hold for any text."""
    signature = sshsig.sign(signing_key(1), sshsig.RECEIPT, b"text")
    blob = base64.b64decode(b"".join(signature.splitlines()[1:-1]))
    forged = blob.replace(signing_key(1).public.raw, weak)
    body = base64.b64encode(forged)
    rows = [body[at : at + 70] for at in range(0, len(body), 70)]
    armor = b"\n".join([signature.splitlines()[0], *rows, signature.splitlines()[-1]]) + b"\n"
    with pytest.raises(IntakeError) as refusal:
        sshsig.verify(armor, sshsig.RECEIPT, b"text")
    assert isinstance(refusal.value, BundleRefused | KeyWeak)
    with pytest.raises(IntakeError):
        receipts.check(b"text", armor, HELD)
    with pytest.raises(KeyWeak):
        VerifyKey.from_openssh_line(line(weak).decode())

"""The card: one form, small, and worthless unless its root set is the one compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import card as cards
from intake_app.bundle.card import Card
from intake_app.bundle.members import MAX_LABEL, is_label
from intake_app.bundle.roots import MAX_ROOTS
from intake_app.crypto import canonical
from intake_app.crypto.keys import SigningKey
from intake_app.errors import CardMalformed, KeyWeak, TrustError
from tests.bundle.an_organisation import ROOTS, root_set

CARD = Card("گروه می‌گویند", root_set(), 7)
DATA = cards.encode(CARD)
WEAK = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def changed(**more: object) -> bytes:
    value = canonical.decode(DATA, max_bytes=cards.MAX_BYTES)
    assert isinstance(value, dict)
    return canonical.encode({**value, **more})


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=MAX_LABEL).filter(is_label), st.integers(1, 999_999))
def test_what_is_encoded_comes_back(name: str, version: int) -> None:
    card = Card(name, root_set(), version)
    assert cards.decode(cards.encode(card)) == card


def test_the_largest_card_fits() -> None:
    roots = root_set([SigningKey.from_seed(bytes([n]) * 32) for n in range(MAX_ROOTS)], MAX_ROOTS)
    data = cards.encode(Card("ژ" * MAX_LABEL, roots, 999_999))
    assert len(data) <= cards.MAX_BYTES
    assert cards.decode(data).roots.digits == roots.digits


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_a_changed_byte_is_refused_or_shows_in_what_is_compared(at: int, byte: int) -> None:
    mutant = DATA[:at] + bytes([byte]) + DATA[at + 1 :]
    try:
        read = cards.decode(mutant)
    except TrustError:
        return
    # Name and version are told by the signed list later on; the roots are what is compared.
    same = replace(read, org=CARD.org, trust_version=CARD.trust_version)
    assert same == CARD or read.roots.digits != CARD.roots.digits


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}\n",
        b"[]\n",
        b"\x89PNG\r\n\x1a\n",
        DATA[:-1],
        DATA + b"\n",
        DATA * 8,
        changed(format="testimony-card/2"),
        changed(org=""),
        changed(org=7),
        changed(org="a\u202eb"),
        changed(org="x" * (MAX_LABEL + 1)),
        changed(roots=[]),
        changed(roots="x"),
        changed(roots=[7]),
        changed(roots=[key.public.line() for key in ROOTS][::-1] * 2),
        changed(roots=[key.line() for key in root_set().keys][::-1]),
        changed(roots=[root_set().keys[0].line() + " c"]),
        changed(threshold=0),
        changed(threshold=4),
        changed(threshold="2"),
        changed(threshold=True),
        changed(trust_version=0),
        changed(trust_version=1_000_000),
        changed(trust_version=True),
        changed(more=1),
    ],
)
def test_what_is_no_card(data: bytes) -> None:
    with pytest.raises(CardMalformed):
        cards.decode(data)


def test_a_root_that_anybody_could_misuse() -> None:
    with pytest.raises(KeyWeak):
        cards.decode(changed(roots=[WEAK], threshold=1))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_by_name(junk: bytes) -> None:
    with pytest.raises(TrustError):
        cards.decode(junk)

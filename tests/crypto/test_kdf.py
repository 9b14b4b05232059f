from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.crypto import kdf
from intake_app.crypto.kdf import KdfCost
from intake_app.errors import KdfRefused
from tests.crypto.other_age import ask_node

SALT = bytes(range(16))


def test_somebody_elses_argon2id_derives_the_same_key() -> None:
    passphrase = "شش واژهٔ ساده".encode()
    cost = KdfCost.quick()
    theirs = ask_node(
        "argon2id", passphrase.hex(), SALT.hex(), str(cost.m_kib), str(cost.t), str(cost.p)
    )
    assert kdf.argon2id(bytearray(passphrase), SALT, cost) == theirs
    assert kdf.argon2id(passphrase, SALT, cost) == theirs
    assert kdf.argon2id(passphrase + b" ", SALT, cost) != theirs


@pytest.mark.parametrize(
    "cost",
    [
        KdfCost(64 * 1024 - 1, 3, 4),
        KdfCost(2 * 1024 * 1024 + 1, 3, 4),
        KdfCost(2**40, 3, 4),
        KdfCost(524288, 0, 4),
        KdfCost(524288, 11, 4),
        KdfCost(524288, 3, 0),
        KdfCost(524288, 3, 9),
        KdfCost(-524288, 3, 4),
    ],
)
def test_costs_out_of_bounds_are_refused_before_they_cost_anything(cost: KdfCost) -> None:
    with pytest.raises(KdfRefused):
        cost.check()
    with pytest.raises(KdfRefused):
        kdf.argon2id(b"x", SALT, cost)


def test_the_default_is_strong_and_within_bounds() -> None:
    kdf.DEFAULT.check()
    assert not kdf.DEFAULT.is_weak
    KdfCost.quick().check()
    assert KdfCost.quick().is_weak
    with pytest.raises(KdfRefused):
        kdf.argon2id(b"x", SALT[:15], KdfCost.quick())


def test_hkdf_has_the_values_of_rfc_5869() -> None:
    first = kdf.hkdf(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    assert first.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    third = kdf.hkdf(b"\x0b" * 22, None, b"", 42)
    assert third.hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=20), st.integers(1, 100))
def test_hkdf_outputs_are_prefixes_of_each_other(key: bytes, info: bytes, length: int) -> None:
    assert kdf.hkdf(key, SALT, info, 100)[:length] == kdf.hkdf(bytearray(key), SALT, info, length)

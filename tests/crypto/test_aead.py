from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.crypto import aead

KEY = bytes(range(32))


def test_the_first_aes_256_vectors_of_the_gcm_specification() -> None:
    assert aead.wrap(bytes(32), bytes(12), b"", b"").hex() == "530f8afbc74536b9a963b4f1c4cb738b"
    assert aead.wrap(bytes(32), bytes(12), bytes(16), b"").hex() == (
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    )


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_is_sealed_opens_under_the_same_name_alone(plaintext: bytes, aad: bytes) -> None:
    sealed = aead.seal_record(KEY, plaintext, aad)
    assert len(sealed) == 12 + len(plaintext) + 16
    assert aead.open_record(bytearray(KEY), sealed, aad) == plaintext
    assert aead.seal_record(KEY, plaintext, aad) != sealed
    for key, data, name in (
        (bytes(32), sealed, aad),
        (KEY, sealed, aad + b"x"),
        (KEY, sealed[:-1], aad),
        (KEY, sealed + b"\0", aad),
        (KEY, sealed[:11], aad),
        (KEY, b"", aad),
    ):
        with pytest.raises(aead.NotAuthentic):
            aead.open_record(key, data, name)


def test_no_changed_bit_opens() -> None:
    nonce = bytes(12)
    wrapped = aead.wrap(KEY, nonce, b"the vault's key", b"slot 1")
    assert aead.unwrap(KEY, nonce, wrapped, b"slot 1") == b"the vault's key"
    for bit in range(len(wrapped) * 8):
        changed = bytearray(wrapped)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(aead.NotAuthentic):
            aead.unwrap(KEY, nonce, changed, b"slot 1")

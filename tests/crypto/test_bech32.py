from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.crypto import bech32
from intake_app.errors import KeyMalformed


@given(st.binary(max_size=1300), st.sampled_from(["age", "age1pq", "age-secret-key-pq-", "a1b"]))
def test_what_is_encoded_decodes(data: bytes, prefix: str) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix, data)


@pytest.mark.parametrize(
    "text",
    [
        "A12UEL5L",
        "a12uel5l",
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
        "?1ezyfcl",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    ],
)
def test_valid_strings_of_bip_173(text: str) -> None:
    prefix, data = bech32.decode(text)
    assert bech32.encode(prefix, data) == text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "pzry9x0s0muk",
        "1pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "de1lg7wt\xff",
        "A1G7SGD8",
        "10a06t8",
        "1qzzfhee",
        "A12uEL5L",
        "\x201nwldj5",
        "\x7f1axkwrx",
        "a12uel5l\n",
        "a12uel5m",
        "آ12uel5l",
    ],
)
def test_invalid_strings_are_refused(text: str) -> None:
    with pytest.raises(KeyMalformed):
        bech32.decode(text)


@given(st.binary(min_size=32, max_size=32), st.data())
def test_one_wrong_letter_is_always_noticed(data: bytes, draw: st.DataObject) -> None:
    text = bech32.encode("age", data)
    at = draw.draw(st.integers(4, len(text) - 1))
    letter = draw.draw(st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l").filter(text[at].__ne__))
    with pytest.raises(KeyMalformed):
        bech32.decode(text[:at] + letter + text[at + 1 :])


@pytest.mark.parametrize("last", "pzr")
def test_padding_bits_must_be_zero(last: str) -> None:
    # One byte is 8 of 10 bits; the spare two must say nothing.
    prefix, values = "age", [0, "qpzry9x8gf2tvdw0s3jn54khce6mua7l".index(last)]
    expanded = bech32._expand(prefix)
    polymod = bech32._polymod([*expanded, *values, *([0] * 6)]) ^ 1
    check = [(polymod >> 5 * (5 - i)) & 31 for i in range(6)]
    letters = "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[v] for v in (*values, *check))
    with pytest.raises(KeyMalformed):
        bech32.decode(f"age1{letters}")

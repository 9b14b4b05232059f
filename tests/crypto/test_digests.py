from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.crypto import digests
from tests.crypto.other_age import run, tool


def test_a_file_has_the_digest_that_sha256sum_prints(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"abc" * 100_000)
    digest, size = digests.sha256_file(path)
    assert run(tool("sha256sum"), str(path)).decode().split()[0] == digest
    assert size == 300_000
    assert digests.sha256_hex(path.read_bytes()) == digest


def test_hmac_has_the_value_of_rfc_4231_case_2() -> None:
    mac = digests.hmac_sha256(b"Jefe", b"what do ya want for nothing?")
    assert mac.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert digests.same(mac, bytearray(mac))
    assert not digests.same(mac, mac[:-1])


@pytest.mark.parametrize(
    ("digest", "code"),
    [
        ("00" * 32, " ".join(["00000"] * 8)),
        ("ff" * 32, f"{2**132 - 1:040}"),
        # The 124 bits after the first 132 say nothing.
        ("00" * 16 + "0f" + "ff" * 15, " ".join(["00000"] * 8)),
        ("00" * 16 + "1f" + "ff" * 15, " ".join(["00000"] * 7 + ["00001"])),
    ],
)
def test_short_codes_are_the_first_132_bits_in_decimal(digest: str, code: str) -> None:
    assert digests.short_code(digest).replace(" ", "") == code.replace(" ", "")


@given(st.binary(min_size=32, max_size=32))
def test_short_codes_give_the_bits_back(digest: bytes) -> None:
    code = digests.short_code(digest.hex())
    assert [len(group) for group in code.split(" ")] == [5] * 8
    assert int(code.replace(" ", "")) == int.from_bytes(digest) >> 124


@pytest.mark.parametrize("text", ["", "00" * 31, "zz" * 32])
def test_short_codes_want_a_whole_digest(text: str) -> None:
    with pytest.raises(ValueError):
        digests.short_code(text)

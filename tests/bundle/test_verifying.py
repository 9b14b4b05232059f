"""What the verifier refuses, by which name, and that nothing but the bytes decides."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import bag
from intake_app.bundle.verdict import Verified
from intake_app.bundle.verifying import BundleVerifier, open_bundle
from intake_app.crypto.recipients import HybridIdentity
from intake_app.errors import HOLD_CODES, REFUSAL_CODES, BundleRefused, Cancelled, VaultLocked
from tests.bundle.a_bundle import (
    BUNDLE_ID,
    FILES,
    KEY,
    NOW,
    READER,
    Holding,
    Parts,
    device,
    good,
    spans,
    taken,
    verified,
    who,
)
from tests.bundle.tampering import LETTER, PICTURE, TAMPERED
from tests.crypto.refusals import refused

# Given by the steps around the verifier: opening the outer file, storing, answering a replay.
OUTSIDE = frozenset({"OUTER_NOT_FILE", "NO_SPACE", "STORE_FAILED", "REPLAY"})
HELD_BY_HISTORY = frozenset(
    {"SIGNER_REVOKED", "SIGNER_REVOKED_UNDATED", "ID_REUSED", "LOG_ROLLBACK", "LOG_FORK", "LOG_GAP"}
)
OUTER = frozenset(
    {
        "OUTER_SIZE",
        "OUTER_NOT_AGE",
        "OUTER_STANZA",
        "OUTER_HEADER",
        "NOT_FOR_US",
        "OUTER_AUTH",
        "TRUNCATED",
    }
)


@lru_cache(maxsize=128)
def _mutant(name: str) -> bytes:
    return TAMPERED[name][2]()


def _code(content: bytes, cuts: tuple[int, ...] = ()) -> str:
    """The verdict in one word."""
    try:
        return verified(content, cuts=cuts).held or "accepted"
    except BundleRefused as refusal:
        return refusal.code


def test_a_sound_bundle() -> None:
    found = verified(good())
    assert found.bundle_id == BUNDLE_ID
    assert found.root == f"tb1-{BUNDLE_ID}"
    assert found.device == device()
    assert found.signer_key == KEY.public
    assert found.log_lines == Parts().lines
    assert (found.held, found.holds, found.notes) == ("", (), ())
    assert not found.alarm
    assert not found.duplicate
    assert [file.role for file in found.files] == ["statement", "exhibit", "exhibit", "exhibit"]
    assert found.statement == Parts().testimony()


def test_who_a_witness_is_travels_as_its_own_kind() -> None:
    parts = Parts(files=FILES[:1], said=(("kind", "identity"),))
    found = verified(parts.content())
    assert found.files[0].role == "identity"
    assert who().contact.encode() in found.statement
    assert found.notes == ()


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_named(name: str) -> None:
    code = TAMPERED[name][0]
    assert _code(_mutant(name)) == code
    if code in HOLD_CODES:
        found = verified(_mutant(name))
        assert (found.log_lines == ()) == (code == "LOG_BROKEN")
        assert [file.path for file in found.files] == [
            "data/000001.json",
            LETTER,
            PICTURE,
            "data/000004.bin",
        ]


def test_every_refusal_is_in_the_table_or_named_elsewhere() -> None:
    table = {code for code, _, _ in TAMPERED.values()}
    assert table | HELD_BY_HISTORY | OUTER | OUTSIDE == REFUSAL_CODES
    assert len(TAMPERED) >= 28


@pytest.mark.parametrize("name", ["", *TAMPERED])
def test_the_verdict_does_not_depend_on_how_the_stream_is_cut(name: str) -> None:
    content = _mutant(name) if name else good()
    places = random.Random(name)
    whole = _code(content)
    for count in (1, 7, 90):
        cuts = tuple(places.randrange(len(content) + 1) for _ in range(count))
        assert _code(content, cuts) == whole
    near = sorted({edge + step for span in _edges(content) for edge in span for step in (-1, 0, 1)})
    assert _code(content, tuple(at for at in near if 0 <= at <= len(content))) == whole


def _edges(content: bytes) -> list[tuple[int, int]]:
    try:
        return [(span.start, span.stop) for span in spans(content).values()]
    except Exception:  # noqa: BLE001 - no entries to cut at in this mutant
        return [(512, 1024)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 40_000), max_size=60))
def test_a_sound_bundle_is_sound_however_it_is_cut(cuts: list[int]) -> None:
    assert _verdict(good(), tuple(cuts)) == _verdict(good(), ())


def _verdict(content: bytes, cuts: tuple[int, ...]) -> Verified:
    return verified(content, cuts=cuts)


def test_one_byte_at_a_time() -> None:
    verifier = BundleVerifier(Holding(), now=NOW)
    used = spans(good())[""].start + 2000
    for at in range(used):
        assert verifier.write(good()[at : at + 1]) == 1
    verifier.write(memoryview(bytearray(good()[used:])))
    assert verifier.finish() == verified(good())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_single_bit_can_be_changed(data: st.DataObject) -> None:
    used = spans(good())[""].start
    at = data.draw(st.one_of(st.integers(0, used + 1100), st.integers(0, len(good()) - 1)))
    changed = bytearray(good())
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BundleRefused):
        verified(bytes(changed))


def test_a_refusal_stays_one() -> None:
    verifier = BundleVerifier(Holding(), now=NOW)
    with refused("ROOT_NAME"):
        verifier.write(bytes(512))
    with refused("ROOT_NAME"):
        verifier.write(b"")
    with refused("ROOT_NAME"):
        verifier.finish()


def test_a_fault_of_the_outside_is_not_a_verdict() -> None:
    class Locked(Holding):
        def tagmanifest(self, bundle_id: str) -> str | None:
            raise VaultLocked(bundle=bundle_id)

    verifier = BundleVerifier(Locked(), now=NOW)
    for _ in range(2):
        with pytest.raises(VaultLocked):
            verifier.write(good())
    with pytest.raises(VaultLocked):
        verifier.finish()


def test_without_a_trust_list_nobody_is_known() -> None:
    with refused("SIGNER_UNKNOWN"):
        verified(good(), Holding(trust=None))


@pytest.mark.parametrize("end", [0, 100, 512, 5000])
def test_a_content_cut_short(end: int) -> None:
    with refused("TRUNCATED"):
        verified(good()[:end])


def test_no_text_of_the_bundle_is_in_a_refusal() -> None:
    canary = b"\xd9\x86\xd8\xa7\xd9\x85 secret"
    for name in ("files_of_the_wrong_role", "description_says_more", "payloads_swapped"):
        with pytest.raises(BundleRefused) as caught:
            verified(_mutant(name))
        assert canary not in repr(caught.value.params).encode()
        assert caught.value.where.isascii()
    value = taken().of(bag.DESCRIPTION).replace(b'"kind":"statement"', b'"kind":"' + canary + b'"')
    with pytest.raises(BundleRefused) as caught:
        verified(taken().put(bag.DESCRIPTION, value).signed().pack())
    assert "secret" not in repr((caught.value, caught.value.params, caught.value.__cause__))


# The outer file.


def _opened(sealed: bytes, *identities: HybridIdentity) -> Verified:
    return open_bundle(io.BytesIO(sealed), identities or [READER], Holding(), now=NOW)


@lru_cache(maxsize=1)
def _sealed() -> bytes:
    return Parts().sealed()


def test_every_recipient_opens_it() -> None:
    assert _opened(_sealed()) == verified(good())
    seen: list[tuple[int, int]] = []
    open_bundle(
        io.BytesIO(_sealed()),
        [READER],
        Holding(),
        now=NOW,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (len(_sealed()), len(_sealed()))


@pytest.mark.parametrize(
    ("code", "sealed"),
    [
        ("OUTER_SIZE", b""),
        ("OUTER_SIZE", b"x" * (1024 * 1024 - 1)),
        ("OUTER_NOT_AGE", bytes(2 * 1024 * 1024)),
        ("OUTER_NOT_AGE", b"-----BEGIN AGE ENCRYPTED FILE-----\n" + bytes(2 * 1024 * 1024)),
        ("OUTER_HEADER", b"age-encryption.org/v1\n" + bytes(2 * 1024 * 1024)),
        (
            "OUTER_STANZA",
            b"age-encryption.org/v1\n-> X25519 A\n\n--- " + b"A" * 43 + b"\n" + bytes(2**20),
        ),
        ("OUTER_AUTH", lambda: _sealed()[:-1] + bytes([_sealed()[-1] ^ 1])),
        ("OUTER_AUTH", lambda: _sealed() + b"\0"),
        ("OUTER_HEADER", lambda: _sealed().replace(b"\n--- ", b"\n--- A", 1)),
        ("TRUNCATED", lambda: _large()[: _header(_large()) + 16 + 20 * 65552]),
    ],
)
def test_the_outer_file(code: str, sealed: object) -> None:
    data = sealed() if callable(sealed) else sealed
    assert isinstance(data, bytes)
    with refused(code):
        _opened(data)


def _large() -> bytes:
    return Parts(files=(("film", "video/mp4", bytes(3_000_000)),)).sealed()


def _header(sealed: bytes) -> int:
    return sealed.index(b"\n", sealed.index(b"\n--- ") + 1) + 1


def test_a_stranger_cannot_open_it() -> None:
    with refused("NOT_FOR_US"):
        _opened(_sealed(), HybridIdentity.generate())


def test_opening_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        open_bundle(io.BytesIO(_sealed()), [READER], Holding(), now=NOW, cancelled=lambda: True)


def test_a_file_too_large_is_not_even_read() -> None:
    class Huge(io.BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            return 3 * 2**30 if whence == io.SEEK_END else super().seek(offset, whence)

        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError(size)

    with refused("OUTER_SIZE"):
        open_bundle(Huge(), [READER], Holding(), now=NOW)


def test_parts_that_differ_are_another_bundle() -> None:
    other = verified(replace(Parts(), files=FILES[:1]).content())
    assert other.tagmanifest_sha256 != verified(good()).tagmanifest_sha256

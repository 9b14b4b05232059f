"""bundle.json: one description, one byte sequence."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.bundle.description import (
    BundleLink,
    FileEntry,
    Part,
    decode,
    encode,
    payload_path,
    recipients_sha256,
)
from intake_app.crypto.digests import sha256_hex
from intake_app.domain.exhibits import EXTENSIONS
from intake_app.errors import BundleRefused
from tests.bundle.a_bundle import NONCE, OTHER_ID, Parts, trust
from tests.crypto.refusals import refused

MADE = Parts().description()
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
hex64 = st.text("0123456789abcdef", min_size=64, max_size=64)
numbers = st.integers(0, 2**53 - 1)
files = st.builds(
    FileEntry,
    path=st.just("data/000002.bin"),
    size=numbers,
    sha256=hex64,
    name=text,
    media_type=st.sampled_from(sorted(EXTENSIONS)),
    role=st.sampled_from(["exhibit", "recording"]),
    captured_at=text,
    captured_by=text,
)
links = st.builds(
    BundleLink,
    rel=st.sampled_from(["corrects", "adds-to", "withdraws", "part-of"]),
    bundle_id=st.just(OTHER_ID),
    tagmanifest_sha256=hex64,
)


@given(st.lists(files, max_size=4), st.lists(links, max_size=3), text, st.integers(1, 9999))
def test_a_description_is_its_bytes(
    entries: list[FileEntry], joined: list[BundleLink], interviewer: str, count: int
) -> None:
    said = msgspec.structs.replace(
        MADE,
        files=tuple(entries),
        links=tuple(joined),
        interviewer=interviewer,
        part=Part(index=count, count=count),
    )
    data = encode(said)
    assert decode(data) == said
    assert encode(decode(data)) == data
    assert data.endswith(b"}\n")
    assert data.count(b"\n") == 1


def test_every_key_is_needed_and_none_other_taken() -> None:
    value = json.loads(encode(MADE))
    for box in (value, *(value[name] for name in value if isinstance(value[name], dict))):
        for name in list(box):
            kept = box.pop(name)
            if (box is not value) or name != "format":
                with refused("JSON_SCHEMA", "FORMAT_VERSION"):
                    decode(_bytes(value))
            box[name] = kept
        box["more"] = 1
        with refused("JSON_SCHEMA"):
            decode(_bytes(value))
        del box["more"]
    assert decode(_bytes(value)) == MADE


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("root", "tb1-" + "0f" * 16 + "\n"),
        ("bundle_id", "0F" * 16),
        ("nonce", "00"),
        ("kind", "film"),
        ("signer", "coord-00000000"),
        ("sealed_at", "2026-11-24 10:00:00Z"),
        ("sealed_at", "2026-11-24T10:00:00"),
        ("sealed_at", "2026-11-24T10:00:00+99:99"),
        ("sealed_at", "0000-11-24T10:00:00Z"),
        ("interviewer", "x" * 1025),
        ("interviewer", None),
        ("part", {"index": 0, "count": 1}),
        ("part", {"index": True, "count": 1}),
        ("links", [{"rel": "identity-of", "bundle_id": OTHER_ID, "tagmanifest_sha256": "ab" * 32}]),
        ("links", [{"rel": "hates", "bundle_id": OTHER_ID, "tagmanifest_sha256": "ab" * 32}]),
        ("files", {}),
        ("trust", {"version": -1, "sha256": "ab" * 32}),
    ],
)
def test_a_field_out_of_its_form_is_named_by_its_path_alone(field: str, value: object) -> None:
    with pytest.raises(BundleRefused) as caught:
        decode(_bytes({**json.loads(encode(MADE)), field: value}))
    assert caught.value.code == "JSON_SCHEMA"
    assert caught.value.where.startswith(f"$.{field}")


def test_a_description_that_is_no_object() -> None:
    with refused("JSON_SCHEMA"):
        decode(b"[]\n")


def test_where_a_payload_lies() -> None:
    assert payload_path(1, "application/json") == "data/000001.json"
    assert payload_path(2, "audio/wav") == "data/000002.wav"
    assert payload_path(10_000, "application/x-msdownload") == "data/010000.bin"


def test_the_hash_of_recipients_is_that_of_their_sorted_texts_and_the_nonce() -> None:
    several = trust().statement_recipients()
    assert len(several) == 2
    lines = sorted(each.to_text() for each in several)
    expected = sha256_hex("\n".join([*lines, NONCE, ""]).encode())
    assert recipients_sha256(several, NONCE) == expected
    assert recipients_sha256(several[::-1], NONCE) == expected
    assert recipients_sha256(several[:1], NONCE) != expected
    assert recipients_sha256(several, "00" * 32) != expected


def _bytes(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"

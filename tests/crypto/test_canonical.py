from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.crypto import canonical
from intake_app.errors import BundleRefused, NotCanonical
from tests.crypto.refusals import refused

# Code points a canonical text may hold: everything but U+0000 and lone surrogates.
TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
LIMIT = 10_000_000


def nested(depth: int) -> object:
    value: object = 7
    for level in range(depth):
        value = [value] if level % 2 else {"k": value}
    return value


@given(VALUES)
def test_what_is_encoded_decodes_to_itself_and_has_one_form(value: object) -> None:
    data = canonical.encode(value)
    assert canonical.decode(data, max_bytes=LIMIT) == value
    assert canonical.encode(canonical.decode(data, max_bytes=LIMIT)) == data


@given(VALUES)
def test_another_reader_understands_it_the_same_way(value: object) -> None:
    assert json.loads(canonical.encode(value)) == value


@given(VALUES, st.sampled_from(["indent", "spaces", "ascii", "unsorted", "no line feed", "two"]))
def test_any_other_spelling_of_the_same_value_is_refused(value: object, spelling: str) -> None:
    data = canonical.encode(value)
    others = {
        "indent": json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n",
        "spaces": json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n",
        "ascii": json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n",
        "unsorted": json.dumps(_reversed(value), ensure_ascii=False, separators=(",", ":")).encode()
        + b"\n",
        "no line feed": data[:-1],
        "two": data + b"\n",
    }
    if others[spelling] != data:
        with refused("JSON_NOT_CANONICAL"):
            canonical.decode(others[spelling], max_bytes=LIMIT)


def _reversed(value: object) -> object:
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in sorted(value, reverse=True)}
    return [_reversed(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=400)
@given(st.binary(max_size=60) | st.text(max_size=40).map(lambda t: t.encode("utf-8", "replace")))
def test_foreign_bytes_are_refused_by_code_or_are_canonical(data: bytes) -> None:
    try:
        value = canonical.decode(data, max_bytes=LIMIT)
    except BundleRefused:
        return
    assert canonical.encode(value) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "JSON_SYNTAX"),
        (b"\n", "JSON_SYNTAX"),
        (b"{}", "JSON_NOT_CANONICAL"),
        (b"{}\r\n", "JSON_NOT_CANONICAL"),
        (b"{} \n", "JSON_NOT_CANONICAL"),
        (b"{}\n{}\n", "JSON_SYNTAX"),
        (b"{}\nx", "JSON_SYNTAX"),
        (b"{}\n\0", "JSON_SYNTAX"),
        (b"\xef\xbb\xbf{}\n", "JSON_SYNTAX"),
        (b"\xff\xfe{\0}\0\n\0", "JSON_SYNTAX"),
        (b'"\xed\xa0\x80"\n', "JSON_SYNTAX"),
        (b'"\xc0\x80"\n', "JSON_SYNTAX"),
        (b"{'a':1}\n", "JSON_SYNTAX"),
        (b"[1,]\n", "JSON_SYNTAX"),
        (b"[01]\n", "JSON_SYNTAX"),
        (b"[1]//\n", "JSON_SYNTAX"),
        (b'{"a":1,"a":1}\n', "JSON_DUP_KEY"),
        (b'{"x":[{"a":1,"\\u0061":2}]}\n', "JSON_DUP_KEY"),
        (b"[1.0]\n", "JSON_FLOAT"),
        (b"[1e2]\n", "JSON_FLOAT"),
        (b"[1E400]\n", "JSON_FLOAT"),
        (b"[NaN]\n", "JSON_FLOAT"),
        (b"[-Infinity]\n", "JSON_FLOAT"),
        (b"9007199254740992\n", "JSON_FLOAT"),
        (b"-9007199254740992\n", "JSON_FLOAT"),
        (b"[" + b"9" * 100_000 + b"]\n", "JSON_FLOAT"),
        (b"-0\n", "JSON_NOT_CANONICAL"),
        (b'"\\ud800"\n', "JSON_SURROGATE"),
        (b'{"\\udfff":1}\n', "JSON_SURROGATE"),
        (b'"\\udc00\\ud800"\n', "JSON_SURROGATE"),
        (b'"\\ud83d\\ude00"\n', "JSON_NOT_CANONICAL"),
        (b'"\\u0000"\n', "JSON_NOT_CANONICAL"),
        (b'{"\\u0000":1}\n', "JSON_NOT_CANONICAL"),
        (b'"\0"\n', "JSON_SYNTAX"),
        (b'"a\nb"\n', "JSON_SYNTAX"),
        (b'"\\/"\n', "JSON_NOT_CANONICAL"),
        (b'"\\u000A"\n', "JSON_NOT_CANONICAL"),
        (b'{"b":1,"a":2}\n', "JSON_NOT_CANONICAL"),
        (b"[" * 500_000, "JSON_SYNTAX"),
        (b'{"a":' * 500_000, "JSON_SYNTAX"),
        (b"[" * 900 + b"]" * 900 + b"\n", "JSON_SYNTAX"),
        (b"[" * 17 + b"]" * 17 + b"\n", "JSON_SYNTAX"),
    ],
)
def test_hostile_json_is_named_by_its_defect(data: bytes, code: str) -> None:
    with refused(code):
        canonical.decode(data, max_bytes=LIMIT)


def test_size_is_checked_before_anything_else() -> None:
    assert canonical.decode(b'"ab"\n', max_bytes=5) == "ab"
    with refused("JSON_TOO_BIG"):
        canonical.decode(b'"abc"\n', max_bytes=5)


def test_depth_counts_containers() -> None:
    assert canonical.decode(canonical.encode(nested(16)), max_bytes=LIMIT) == nested(16)
    for value in (nested(17), {"a": nested(16)}):
        with pytest.raises(NotCanonical):
            canonical.encode(value)
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(NotCanonical):
        canonical.encode(loop)


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), "\ud800", "a\0", {1: 2}, {None: 1}, b"x", {"a"}]
)
def test_our_own_values_without_a_form_are_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode({"x": [value]})


def test_strings_are_kept_as_typed() -> None:
    composed, decomposed = "é", "e\u0301"
    assert canonical.encode(composed) != canonical.encode(decomposed)
    typed = 'می‌گوید\u202e ي ك \u2028\u007f\t"\\'
    assert canonical.decode(canonical.encode(typed), max_bytes=LIMIT) == typed


def test_escapes_are_those_of_rfc_8785() -> None:
    assert (
        canonical.encode('\b\t\n\f\r\x1f"\\/€') == b'"\\b\\t\\n\\f\\r\\u001f\\"\\\\/\xe2\x82\xac"\n'
    )


def test_five_megabytes_of_testimony_come_back_as_they_were() -> None:
    told = {f"p{n:04}": "او گفت که آن شب " * 200 for n in range(1000)}
    data = canonical.encode(told)
    assert len(data) > 5_000_000
    assert canonical.decode(data, max_bytes=LIMIT) == told

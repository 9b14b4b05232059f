from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.crypto import canonical, chain, sshsig
from intake_app.crypto.keys import SigningKey
from intake_app.errors import BundleRefused, LogLineBroken, NotCanonical
from tests.crypto.other_age import run, tool
from tests.crypto.refusals import refused

BOOT = "b0" * 16
WALL = "2026-11-24T11:40:00Z"
KEY = SigningKey.from_seed(b"\x05" * 32)


def make_log(events: list[str]) -> list[bytes]:
    lines: list[bytes] = []
    head = chain.EMPTY
    for number, event in enumerate(events):
        entry = chain.next_entry(
            head.seq, head.hash, event=event, wall=WALL, mono_ms=number, boot=BOOT, x={"n": number}
        )
        lines.append(entry.line())
        head = chain.Head(entry.seq, chain.hash_of(lines[-1]))
    return lines


LOG = make_log(["vault.create", "enrol", "draft.open", "seal", "export", "receipt"])


def broken_at(lines: list[bytes]) -> object:
    with pytest.raises(LogLineBroken) as caught:
        chain.check(lines)
    return caught.value.params["seq"]


@given(st.lists(st.sampled_from(sorted(chain.EVENTS)), max_size=8), st.integers(0, 8))
def test_what_is_appended_checks_from_any_line(events: list[str], cut: int) -> None:
    lines = make_log(events)
    head = chain.check(lines)
    assert head.seq == len(events)
    assert head.hash == (chain.hash_of(lines[-1]) if lines else chain.GENESIS)
    middle = chain.check(lines[:cut])
    assert chain.check(lines[cut:], seq=middle.seq + 1, prev=middle.hash) == head


def test_every_changed_bit_shows_at_its_line_or_the_next() -> None:
    for number, line in enumerate(LOG[:3], start=1):
        for bit in range(len(line) * 8):
            changed = bytearray(line)
            changed[bit // 8] ^= 1 << bit % 8
            found = broken_at([*LOG[: number - 1], bytes(changed), *LOG[number:]])
            assert found in {number, number + 1}


@settings(max_examples=60)
@given(st.integers(1, 5), st.sampled_from(["drop", "swap", "repeat", "rewrite", "foreign"]))
def test_an_edit_is_found_at_its_line(number: int, edit: str) -> None:
    at = number - 1
    lines = {
        "drop": LOG[:at] + LOG[number:],
        "swap": [*LOG[:at], LOG[number], LOG[at], *LOG[number + 1 :]],
        "repeat": LOG[:number] + LOG[at:],
        "foreign": [*LOG[:at], b"{}\n", *LOG[number:]],
        "rewrite": [
            *LOG[:at],
            dataclasses.replace(chain.parse(LOG[at]), event="delete").line(),
            *LOG[number:],
        ],
    }[edit]
    # A sound line in place of another betrays itself only by what follows.
    late = {"repeat", "rewrite"}
    assert broken_at(lines) == (number + 1 if edit in late else number)


def test_a_log_does_not_start_anywhere() -> None:
    assert broken_at(LOG[1:]) == 1
    with pytest.raises(LogLineBroken):
        chain.check(LOG[2:], seq=3)
    with pytest.raises(LogLineBroken):
        chain.check(LOG[2:], seq=2, prev=chain.hash_of(LOG[1]))


def test_a_cut_end_is_seen_by_the_head_alone() -> None:
    text, signature = chain.sign_head(KEY, "device-12345678", *_head(LOG))
    named = chain.verify_head(text, signature, KEY.public)
    assert (named.device, named.seq, named.hash) == ("device-12345678", *_head(LOG))
    assert chain.check(LOG[:-1]) != chain.Head(named.seq, named.hash)


def _head(lines: list[bytes]) -> tuple[int, str]:
    head = chain.check(lines)
    return head.seq, head.hash


def test_the_shell_walks_the_same_chain(tmp_path: Path) -> None:
    (tmp_path / "custody.log").write_bytes(b"".join(LOG))
    script = r"""
    p=0000000000000000000000000000000000000000000000000000000000000000
    while IFS= read -r l; do
      case $l in *"\"prev\":\"$p\""*) ;; *) exit 1 ;; esac
      p=$(printf '%s\n' "$l" | sha256sum | cut -c1-64)
    done < custody.log
    printf %s "$p"
    """
    said = run(tool("bash"), "-c", script, cwd=tmp_path).decode()
    assert said == chain.check(LOG).hash
    with (tmp_path / "custody.log").open("rb") as file:
        assert chain.check(file).hash == said


def test_heads_that_are_not_exact_or_not_signed_are_refused() -> None:
    text, signature = chain.sign_head(KEY, "device-12345678", *_head(LOG))
    other = SigningKey.from_seed(b"\x06" * 32)
    with refused("SIG_INVALID"):
        chain.verify_head(text, signature, other.public)
    with refused("SIG_INVALID"):
        chain.verify_head(text.replace(b"\n6\n", b"\n5\n"), signature, KEY.public)
    with refused("SIG_NAMESPACE_OR_FORM"):
        chain.verify_head(text, sshsig.sign(KEY, sshsig.BUNDLE, text), KEY.public)
    for bad in (b"", text[:-1], text + b"\n", text.replace(b"\n6\n", b"\n06\n"), text.upper()):
        with refused("LOG_BROKEN"):
            chain.verify_head(bad, signature, KEY.public)
    for device in ("", "Device", "a b", "a\nb", "d" * 70):
        with pytest.raises(NotCanonical):
            chain.head_text(device, 1, chain.GENESIS)


@pytest.mark.parametrize(
    "change",
    [
        {"event": "reveal"},
        {"event": ""},
        {"ref": "two words"},
        {"ref": "سارا"},
        {"ref": "r" * 129},
        {"wall": "2026-11-24"},
        {"wall": "2026-11-24T11:40:00"},
        {"wall": "۲۰۲۶-11-24T11:40:00Z"},
        {"mono_ms": -1},
        {"mono_ms": 1.5},
        {"mono_ms": True},
        {"boot": "B0" * 16},
        {"boot": "b0"},
        {"x": {"note": "she wept"}},
        {"x": {"نام": 1}},
        {"x": {"n": 1.5}},
        {"x": {"n": None}},
        {"x": {"n": ["a"]}},
        {"x": {f"n{number}": 1 for number in range(17)}},
    ],
)
def test_a_line_has_no_room_for_a_sentence(change: dict[str, object]) -> None:
    fields: dict[str, object] = {"event": "seal", "wall": WALL, "mono_ms": 1, "boot": BOOT}
    with pytest.raises(NotCanonical):
        chain.next_entry(0, chain.GENESIS, **{**fields, **change})  # type: ignore[arg-type]


def test_an_unknown_event_of_a_newer_program_still_chains() -> None:
    line = canonical.encode({**_fields(LOG[0]), "event": "vault.moved"})
    assert chain.check([line]).seq == 1


@pytest.mark.parametrize(
    "change",
    [
        {"event": "No Words"},
        {"seq": True},
        {"seq": "1"},
        {"seq": 0},
        {"x": {"note": "she wept"}},
        {"x": []},
        {"y": 1},
        {"prev": "0" * 63},
        {"wall": None},
    ],
)
def test_foreign_lines_are_held_to_the_same_form(change: dict[str, object]) -> None:
    assert broken_at([canonical.encode({**_fields(LOG[0]), **change})]) == 1
    for bad in (LOG[0][:-1], LOG[0] + b"\n", b" " + LOG[0], b"", b"[]\n", b"x" * 5000):
        assert broken_at([bad]) == 1


def _fields(line: bytes) -> dict[str, object]:
    value = canonical.decode(line, max_bytes=4096)
    assert isinstance(value, dict)
    return dict(value)


def test_number_and_hash_of_a_chain_are_those_asked_for() -> None:
    entry = chain.next_entry(9, "ab" * 32, event="seal", wall=WALL, mono_ms=5, boot=BOOT, ref="r-1")
    assert entry.line() == (
        b'{"boot":"'
        + BOOT.encode()
        + b'","event":"seal","mono_ms":5,"prev":"'
        + b"ab" * 32
        + b'","ref":"r-1","seq":10,"wall":"2026-11-24T11:40:00Z","x":{}}\n'
    )
    assert chain.parse(entry.line()) == entry


def by_canonical_reader(line: bytes) -> chain.Entry | None:
    """Read a line the slow way: through the general reader of canonical JSON."""
    try:
        value = canonical.decode(line, max_bytes=chain.MAX_LINE_BYTES)
    except BundleRefused:
        return None
    if not isinstance(value, dict) or value.keys() != chain._KEYS:
        return None
    entry = chain.Entry(**value)  # type: ignore[arg-type]
    return None if chain._fault(entry) else entry


def test_the_fast_reader_judges_as_the_general_one() -> None:
    fields: dict[str, str | int | bool] = {"n": 1, "s": "x<>&'\\\"", "b": True, "z": -5}
    base = chain.next_entry(
        0,
        chain.GENESIS,
        event="seal",
        ref='a"b\\c/d~',
        wall="2026-11-24T09:00:00Z",
        mono_ms=5,
        boot="b0" * 16,
        x=fields,
    ).line()
    pieces = (
        b"1e3 1.0 \\ud800 \\u0061 \x00 \xff 99999999999999999999999999 null [1] -0 "
        b'9007199254740993 \\/ \x7f \xc3\xa9 "x":{} "b":true,'
    ).split(b" ")
    chance = random.Random(1367)
    taken = 0
    for _ in range(20_000):
        line = bytearray(base)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(line))
            cut = chance.choice((0, 0, 1, 4))
            line[at : at + cut] = chance.choice((*pieces, bytes([chance.randrange(256)])))
        expected = by_canonical_reader(bytes(line))
        try:
            found: chain.Entry | None = chain.parse(bytes(line))
        except LogLineBroken:
            found = None
        assert found == expected, line
        taken += found is not None
    assert taken > 10

"""How inputs are spoilt: blindly by bytes, and by what they are made of: lines, JSON, tar.

Every mutation is a function of a die, the bytes and other inputs of the same reader, so that one
seed gives one series of mutants.
"""

from __future__ import annotations

import base64
import binascii
import json
import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from intake_app.bundle import ustar

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]

CANARY = b"qzjxkvwq"  # in no word of the program: it must never come back in an error
TOKENS: tuple[bytes, ...] = (
    *(b"\0", b"\xff", b"\n", b"\r\n", b"\t", b" ", b"  ", b'"', b"'", b"\\", b"/", b"..", b"#"),
    *(b"{", b"}", b"[", b"]", b",", b":", b"=", b"-", b"->", b"--- ", b"\x1b[31m", b"\x7f"),
    *(b"null", b"true", b"1e9", b"1.0", b"-0", b"NaN", b"\\ud800", b"\\u0000", b"\\u0041"),
    *(CANARY, b'"' + CANARY + b'":1,', b"%s%n", b"$(id)", b"../" + CANARY),
    *("\u200c\u200d\u200f\u202e\ufeff\u2028é".encode()[at : at + 3] for at in range(0, 18, 3)),
    *(
        text.encode()
        for text in ("۱۲۳", "１", "ي", "ی", "e\u0301", "é", "ﷲ", "İ", "ß", "😀", "\x85")
    ),
    *(b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xef\xbf\xbf", bytes(512), b"A" * 300),
)
NUMBERS: tuple[bytes, ...] = (
    *(b"0", b"1", b"-1", b"00", b"01", b"+1", b" 1", b"1 ", b"1_0", b"0x1", b"9" * 40, b"4" * 5000),
    *(b"%d" % (2**power + off) for power in (8, 16, 31, 32, 33, 53, 63, 64) for off in (-1, 0)),
    *("۱".encode(), "１".encode(), "²".encode(), b"1e1", b"1.5", b"", b"77777777777"),
)
_DIGITS = re.compile(rb"\d+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\n]{24,}={0,2}")
_TEXTS: tuple[str, ...] = (
    *("", " ", "\u200c", "\u202eabc", "\x00", "\x1f", "a" * 2000, "ی" * 200, CANARY.decode()),
    *("2026-02-30T00:00:00Z", "9999-12-31T23:59:59-23:59", "0000-00-00T00:00:00Z"),
    *("2026-11-24T09:00:00+99:99", "0001-01-01T00:00:00+23:59", "data/../x", "data/000001.json"),
    *("۲۰۲۶-11-24T09:00:00Z", "ABCDEF" * 10 + "0123", "0" * 64, "f" * 32, "device-00000000"),
)
_LEAVES: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 2**31, 2**53 - 1, 2**53, 10**30, -(2**63), 1.5, "x", [], {}),
    *([[]], {CANARY.decode(): 1}, [None] * 300),
)


def flip(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Change one bit."""
    if not data:
        return b"\0"
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def overwrite(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Put a token in the place of as many bytes."""
    at, token = _place(dice, data), dice.choice(TOKENS)
    return data[:at] + token + data[at + len(token) :]


def insert(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Put a token in between."""
    at = _place(dice, data)
    return data[:at] + dice.choice(TOKENS) + data[at:]


def cut(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Leave some bytes out, seldom the whole rest."""
    at = _place(dice, data)
    size = dice.choice((1, 1, 2, 3, 4, 16, 64, 512, len(data)))
    return data[:at] + data[at + size :]


def copy(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Repeat a piece elsewhere, over what stands there or between it."""
    size = dice.choice((1, 4, 8, 32, 64, 512))
    start, at = _place(dice, data), _place(dice, data)
    piece = data[start : start + size]
    return data[:at] + piece + data[at + dice.choice((0, size)) :]


def splice(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Go on in the middle as another input does."""
    other = dice.choice(others) if others else data
    return data[: _place(dice, data)] + other[_place(dice, other) :]


def lines(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Repeat, drop, swap, move or borrow a line."""
    found = data.split(b"\n")
    one, two = dice.randrange(len(found)), dice.randrange(len(found))
    kind = dice.randrange(6)
    if kind == 0:
        found.insert(two, found[one])
    elif kind == 1:
        del found[one]
    elif kind == 2:
        found[one], found[two] = found[two], found[one]
    elif kind == 3:
        found[one] = dice.choice((b"", b" ", b"\r")) + found[one] + dice.choice((b"", b" ", b"\r"))
    elif kind == 4:
        found.insert(one, b"")
    else:
        found[one] = dice.choice((dice.choice(others) if others else data).split(b"\n"))
    return b"\n".join(found)


def number(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Put another number in the place of one."""
    found = list(_DIGITS.finditer(data))
    if not found:
        return insert(dice, data, _others)
    match = dice.choice(found)
    if dice.random() < 0.5:  # one digit, so that dates, sizes and counts stay what they are
        at = dice.randrange(*match.span())
        return data[:at] + b"%d" % dice.randrange(10) + data[at + 1 :]
    return data[: match.start()] + dice.choice(NUMBERS) + data[match.end() :]


def case(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Turn a piece into capitals or small letters."""
    at = _place(dice, data)
    end = at + dice.choice((1, 8, len(data)))
    return data[:at] + data[at:end].swapcase() + data[end:]


def length(dice: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Change a big-endian length field, wherever one may be."""
    places = [at for at in range(min(len(data) - 3, 2000)) if not any(data[at : at + 2])]
    at = dice.choice(places) if places else _place(dice, data)
    value = int.from_bytes(data[at : at + 4], "big") + dice.choice((-1, 1, 2**16, 2**31, -4))
    return data[:at] + (value % 2**32).to_bytes(4, "big") + data[at + 4 :]


def blob(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Change what a piece of base64 stands for, and write it again in lines as long as before."""
    found = list(_BASE64.finditer(data))
    if not found:
        return flip(dice, data, others)
    match = dice.choice(found)
    text = match[0].rstrip(b"\n")
    columns = max(map(len, text.split(b"\n")))
    plain = text.replace(b"\n", b"")
    try:
        raw = base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return flip(dice, data, others)
    for _ in range(dice.choice((1, 1, 2))):
        raw = dice.choice((flip, length, cut, copy, overwrite))(dice, raw, ())
    again = base64.b64encode(raw)
    if not plain.endswith(b"=") and len(plain) % 4:
        again = again.rstrip(b"=")
    wrapped = b"\n".join(again[at : at + columns] for at in range(0, len(again), columns))
    return data[: match.start()] + wrapped + match[0][len(text) :] + data[match.end() :]


def members(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Change a member of a JSON text and write it again, mostly in the canonical way."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return splice(dice, data, others)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        value = _changed(dice, value)
    spaces = dice.random() < 0.05
    text = json.dumps(
        value,
        ensure_ascii=dice.random() < 0.03,
        sort_keys=dice.random() < 0.97,
        separators=None if spaces else (",", ":"),
    )
    return text.encode("utf-8", "surrogatepass") + b"\n"


def json_lines(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Change a member in one of many lines of JSON."""
    found = data.split(b"\n")
    at = dice.randrange(len(found))
    found[at] = members(dice, found[at], others).rstrip(b"\n")
    return b"\n".join(found)


def entries(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Take a tar apart, change its entries, and pack it with headers and sums that are right."""
    found = untar(data)
    if not found:
        return flip(dice, data, others)
    one, two = dice.randrange(len(found)), dice.randrange(len(found))
    path, content = found[one]
    kind = dice.randrange(7)
    if kind == 0:
        found.insert(two, found[one])
    elif kind == 1:
        del found[one]
    elif kind == 2:
        found[one], found[two] = found[two], found[one]
    elif kind == 3:
        found[one] = (dice.choice(("", "/", "../")) + path[: dice.randrange(100)] + "x", content)
    elif kind == 4:
        found[one] = (path, found[two][1])
    else:
        found[one] = (path, any_of(flip, cut, insert, lines, number)(dice, content, ()))
    packed = b"".join(
        ustar.header(name[:100] or "x", len(each)) + each + bytes(-len(each) % 512)
        for name, each in found
    )
    used = packed + bytes(1024)
    return used + bytes(dice.choice((max(len(data) - len(used), 0), 0, 512)))


def header(dice: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Change a tar header's field and make its sum right again."""
    at = 512 * dice.randrange(max(len(data) // 512, 1))
    block = bytearray(any_of(flip, overwrite, number)(dice, data[at : at + 512], others)[:512])
    block = block.ljust(512, b"\0")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return data[:at] + bytes(block) + data[at + 512 :]


def any_of(*mutations: Mutation) -> Mutation:
    """Return a mutation that is one of `mutations`."""
    return lambda dice, data, others: dice.choice(mutations)(dice, data, others)


BYTES: tuple[Mutation, ...] = (flip, flip, overwrite, insert, cut, copy, splice)
TEXT: tuple[Mutation, ...] = (*BYTES, lines, lines, number, number, case)
JSON: tuple[Mutation, ...] = (*TEXT, *([members] * 8))
TAR: tuple[Mutation, ...] = (*BYTES, number, blob, *([entries] * 4), *([header] * 3))


def untar(data: bytes) -> list[tuple[str, bytes]]:
    """Return the entries of a tar as far as it can be followed."""
    found, at = [], 0
    while len(block := data[at : at + 512]) == 512 and block.strip(b"\0"):
        size = int(field, 8) if re.fullmatch(rb"[0-7]{11}", field := block[124:135]) else 0
        path = block[:100].split(b"\0", 1)[0].decode("ascii", "replace").replace("\ufffd", "?")
        found.append((path, data[at + 512 : at + 512 + size]))
        at += 512 + size + -size % 512
    return found


def _place(dice: random.Random, data: bytes) -> int:
    return dice.randrange(len(data) + 1)


def _changed(dice: random.Random, value: object) -> object:
    """Return `value` with something in it changed, at any depth."""
    if isinstance(value, dict) and value:
        return _changed_table(dice, value)
    if isinstance(value, list) and value:
        return _changed_list(dice, value)
    return _leaf(dice, value)


def _changed_list(dice: random.Random, value: list[object]) -> object:
    at = dice.randrange(len(value))
    kind = dice.randrange(8)
    changed = list(value)
    if kind == 0:
        del changed[at]
    elif kind == 1:
        changed.insert(at, changed[at])
    elif kind == 2:
        changed.reverse()
    else:
        changed[at] = _changed(dice, changed[at])
    return changed


def _changed_table(dice: random.Random, value: dict[str, object]) -> object:
    name = dice.choice(list(value))
    kind = dice.randrange(12)
    changed = dict(value)
    if kind == 0:
        del changed[name]
    elif kind == 1:
        changed[dice.choice((*_TEXTS, *value))] = changed.pop(name)
    elif kind == 2:
        changed[dice.choice((CANARY.decode(), name + "2", name.upper()))] = value[name]
    elif kind == 3:
        changed[name], other = value[dice.choice(list(value))], value[name]
        changed[dice.choice(list(value))] = other
    elif kind == 4:
        for _ in range(dice.choice((1, 5, 20))):
            changed[name] = dice.choice(([changed[name]], {name: changed[name]}))
    else:
        changed[name] = _changed(dice, value[name])
    return changed


def _leaf(dice: random.Random, value: object) -> object:
    if isinstance(value, str) and dice.random() < 0.7:
        change = any_of(flip, number, cut, insert, case, copy)
        text = change(dice, value.encode("utf-8", "surrogatepass"), ())
        return text.decode("utf-8", "ignore")
    if isinstance(value, int) and not isinstance(value, bool) and dice.random() < 0.6:
        return value + dice.choice((-1, 1, 7, 1000, -(10**6)))
    return dice.choice((*_LEAVES, *_TEXTS))


def series(
    dice: random.Random, mutations: Sequence[Mutation], data: bytes, others: Sequence[bytes]
) -> bytes:
    """Return a mutant: mostly one change, at times several."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        data = dice.choice(mutations)(dice, data, others)
    return data


def cuts(dice: random.Random, data: bytes) -> list[bytes]:
    """Return `data` in pieces of any size."""
    count = dice.choice((1, 2, 5, 17))
    places = [0, *sorted(_place(dice, data) for _ in range(count)), len(data)]
    return [data[start:end] for start, end in pairwise(places)]

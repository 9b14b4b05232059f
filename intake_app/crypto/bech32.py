"""Bech32 (BIP-173) without its length limit, as age writes keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake_app.errors import KeyMalformed

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6
_PREFIX = re.compile(r"[!-~]+")


def encode(prefix: str, data: bytes | bytearray) -> str:
    """Return `data` under `prefix` (lower case) with its checksum, all in lower case."""
    values = _regroup(data, 8, 5, pad=True)
    polymod = _polymod([*_expand(prefix), *values, *([0] * _CHECK)]) ^ 1
    check = [(polymod >> 5 * (_CHECK - 1 - i)) & 31 for i in range(_CHECK)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in (*values, *check))


def decode(text: str) -> tuple[str, bytes]:
    """Return the prefix in lower case and the data of `text`, all upper or all lower case.

    Raises:
        KeyMalformed: mixed case, a foreign letter, a wrong checksum or padding that is not zero.
    """
    if text not in (text.lower(), text.upper()) or not text.isascii():
        raise KeyMalformed
    prefix, mark, rest = text.lower().rpartition("1")
    if not mark or not _PREFIX.fullmatch(prefix) or len(rest) < _CHECK:
        raise KeyMalformed
    try:
        values = [_VALUES[letter] for letter in rest]
    except KeyError as error:
        raise KeyMalformed from error
    if _polymod([*_expand(prefix), *values]) != 1:
        raise KeyMalformed
    return prefix, bytes(_regroup(values[:-_CHECK], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    codes = prefix.encode()
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            if top >> i & 1:
                check ^= generator
    return check


def _regroup(values: Iterable[int], from_bits: int, to_bits: int, *, pad: bool) -> list[int]:
    held = bits = 0
    result = []
    for value in values:
        held = held << from_bits | value
        bits += from_bits
        while bits >= to_bits:
            bits -= to_bits
            result.append(held >> bits & ((1 << to_bits) - 1))
        held &= (1 << bits) - 1
    if pad and bits:
        result.append(held << (to_bits - bits) & ((1 << to_bits) - 1))
    if not pad and (bits >= from_bits or held):
        raise KeyMalformed
    return result

"""Whether 32 bytes are an honest Ed25519 public key.

Verifiers, OpenSSL among them, accept signatures under keys of low order, for which anybody can
make a signature on anything. Keys with a small-order part make verifiers disagree. Such a key can
be disowned later, so only canonical points of the prime-order group are taken (RFC 8032 §5.1.3 for
decoding; libsodium's main-subgroup check for the rest). Only public values pass through here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_SQRT_M1 = pow(2, (_P - 1) // 4, _P)
_SIGN = 1 << 255

_Point: TypeAlias = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T
_NEUTRAL: _Point = (0, 1, 1, 0)


@lru_cache(maxsize=4096)
def is_sound(raw: bytes) -> bool:
    """Return whether `raw` is the canonical encoding of a non-neutral point of prime order."""
    point = _decode(raw)
    return point is not None and not _is_neutral(point) and _is_neutral(_times(_L, point))


def _decode(raw: bytes) -> _Point | None:
    if len(raw) != 32:  # noqa: PLR2004
        return None
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (_SIGN - 1)
    if y >= _P:
        return None
    x = _x_of(y)
    if x is None or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _x_of(y: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    root = pow(square, (_P + 3) // 8, _P)
    if root * root % _P != square:
        root = root * _SQRT_M1 % _P
    return root if root * root % _P == square else None


def _add(p: _Point, q: _Point) -> _Point:
    # RFC 8032 §5.1.4: complete, so it doubles as well.
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(scalar: int, point: _Point) -> _Point:
    result = _NEUTRAL
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _is_neutral(point: _Point) -> bool:
    x, y, z, _ = point
    return x % _P == 0 and (y - z) % _P == 0

"""Keeps None, True and False alive under a Qt binding that was built for newer Pythons.

PySide6 6.12 hands these out without taking a reference, as is right from Python 3.12 on, where
they cannot die. On 3.11 every call without a result then takes one reference away: after some ten
thousand calls the interpreter ends the process. `tests/gui/test_lasting.py` measures it.
"""

from __future__ import annotations

import ctypes
import sys

_IMMORTAL_FROM = (3, 12)
_MANY = sys.maxsize >> 4  # references that no session can use up, far from an overflow


def keep_constants() -> None:
    """Give the constants so many references that they cannot run out; once is enough."""
    if sys.version_info >= _IMMORTAL_FROM:
        return
    for each in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(each))
        if count.value < _MANY:
            count.value += _MANY

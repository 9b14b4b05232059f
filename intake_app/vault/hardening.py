"""Keeping secrets in memory and out of crash dumps, as far as Python and the system allow.

Overwriting reaches the buffers that we made. Copies that Python, Qt or a library made may stay
until the process ends: what was typed is protected against a seized device that is off, not
against somebody who reads the memory of a running one.
"""

from __future__ import annotations

import ctypes
import resource
from dataclasses import dataclass

_PR_SET_DUMPABLE = 4  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Hardening:
    """What the system granted."""

    no_core_dumps: bool
    no_tracing: bool


def harden() -> Hardening:
    """Forbid core dumps, and other processes of the same user from looking in (prctl(2))."""
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        no_core_dumps = True
    except (ValueError, OSError):
        no_core_dumps = False
    return Hardening(no_core_dumps, no_tracing=_call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0))


def keep_in_memory(secret: bytearray) -> bool:
    """Ask that `secret` is never swapped to disk; False where the system will not (mlock(2))."""
    if not secret:
        return True
    place = (ctypes.c_char * len(secret)).from_buffer(secret)
    return _call("mlock", ctypes.byref(place), ctypes.c_size_t(len(secret)))


def forget(*secrets: bytearray) -> None:
    """Overwrite secrets with zeros, in place."""
    for secret in secrets:
        secret[:] = bytes(len(secret))


def _call(name: str, *args: object) -> bool:
    try:
        function = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return False
    return bool(function(*args) == 0)

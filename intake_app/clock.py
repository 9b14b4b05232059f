"""Time as the record needs it: wall clock, monotonic time and the boot it belongs to."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """What the program may know of time; tests and the demo bring their own."""

    def now(self) -> datetime:
        """Return the wall clock in UTC, aware."""

    def local_now(self) -> datetime:
        """Return the wall clock with the device's own offset, aware."""

    def mono_ms(self) -> int:
        """Return milliseconds of a clock that never jumps within one boot."""

    def boot_id(self) -> str:
        """Return 32 hex digits that change at every boot of the device."""


class SystemClock:
    """The device's own clock."""

    def __init__(self) -> None:
        self._boot = _boot_id()

    def now(self) -> datetime:
        """Return the wall clock in UTC, aware."""
        return datetime.now(UTC)

    def local_now(self) -> datetime:
        """Return the wall clock with the device's own offset, aware."""
        return datetime.now(UTC).astimezone()

    def mono_ms(self) -> int:
        """Return milliseconds since boot, suspended time included where the system tells it."""
        which = getattr(time, "CLOCK_BOOTTIME", None)
        return (time.monotonic_ns() if which is None else time.clock_gettime_ns(which)) // 1_000_000

    def boot_id(self) -> str:
        """Return the kernel's boot id, or one that lives as long as this process."""
        return self._boot


class FixedClock:
    """A clock that moves only when told to: for tests and the invented journey."""

    def __init__(self, start: datetime | None = None, *, boot: str = "b0" * 16) -> None:
        self._now = start or datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        self._mono_ms = 60_000
        self._boot = boot

    def advance(self, seconds: float) -> None:
        """Move both clocks forward by `seconds`."""
        self._now += timedelta(seconds=seconds)
        self._mono_ms += int(seconds * 1000)

    def set_wall(self, moment: datetime) -> None:
        """Change the wall clock alone, as a user or a thief may."""
        self._now = moment

    def now(self) -> datetime:
        """Return the set time in UTC."""
        return self._now.astimezone(UTC)

    def local_now(self) -> datetime:
        """Return the set time."""
        return self._now

    def mono_ms(self) -> int:
        """Return milliseconds since the clock was made, plus a minute."""
        return self._mono_ms

    def boot_id(self) -> str:
        """Return the boot id given at the start."""
        return self._boot


def rfc3339(moment: datetime) -> str:
    """Return `moment` as RFC 3339 in whole seconds, `Z` for UTC.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError
    text = moment.replace(microsecond=0).isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def parse_rfc3339(text: str) -> datetime:
    """Return the aware moment that `text` names.

    Raises:
        ValueError: the text is no RFC 3339 moment or has no offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip().replace("-", "")
    except OSError:
        return os.urandom(16).hex()

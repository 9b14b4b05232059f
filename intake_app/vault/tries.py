"""Counting failed tries to unlock, until the next successful one writes them into the log.

One small open number beside the database: it tells the owner, it does not stop a thief, who can
copy the folder and guess elsewhere. What stops a thief is the cost of a guess.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from intake_app.vault import layout

_MAX_DIGITS = 9
_MOST = 999_999_999


def count(folder: Path) -> int:
    """Return how many tries failed since the last success; 0 where the file is unreadable."""
    try:
        data = layout.read_small(folder / layout.TRIES, _MAX_DIGITS)
    except OSError:
        return 0
    return int(data) if data and len(data) <= _MAX_DIGITS and data.isdigit() else 0


def add(folder: Path) -> int:
    """Count one more; best effort, since a full disk must not hide that a passphrase is wrong."""
    number = min(count(folder) + 1, _MOST)
    with suppress(OSError):
        layout.write_whole(folder / layout.TRIES, str(number).encode(), last=False)
    return number


def clear(folder: Path) -> None:
    """Begin again at 0."""
    with suppress(OSError):
        (folder / layout.TRIES).unlink(missing_ok=True)

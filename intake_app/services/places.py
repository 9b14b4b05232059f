"""Where vaults lie: usual places looked through afresh each time, since a list would be a trace."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from intake_app.services.drives import Drive
from intake_app.vault import layout

VAULT_NAME = "Records"
PRACTICE_NAME = "Practice"
PRACTICE_WORDS = "passphrase.txt"
_MOST = 500  # names looked at in one place


def free_folder(name: str, beside: Path | None = None) -> Path:
    """Return a folder that is not there yet: `name`, `name 2`, … in the home folder."""
    parent = Path.home() if beside is None else beside
    number = 1
    while True:
        folder = parent / (name if number == 1 else f"{name} {number}")
        if not os.path.lexists(folder):
            return folder
        number += 1


def practice_of(vault: Path) -> Path | None:
    """Return the folder of the practice journey that a vault belongs to; None for a real vault.

    It is known by the passphrase's file beside the vault: nobody else leaves one there.
    """
    return vault.parent if (vault.parent / PRACTICE_WORDS).is_file() else None


def found_vaults(drives: Sequence[Drive] = ()) -> list[Path]:
    """Return the vaults one level below the usual places, the one used last first."""
    home = Path.home()
    places = [home, home / "Documents", home / "Desktop", *(drive.path for drive in drives)]
    places += [each for each in _folders(home) if each.name.startswith(PRACTICE_NAME)]
    found = {folder: _used(folder) for place in places for folder in _folders(place)}
    return sorted((each for each in found if found[each]), key=lambda each: -found[each])


def _folders(place: Path) -> Iterator[Path]:
    """Yield the place itself and the folders in it."""
    yield place
    try:
        with os.scandir(place) as listing:
            for number, item in enumerate(listing):
                if number >= _MOST:
                    return
                if item.is_dir(follow_symlinks=False) and not item.name.startswith("."):
                    yield Path(item.path)
    except OSError:
        return


def _used(folder: Path) -> int:
    """Return when the vault was used last in nanoseconds, 0 where there is none."""
    try:
        if not layout.is_vault(folder):
            return 0
        return max(1, (folder / layout.DATABASE).stat().st_mtime_ns)
    except FileNotFoundError:
        return 1
    except OSError:
        return 0

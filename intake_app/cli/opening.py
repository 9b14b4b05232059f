"""Opening the vault that a command works on."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake_app import errors
from intake_app.cli.console import passphrase_from
from intake_app.services import session as sessions
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings

_OWNER_ALONE = 0o700


def surroundings() -> Surroundings:
    """Return the real world."""
    return Surroundings()


def require_vault(folder: Path) -> None:
    """Pass a folder that holds a vault, before anybody is asked for a passphrase.

    Raises:
        VaultMissing: there is none, or it is no folder.
    """
    if not sessions.is_vault(folder):
        raise errors.VaultMissing


def require_room(folder: Path) -> None:
    """Pass a folder that can become a vault, before anybody thinks of a passphrase.

    Raises:
        VaultExists, NotAFolder: as named.
    """
    if sessions.is_vault(folder):
        raise errors.VaultExists
    require_folder(folder)


def require_folder(folder: Path) -> None:
    """Pass a folder, or a name that is free for one. Raises: NotAFolder."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise errors.NotAFolder


def made_folder(name: str) -> Path:
    """Return the folder of that name, made for the owner alone where it is not there yet.

    Raises:
        NotAFolder, OutputFailed: as named.
    """
    folder = Path(name)
    require_folder(folder)
    try:
        folder.mkdir(mode=_OWNER_ALONE, parents=True, exist_ok=True)
    except OSError:
        raise errors.OutputFailed from None
    return folder


@contextmanager
def opened(args: argparse.Namespace, folder: str | None = None) -> Iterator[Session]:
    """Open the vault of `args.vault` for the block and lock it afterwards."""
    place = Path(folder if folder is not None else args.vault)
    require_vault(place)
    session = sessions.unlock(place, passphrase_from(args), surroundings())
    try:
        yield session
    finally:
        session.lock()

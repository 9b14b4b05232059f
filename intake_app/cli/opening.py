"""Opening the vault that a command works on."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake_app.cli.console import passphrase_from
from intake_app.services import session as sessions
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings


def surroundings() -> Surroundings:
    """Return the real world."""
    return Surroundings()


@contextmanager
def opened(args: argparse.Namespace, folder: str | None = None) -> Iterator[Session]:
    """Open the vault of `args.vault` for the block and lock it afterwards."""
    session = sessions.unlock(
        Path(folder if folder is not None else args.vault), passphrase_from(args), surroundings()
    )
    try:
        yield session
    finally:
        session.lock()

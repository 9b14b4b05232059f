"""The options by which holders of root keys sign: key files and their passphrases."""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import read_passphrase
from intake_app.localization.catalogs import gettext as _


def add_roots(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command that makes a new version of the trust list."""
    parser.add_argument(
        "--root",
        action="append",
        default=[],
        metavar="FILE",
        help=_("a root key file that signs; give it once for each holder"),
    )
    parser.add_argument(
        "--root-passphrase-file",
        action="append",
        default=[],
        metavar="FILE",
        help=_("where the passphrase of each root key file is, in the same order"),
    )


def roots_from(args: argparse.Namespace) -> list[tuple[Path, bytearray]]:
    """Return the key files and their passphrases; those without a file are asked for."""
    sources: list[str | None] = [*args.root_passphrase_file]
    sources += [None] * (len(args.root) - len(sources))
    return [
        (Path(path), read_passphrase(source, _("Passphrase of {file}: ", file=Path(path).name)))
        for path, source in zip(args.root, sources, strict=False)
    ]

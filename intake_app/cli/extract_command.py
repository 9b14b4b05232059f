"""`intake extract DIR BUNDLE --to FOLDER`: open a bundle for an expert outside.

JSON: `bundle_id`, `tar` (its path), `folder`, `files` (everything that lies there now).
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from intake_app import errors
from intake_app.cli.console import DONE, Console, add_passphrase
from intake_app.cli.opening import opened, require_folder
from intake_app.localization.catalogs import gettext as _
from intake_app.services import verifying

_BUNDLE_ID = re.compile(r"[0-9a-f]{32}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the vault, the bundle, and where it goes."""
    parser.add_argument("vault", metavar="DIR")
    parser.add_argument(
        "bundle", metavar="BUNDLE", help=_("a sealed file, or the number of a bundle in the vault")
    )
    parser.add_argument(
        "--to", metavar="FOLDER", required=True, help=_("the folder that the opened bundle goes to")
    )
    add_passphrase(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the tar and what checks it."""
    folder = Path(args.to)
    require_folder(folder)
    # What checks a bundle would stand beside files of another one.
    if folder.exists() and any(folder.iterdir()):
        raise errors.FolderNotEmpty
    with opened(args) as session:
        path = Path(args.bundle)
        if _BUNDLE_ID.fullmatch(args.bundle) and not path.exists():
            path = verifying.file_of(session, args.bundle)
        tar = verifying.extract(session, path, folder, progress=console.progress())
    files = sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())
    console.show(
        {"bundle_id": tar.stem, "tar": str(tar), "folder": str(folder), "files": files},
        [
            _("The opened bundle is there: {name}", name=tar.name),
            _("It is not encrypted any more. Keep it where only the right people can read it."),
            _("How to check it is said in {name}.", name="how-to-check.txt"),
        ],
    )
    return DONE

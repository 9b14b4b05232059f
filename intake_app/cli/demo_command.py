"""`intake demo FOLDER`: the whole journey on invented people, to look at and to script against."""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import DONE, Console
from intake_app.cli.opening import require_folder, surroundings
from intake_app.localization.catalogs import gettext as _
from intake_app.services import demo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the folder."""
    parser.add_argument("folder", metavar="FOLDER", help=_("a folder that is empty or not there"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Play and say where everything lies."""
    names = {
        "found": _("A coordinator founds an organisation"),
        "enrol": _("An interviewer joins; both compare digits"),
        "interview": _("Witnesses are heard, and what they said is read back"),
        "seal": _("Their statements are sealed"),
        "hand_over": _("The sealed files are copied to a folder"),
        "import": _("The coordinator takes them in"),
        "receipt": _("Receipts go back to the interviewer"),
        "court": _("What the witnesses allow is handed over to a court"),
    }
    require_folder(Path(args.folder))
    played = demo.play(Path(args.folder), surroundings(), progress=console.steps(names))
    result: dict[str, object] = {
        "interviewer_vault": str(played.interviewer_vault),
        "coordinator_vault": str(played.coordinator_vault),
        "passphrase_file": str(played.passphrase_file),
        "trust": str(played.trust),
        "bundles": [str(path) for path in played.bundles],
        "receipts": [str(path) for path in played.receipts],
        "handover": str(played.handover),
    }
    lines = [
        _("Everybody in it is invented. Look at the vaults with the passphrase in this file:"),
        str(played.passphrase_file),
    ]
    console.show(result, lines)
    return DONE

"""The practice journey as a folder to work in, and the commands that its people type."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake_app.crypto.kdf import KdfCost
from intake_app.services import session as sessions
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings
from tests.cli.running import Ran, intake


@dataclass(frozen=True)
class Played:
    """One practice journey: `told` is what `intake demo --json` printed."""

    folder: Path
    home: Path
    told: dict[str, Any]

    @property
    def interviewer(self) -> Path:
        return self.folder / "interviewer"

    @property
    def coordinator(self) -> Path:
        return self.folder / "coordinator"

    @property
    def bundles(self) -> list[Path]:
        return [self.folder / "stick" / Path(each).name for each in self.told["bundles"]]

    @property
    def words(self) -> str:
        return (self.folder / "passphrase.txt").read_text("utf-8").rstrip("\n")

    @property
    def key(self) -> tuple[str, Path]:
        return ("--passphrase-file", self.folder / "passphrase.txt")

    def run(self, *arguments: object, good: bool = True) -> Ran:
        """Run a command on these vaults with --json and the passphrase."""
        ran = intake(*arguments, *self.key, "--json", home=self.home)
        if good:
            assert ran.code == 0, (arguments, ran)
        return ran

    def open(self, folder: Path) -> Session:
        """Open one of the vaults in this process."""
        world = Surroundings(cost=KdfCost.quick())
        return sessions.unlock(folder, sessions.passphrase_bytes(self.words), world)

    def copy(self, to: Path) -> Played:
        """Return a copy of it all that may be changed."""
        shutil.copytree(self.folder, to / "D")
        return Played(to / "D", self.home, self.told)


def consent(answer: str = "yes") -> dict[str, Any]:
    """Return a consent as statement files have it."""
    uses = (
        "keep record_voice record_picture share_un share_court share_organisations"
        " share_researchers publish_named publish_unnamed contact_again"
    ).split()
    return {
        "form": "consent/1",
        "language": "fa",
        "given_as": "spoken",
        "recorded_at": "2026-11-24T09:00:00Z",
        "uses": [{"use": use, "answer": answer} for use in uses],
    }


def write_statement(folder: Path, told: dict[str, Any], name: str = "statement.json") -> Path:
    """Write a statement file as somebody would bring it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return path

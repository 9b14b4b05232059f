"""`intake import|verify|extract|receipt|custody`: what a coordinator scripts, with fixed keys."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from intake_app import errors
from intake_app.cli.console import Console
from intake_app.localization import catalogs
from tests.cli.running import intake
from tests.cli.test_trust_commands import run
from tests.services import making
from tests.services.people import WORDS

OUTCOME = {"file", "verdict", "code", "bundle_id", "device", "notes", "alarm", "item_id"}
VERIFIED = {
    "intake", "ok", "bundle_id", "kind", "device", "signer", "interviewer", "sealed_at",
    "trust_version", "tagmanifest_sha256", "files", "links", "notes", "holds", "alarm",
    "already_here",
}  # fmt: skip
CUSTODY = {
    "intake",
    "ok",
    "lines",
    "first_seq",
    "head",
    "problem",
    "broken_at",
    "claims",
    "complete",
    "last_seq",
}


@dataclass
class Desk:
    """Locked vaults, a stick with one bundle, and somebody who types."""

    coordinator: Path
    device: Path
    stick: Path
    bundle_id: str
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def types(self, verb: str, *words: object, code: int = 0) -> dict[str, Any]:
        assert self._runs(verb, words, as_json=True) == code
        told: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return told

    def reads(self, verb: str, *words: object, code: int = 0) -> str:
        assert self._runs(verb, words, as_json=False) == code
        read = self.capsys.readouterr()
        return read.out + read.err

    def _runs(self, verb: str, words: tuple[object, ...], *, as_json: bool) -> int:
        console = Console(as_json=as_json)
        key = ["--passphrase-file", str(self.folder / "words")]
        try:
            return run(verb, [*map(str, words), *key], console)
        except errors.IntakeError as error:
            return console.fail(error)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    catalogs.activate("en")
    (tmp_path / "words").write_bytes(WORDS)
    for office in making.office(tmp_path):
        bundle_id = office.seal(files=True)
        stick = office.stick()
        office.people.close()
        yield Desk(
            office.coordinator.folder, office.device.folder, stick, bundle_id, tmp_path, capsys
        )


def only(folder: Path, pattern: str) -> Path:
    [found] = folder.glob(pattern)
    return found


def test_import_tells_of_each_file(desk: Desk) -> None:
    bundle = only(desk.stick, "*.age")
    odd = desk.folder / "letter.txt"
    odd.write_text("no bundle", "utf-8")
    told = desk.types("import", desk.coordinator, desk.stick)
    assert set(told) == {"intake", "outcomes", "counts"}
    [outcome] = told["outcomes"]
    assert set(outcome) == OUTCOME
    assert (outcome["file"], outcome["verdict"]) == (str(bundle), "accepted")
    assert outcome["bundle_id"] == desk.bundle_id
    told = desk.types("import", desk.coordinator, bundle, odd, desk.folder / "none", code=1)
    assert told["counts"] == {"accepted": 0, "duplicate": 1, "held": 0, "refused": 2}
    codes = [each["code"] for each in told["outcomes"]]
    assert codes == ["REPLAY", "OUTER_SIZE", "FILE_MISSING"]
    read = desk.reads("import", desk.coordinator, odd, code=1)
    assert "Refused" in read
    assert "[OUTER_SIZE]" in read
    empty = desk.folder / "empty"
    empty.mkdir()
    assert desk.types("import", desk.coordinator, empty)["outcomes"] == []
    assert desk.reads("import", desk.coordinator, empty) == "There is no sealed file there.\n"
    refused = desk.types("import", desk.device, bundle, code=1)
    assert refused["error"]["code"] == "WRONG_ROLE"


def test_verify_sealed_and_opened(desk: Desk) -> None:
    bundle = only(desk.stick, "*.age")
    told = desk.types("verify", bundle, "--vault", desk.coordinator)
    assert set(told) == VERIFIED
    assert (told["ok"], told["bundle_id"], told["already_here"]) == (True, desk.bundle_id, False)
    assert [each["path"] for each in told["files"]] == [
        "data/000001.json",
        "data/000002.jpg",
        "data/000003.bin",
    ]
    to = desk.folder / "opened"
    opened = desk.types("extract", desk.coordinator, bundle, "--to", to)
    assert set(opened) == {"intake", "bundle_id", "tar", "folder", "files"}
    assert opened["tar"] == str(to / f"{desk.bundle_id}.tar")
    assert {"allowed_signers", "trust.txt", "verify-bundle.sh"} < set(opened["files"])
    again = desk.types("verify", opened["tar"], "--trust", to)
    assert again == told
    assert "Nothing was changed" in desk.reads("verify", opened["tar"], "--trust", to)
    assert "--vault" in desk.reads("verify", bundle, code=2)
    assert "--trust" in desk.reads("verify", opened["tar"], code=2)
    Path(opened["tar"]).write_bytes(b"x" * 2048)
    refused = desk.types("verify", opened["tar"], "--trust", to, code=1)
    assert refused["error"]["code"] == "OUTER_NOT_AGE"


def test_extract_by_number(desk: Desk) -> None:
    desk.types("import", desk.coordinator, desk.stick)
    to = desk.folder / "opened"
    told = desk.types("extract", desk.coordinator, desk.bundle_id, "--to", to)
    assert told["bundle_id"] == desk.bundle_id
    refused = desk.types(
        "extract", desk.coordinator, "00" * 16, "--to", desk.folder / "none", code=1
    )
    assert refused["error"]["code"] == "STATEMENT_MISSING"
    refused = desk.types("extract", desk.coordinator, desk.bundle_id, "--to", to, code=1)
    assert refused["error"]["code"] == "FOLDER_NOT_EMPTY"
    assert "not encrypted" in desk.reads(
        "extract", desk.coordinator, desk.bundle_id, "--to", desk.folder / "again"
    )


def test_receipts_there_and_back(desk: Desk) -> None:
    desk.types("import", desk.coordinator, desk.stick)
    told = desk.types("receipt", "give", desk.coordinator, "--to", desk.stick)
    assert set(told) == {"intake", "folder", "receipts"}
    [name] = told["receipts"]
    one = desk.types("receipt", "give", desk.coordinator, desk.bundle_id, "--to", desk.stick)
    assert one["receipts"] == [name]
    taken = desk.types("receipt", "import", desk.device, desk.stick / name)
    [row] = taken["receipts"]
    keys = {"file", "code", "bundle_id", "coordinator", "verdict", "received_at", "complete"}
    assert set(row) == keys
    assert (row["bundle_id"], row["verdict"], row["complete"]) == (
        desk.bundle_id,
        "accepted",
        True,
    )
    other = shutil.copy(only(desk.stick, "*.age"), desk.folder / "not a receipt")
    taken = desk.types("receipt", "import", desk.device, other, desk.stick / name, code=1)
    assert [each["code"] for each in taken["receipts"]] == ["FILE_MALFORMED", ""]
    who, back = taken["receipts"][1]["coordinator"], desk.folder / "back"
    back.mkdir()
    given = desk.types("receipt", "return", desk.device, who, "--to", back)
    [proof] = back.iterdir()
    assert given["receipts"] == [proof.name]
    shown = desk.types("receipt", "import", desk.coordinator, proof)
    assert [(e["code"], e["proves_loss"]) for e in shown["receipts"]] == [("", False)]
    assert "1 receipt" in desk.reads("receipt", "give", desk.coordinator, "--to", desk.stick)


def test_custody_of_vaults_and_files(desk: Desk) -> None:
    for vault in (desk.coordinator, desk.device):
        told = desk.types("custody", "verify", vault)
        assert set(told) == CUSTODY
        assert (told["ok"], told["complete"]) == (True, True)
        shown = desk.types("custody", "show", vault)["entries"]
        assert [each["seq"] for each in shown] == list(range(1, len(shown) + 1))
        assert set(shown[0]) == {"seq", "event", "ref", "wall", "mono_ms", "boot", "prev", "x"}
    read = desk.reads("custody", "show", desk.device)
    assert "The vault was made." in read
    log = desk.folder / "custody.log"
    to = desk.folder / "opened"
    tar = desk.types("extract", desk.coordinator, only(desk.stick, "*.age"), "--to", to)["tar"]
    (desk.folder / "x").mkdir()
    subprocess.run(["tar", "-xf", tar, "-C", desk.folder / "x"], check=True)
    shutil.copy(only(desk.folder / "x", "tb1-*/custody.log"), log)
    lines = log.read_bytes().splitlines(keepends=True)
    whole = desk.types("custody", "verify", log)
    assert (whole["lines"], whole["complete"]) == (len(lines), None)
    log.write_bytes(b"".join(lines[1:-1]))
    cut = desk.types("custody", "verify", log)
    assert (cut["first_seq"], cut["last_seq"]) == (whole["first_seq"] + 1, whole["last_seq"] - 1)
    said = desk.reads("custody", "verify", log)
    assert "cannot be seen from this file alone" in said
    assert "taken out" not in said
    log.write_bytes(b"".join((*lines[:2], *lines[3:])))
    told = desk.types("custody", "verify", log, code=1)
    assert (told["ok"], told["problem"], told["broken_at"]) == (False, "LOG_LINE_BROKEN", 3)
    assert "Line 3" in desk.reads("custody", "verify", log, code=1)


def test_in_a_process_of_its_own(desk: Desk) -> None:
    key = ("--passphrase-file", desk.folder / "words")
    home = desk.folder / "home"
    done = intake("import", desk.coordinator, desk.stick, *key, "--json", home=home)
    assert (done.code, done.err) == (0, "")
    assert done.told["counts"]["accepted"] == 1
    done = intake("custody", "verify", desk.coordinator, *key, home=home, INTAKE_LANG="fa")
    assert (done.code, done.err) == (0, "")
    assert done.out.strip()

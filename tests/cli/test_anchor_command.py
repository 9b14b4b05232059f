"""`intake anchor`: from the question to the proof, as a coordinator scripts it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intake_app import errors
from intake_app.cli.console import Console
from intake_app.services import organising
from tests.cli.test_trust_commands import run
from tests.crypto.time_service import TimeService, openssl
from tests.services.people import WORDS, People

PROOF = {"name", "line", "time", "accuracy_ms", "service", "taken_in_at"}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    people = People(tmp_path)
    founder = people.person("coordinator")
    organising.found(founder, "Archive of voices")
    people.close()
    (tmp_path / "words").write_bytes(WORDS)
    return founder.folder


def types(
    capsys: pytest.CaptureFixture[str], folder: Path, *words: object, code: int = 0
) -> dict[str, Any]:
    console = Console(as_json=True)
    try:
        given = [*map(str, words), "--passphrase-file", str(folder / "words")]
        ended = run("anchor", given, console)
    except errors.IntakeError as error:
        ended = console.fail(error)
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert ended == code, told
    return told


def test_the_whole_way(vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service = TimeService.found(tmp_path / "service")
    query = tmp_path / "head.tsq"
    asked = types(capsys, tmp_path, "request", vault, "--out", query)
    assert asked["query"] == str(query)
    answer = tmp_path / "head.tsr"
    answer.write_bytes(service.answer(query.read_bytes()))
    refused = types(capsys, tmp_path, "import", vault, answer, code=1)
    assert refused["error"]["code"] == "TIME_AUTHORITY_UNKNOWN"
    refused = types(capsys, tmp_path, "import", vault, answer, "--ca", service.root, code=1)
    assert refused["error"]["code"] == "TIME_AUTHORITY_NOT_COMPARED"
    [shown] = types(capsys, tmp_path, "certificate", vault, service.root)["certificates"]
    assert not shown["pinned"]
    took = types(
        capsys,
        tmp_path,
        *("import", vault, answer, "--ca", service.root, "--digits", shown["digits"]),
    )
    assert set(took["proof"]) == PROOF
    assert (took["proof"]["line"], took["again"]) == (asked["line"], False)
    assert types(capsys, tmp_path, "import", vault, answer)["again"] is True
    listed = types(capsys, tmp_path, "list", vault)
    assert [each["proofs"] for each in listed["questions"]] == [[took["proof"]]]
    assert [each["sha256"] for each in listed["certificates"]] == [shown["sha256"]]
    [place] = types(capsys, tmp_path, "export", vault, "--to", tmp_path / "out")["proofs"]
    openssl(
        *("ts", "-verify", "-data", Path(place) / "log-head.txt"),
        *("-in", Path(place) / "response.tsr", "-CAfile", Path(place) / "certificates.pem"),
    )


def test_in_words(vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = ["--passphrase-file", str(tmp_path / "words")]
    console = Console(as_json=False)
    assert (
        run("anchor", ["request", str(vault), "--out", str(tmp_path / "a.tsq"), *key], console) == 0
    )
    assert run("anchor", ["list", str(vault), *key], console) == 0
    said = capsys.readouterr().out
    assert "No answer was brought back yet." in said
    assert str(tmp_path / "a.tsq") in said

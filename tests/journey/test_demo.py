"""`intake demo`, and what coordinators and experts do with what it leaves."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.assets import resource
from intake_app.domain import schema
from intake_app.domain.reading_back import agreed_text
from intake_app.domain.statement import Identity, Statement
from intake_app.localization.search_keys import squeezed_key
from intake_app.services import demo, demo_files, invented, receipting
from intake_app.vault.drafts import Drafts
from intake_app.vault.sealed import Sealed
from tests.cli.running import intake
from tests.journey.playing import Played


def test_it_prints_one_object_that_names_what_is_there(played: Played) -> None:
    assert set(played.told) == {
        "intake", "interviewer_vault", "coordinator_vault", "passphrase_file", "trust",
        "bundles", "receipts", "handover",
    }  # fmt: skip
    for name in ("interviewer_vault", "coordinator_vault", "passphrase_file", "trust"):
        assert Path(played.told[name]).exists()
    assert len(played.told["bundles"]) == 3, "two statements, and who one of the witnesses is"
    assert len(played.told["receipts"]) == 3
    for each in (*played.told["bundles"], *played.told["receipts"]):
        assert Path(each).is_file()
    assert {path.name for path in played.folder.iterdir()} == {
        "interviewer", "coordinator", "passphrase.txt", "trust", "stick", "receipts", "papers",
        "enrolment", "court",
    }  # fmt: skip


def test_its_hand_over_is_checked_without_us(played: Played, tmp_path: Path) -> None:
    for command in (
        ["bash", str(resource("verify", "check-handover.sh"))],
        ["/usr/bin/python3", "-I", str(resource("verify", "check-handover.py"))],
    ):
        done = subprocess.run(
            [*command, played.told["handover"]],
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode()
        assert b"All checks hold" in done.stdout


def test_it_needs_an_empty_folder(tmp_path: Path) -> None:
    ran = intake("demo", tmp_path / "D", "--json", home=tmp_path)
    assert ran.code == 0
    again = intake("demo", tmp_path / "D", "--json", home=tmp_path)
    assert (again.code, again.fault) == (1, "FOLDER_NOT_EMPTY")
    (tmp_path / "file").write_text("x")
    other = intake("demo", tmp_path / "file", "--json", home=tmp_path)
    assert (other.code, other.fault) == (1, "NOT_A_FOLDER")


def test_names_on_the_stick_say_nothing(played: Played) -> None:
    for path in (played.folder / "stick").iterdir():
        assert re.fullmatch(r"[0-9a-f]{32}\.age", path.name)
        assert path.read_bytes().startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ")


def test_both_vaults_are_whole_and_their_logs_hold(played: Played) -> None:
    for vault in (played.interviewer, played.coordinator):
        assert played.run("vault", "check", vault).told["ok"]
        verdict = played.run("custody", "verify", vault).told
        assert verdict["ok"]
        assert verdict["lines"] > 5


def test_each_bundle_is_accepted_by_the_coordinator_and_opened_by_nobody_else(
    played: Played,
) -> None:
    kinds = []
    for bundle in played.bundles:
        found = played.run("verify", bundle, "--vault", played.coordinator).told
        assert found["ok"]
        assert found["holds"] == []
        kinds.append(found["kind"])
        refused = played.run("verify", bundle, "--vault", played.interviewer, good=False)
        assert refused.code == 1
    assert sorted(kinds) == ["identity", "statement", "statement"]


def test_importing_again_changes_nothing(played: Played, tmp_path: Path) -> None:
    copy = played.copy(tmp_path)
    ran = copy.run("import", copy.coordinator, copy.folder / "stick")
    assert ran.told["counts"] == {"accepted": 0, "duplicate": 3, "held": 0, "refused": 0}


def test_what_is_sealed_is_gone_from_the_laptop(played: Played, tmp_path: Path) -> None:
    copy = played.copy(tmp_path)
    session = copy.open(copy.interviewer)
    drafts = Drafts(session.vault).all()
    assert len(drafts) == 1, "one is left open"
    rows = Sealed(session.vault).all()
    assert {row.state for row in rows} == {"received"}
    for row in rows:
        assert receipting.standing(session, row).coordinators
    session.lock()
    listed = copy.run("statement", "list", copy.interviewer).told["drafts"]
    assert [row["statement_id"] for row in listed] == [drafts[0].draft_id]


def extracted(played: Played, bundle: Path, to: Path) -> tuple[Path, dict[str, object]]:
    told = played.run("extract", played.coordinator, bundle, "--to", to).told
    return Path(told["tar"]), told


@pytest.fixture(scope="module")
def opened(
    played: Played, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, dict[str, bytes]]]:
    """The opened bundles by the pseudonym or kind of what they hold: tar and payloads."""
    found = {}
    for number, bundle in enumerate(played.bundles):
        tar, told = extracted(played, bundle, tmp_path_factory.mktemp("expert") / str(number))
        assert f"{told['bundle_id']}.tar" == tar.name
        with tarfile.open(tar) as archive:
            files = {
                member.name.partition("/")[2]: archive.extractfile(member).read()  # type: ignore[union-attr]
                for member in archive.getmembers()
            }
        first = json.loads(files["data/000001.json"])
        name = first["pseudonym"] if "pseudonym" in first else first["witness"]["pseudonym"]
        kind = json.loads(files["bundle.json"])["kind"]
        found[f"{kind} {name}"] = (tar, files)
    return found


def test_what_comes_out_is_what_was_said(
    opened: dict[str, tuple[Path, dict[str, bytes]]],
) -> None:
    first, second = (invented.witness(name) for name in demo.SEALED_WITNESSES)
    for witness in (first, second):
        files = opened[f"statement {witness.told['witness']['pseudonym']}"][1]
        statement = schema.from_plain(json.loads(files["data/000001.json"]), Statement)
        assert "\n".join(each.text for each in statement.narrative) == witness.narrative
        assert statement.read_back.agreed
        assert len(statement.exhibits) == len(witness.files)
    files = opened["statement شاهد ۰۴۲۷"][1]
    statement = schema.from_plain(json.loads(files["data/000001.json"]), Statement)
    amended = first.amended
    assert amended is not None
    assert amended.new in agreed_text(statement.narrative, statement.read_back)
    assert amended.old in statement.narrative[amended.paragraph].text, "the first words stay"
    by_name = {each.name: files[each.path] for each in statement.exhibits}
    assert by_name["عکس حیاط ۱۳۵۸.jpg"] == demo_files.photograph()
    assert by_name["پیام صوتی.wav"] == demo_files.sound()
    assert by_name["گواهی فوت (رونوشت).pdf"].startswith(b"%PDF-1.4")


def test_who_the_witness_is_travels_apart(
    opened: dict[str, tuple[Path, dict[str, bytes]]],
) -> None:
    files = opened["identity شاهد ۰۴۲۷"][1]
    identity = schema.from_plain(json.loads(files["data/000001.json"]), Identity)
    name = identity.names[0].text
    assert name == "نسترن دشت‌آرا"
    for label, (_, others) in opened.items():
        if not label.startswith("identity"):
            assert not any(name.encode() in content for content in others.values())


def test_two_witnesses_speak_of_one_person_in_two_spellings(
    opened: dict[str, tuple[Path, dict[str, bytes]]],
) -> None:
    spoken = [
        json.loads(files["data/000001.json"])["victims"][0]["names"][0]["text"]
        for label, (_, files) in opened.items()
        if label.startswith("statement")
    ]
    assert len(set(spoken)) == 2
    assert len({squeezed_key(each) for each in spoken}) == 1, "and both meet on one search"


# -- the recipe for outsiders ---------------------------------------------------------------------


def device_and_time(folder: Path) -> tuple[str, str]:
    """Return what the page for the expert says to type."""
    page = (folder / "how-to-check.txt").read_text("utf-8")
    found = re.search(r"allowed_signers (device-[0-9a-f]{8}) ([0-9]{14}Z)", page)
    assert found
    return found[1], found[2]


def recipe(tar: Path, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the shipped recipe as the page says, with nothing but stock tools in reach."""
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return subprocess.run(
        ["bash", "verify-bundle.sh", str(tar), "allowed_signers", *device_and_time(folder)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(work)},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_the_recipe_passes_on_every_bundle(
    opened: dict[str, tuple[Path, dict[str, bytes]]],
) -> None:
    for tar, _ in opened.values():
        done = recipe(tar, tar.parent)
        assert done.returncode == 0, done.stdout.decode()
        assert b"All checks hold" in done.stdout
        assert not any((tar.parent / "work").iterdir()), "nothing of the testimony is left"


def test_the_signature_holds_with_openssl_alone(
    opened: dict[str, tuple[Path, dict[str, bytes]]], tmp_path: Path
) -> None:
    tar, files = opened["statement شاهد ۰۴۲۷"]
    device, _ = device_and_time(tar.parent)
    for name, namespace in (
        ("tagmanifest-sha256.txt", "bundle.v1@testimony-intake"),
        ("log-head.txt", "log.v1@testimony-intake"),
    ):
        (tmp_path / name).write_bytes(files[name])
        (tmp_path / f"{name}.sig").write_bytes(files[f"{name}.sig"])
        key = next((tar.parent / "keys").glob(f"{device}*.pem"))
        command = [
            "bash", str(tar.parent / "verify-with-openssl.sh"), name, f"{name}.sig", namespace,
            str(key),
        ]  # fmt: skip
        assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
        (tmp_path / name).write_bytes(files[name] + b"\n")
        assert subprocess.run(command, cwd=tmp_path, check=False).returncode != 0


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def entry_at(data: bytes, name: bytes) -> int:
    """Return where the header of an entry begins."""
    at = data.index(b"/" + name + b"\0")
    return at - at % 512


def body_of(data: bytes, name: bytes) -> tuple[int, int]:
    start = entry_at(data, name)
    return start + 512, int(data[start + 124 : start + 135], 8)


def swapped(data: bytes) -> bytes:
    """Change the order of the two entries before the payload's list."""
    first, second = entry_at(data, b"bag-info.txt"), entry_at(data, b"bagit.txt")
    third = entry_at(data, b"bundle.json")
    return data[:first] + data[second:third] + data[first:second] + data[third:]


Change = Callable[[bytes], bytes]


def in_body(name: bytes, where: float) -> Change:
    def change(data: bytes) -> bytes:
        start, size = body_of(data, name)
        return flipped(data, start + int((size - 1) * where))

    return change


def in_header(name: bytes, offset: int) -> Change:
    return lambda data: flipped(data, entry_at(data, name) + offset)


CHANGES: dict[str, Change] = {
    "content of the statement": in_body(b"data/000001.json", 0.5),
    "content of the photograph": in_body(b"data/000002.jpg", 0.9),
    "the last byte of the sound": in_body(b"data/000004.wav", 1),
    "name of a file": in_header(b"data/000002.jpg", 44),
    "name of the folder": in_header(b"bundle.json", 5),
    "size of a file": in_header(b"data/000001.json", 134),
    "date of a file": in_header(b"data/000001.json", 146),
    "owner of a file": in_header(b"custody.log", 114),
    "order": swapped,
    "signature": in_body(b"tagmanifest-sha256.txt.sig", 0.6),
    "signature of the log": in_body(b"log-head.txt.sig", 0.6),
    "line of the log": in_body(b"custody.log", 0.5),
    "description": in_body(b"bundle.json", 0.5),
    "list of the lists": in_body(b"tagmanifest-sha256.txt", 0.1),
    "list of the files": in_body(b"manifest-sha256.txt", 0.1),
    "padding": lambda data: flipped(data, len(data) - 1),
    "one byte less": lambda data: data[:-1],
    "one block more": lambda data: data + bytes(512),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_recipe_and_the_program_see_one_changed_byte(
    opened: dict[str, tuple[Path, dict[str, bytes]]], tmp_path: Path, played: Played, what: str
) -> None:
    tar, _ = opened["statement شاهد ۰۴۲۷"]
    folder = tmp_path / "expert"
    shutil.copytree(tar.parent, folder)
    changed = CHANGES[what](tar.read_bytes())
    assert changed != tar.read_bytes()
    (folder / tar.name).write_bytes(changed)
    done = recipe(folder / tar.name, folder)
    assert done.returncode == 1, done.stdout.decode()
    assert b"FAILS" in done.stdout
    refused = intake(
        "verify", folder / tar.name, "--trust", played.folder / "trust", "--json", home=played.home
    )
    assert refused.code == 1
    assert refused.fault


def test_the_trust_list_alone_checks_an_opened_bundle(
    opened: dict[str, tuple[Path, dict[str, bytes]]], played: Played
) -> None:
    for tar, _ in opened.values():
        found = intake(
            "verify", tar, "--trust", played.folder / "trust", "--json", home=played.home
        )
        assert found.code == 0, found
        assert found.told["ok"]

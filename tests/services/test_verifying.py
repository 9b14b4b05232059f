"""A bundle is checked without being taken in, and opened for people who have only stock tools."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.bundle.roots import RootSet
from intake_app.crypto.keys import SigningKey
from intake_app.errors import BundleRefused
from intake_app.services import importing, organising, verifying
from tests.services import making
from tests.services.making import FILM, Office, vault_files
from tests.services.people import People, events


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def recipe(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the very line that the page in the folder gives."""
    page = (folder / "how-to-check.txt").read_text("utf-8")
    [line] = [each for each in page.splitlines() if each.startswith("  bash verify-bundle.sh")]
    return subprocess.run(
        shlex.split(line), cwd=folder, capture_output=True, text=True, check=False
    )


def test_sealed_and_opened_are_the_same_bundle(office: Office) -> None:
    bundle_id = office.seal(files=True)
    folder = office.people.place()
    before = events(office.coordinator)
    sealed = verifying.verify_file(office.file(bundle_id), session=office.coordinator)
    assert (sealed.bundle_id, sealed.holds, sealed.duplicate) == (bundle_id, (), False)
    assert events(office.coordinator) == before
    assert vault_files(office.coordinator) == {"archive": [], "quarantine": []}
    tar = verifying.extract(office.coordinator, office.file(bundle_id), folder)
    assert tar == folder / f"{bundle_id}.tar"
    by_folder = verifying.verify_file(tar, trust_folder=folder)
    assert by_folder.tagmanifest_sha256 == sealed.tagmanifest_sha256
    assert verifying.verify_file(tar, session=office.device).files == sealed.files
    line = office.coordinator.custody.entries()[-1]
    assert (line.event, line.ref, line.x["what"]) == ("export", bundle_id, "opened")


def test_what_was_taken_in_is_still_accepted(office: Office) -> None:
    bundle_id = office.seal()
    importing.import_file(office.coordinator, office.copy(bundle_id))
    path = verifying.file_of(office.coordinator, bundle_id)
    found = verifying.verify_file(path, session=office.coordinator)
    assert (found.duplicate, found.holds) == (True, ())
    tar = verifying.extract(office.coordinator, path, office.people.place())
    assert tar.stem == bundle_id


def test_an_expert_needs_nothing_but_the_folder(office: Office) -> None:
    folder = office.people.place() / "for the court"
    tar = verifying.extract(office.coordinator, office.file(office.seal(files=True)), folder)
    done = recipe(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAILS" not in done.stdout
    subprocess.run(
        shlex.split(
            "ssh-keygen -Y verify -f root_signers -I root-1 -n trust.v1@testimony-intake"
            " -s trust.txt.1.sig"
        ),
        cwd=folder,
        input=(folder / "trust.txt").read_bytes(),
        capture_output=True,
        check=True,
    )
    content = subprocess.run(
        ["tar", "-xOf", tar.name, "--wildcards", "*/data/000003.bin"],
        cwd=folder,
        capture_output=True,
        check=True,
    ).stdout
    assert content == FILM
    sealed = bytearray(tar.read_bytes())
    sealed[sealed.index(FILM[:1000]) + 500] ^= 1
    tar.write_bytes(sealed)
    assert recipe(folder).returncode == 1
    with pytest.raises(BundleRefused) as caught:
        verifying.verify_file(tar, trust_folder=folder)
    assert caught.value.code == "PAYLOAD_HASH"


def typed(folder: Path, first: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of the page from the one that begins like this to the next empty one."""
    page = (folder / "how-to-check.txt").read_text("utf-8")
    _, start, rest = page.partition(f"\n  {first}")
    assert start
    command = start + rest.partition("\n\n")[0]
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_prints_the_digits_that_people_compare(office: Office) -> None:
    folder = office.people.place()
    verifying.extract(office.coordinator, office.file(office.seal()), folder)
    assert typed(folder, "{ printf").stdout == f"{organising.card_digits(office.coordinator)}\n"
    more = RootSet(tuple(SigningKey.generate().public for _ in range(3)), 2)
    lines = [f'root-{n} namespaces="x" {key.line()}\n' for n, key in enumerate(more.keys, 1)]
    (folder / "root_signers").write_text("".join(lines))
    (folder / "trust.txt").write_text("testimony-trust/1\nthreshold: 2\n")
    assert typed(folder, "{ printf").stdout == f"{more.digits}\n"


def test_the_page_checks_the_signature_with_openssl(office: Office) -> None:
    folder = office.people.place()
    tar = verifying.extract(office.coordinator, office.file(office.seal()), folder)
    done = typed(folder, "tar -xf")
    assert done.returncode == 0, done.stderr
    inner = sorted(path.name for path in (folder / f"tb1-{tar.stem}").iterdir())
    assert inner == ["tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"]
    for key in (folder / "keys").glob("device-*.pem"):
        key.write_bytes((folder / "keys" / "root-1.pem").read_bytes())
    assert typed(folder, "tar -xf").returncode == 1


def test_nothing_is_opened_that_is_not_sound(office: Office) -> None:
    sealed = bytearray(office.file(office.seal()).read_bytes())
    sealed[-1] ^= 1
    path = office.people.place() / "changed.age"
    path.write_bytes(sealed)
    folder = office.people.place()
    before = events(office.coordinator)
    with pytest.raises(BundleRefused) as caught:
        verifying.extract(office.coordinator, path, folder)
    assert caught.value.code == "OUTER_AUTH"
    with pytest.raises(errors.Cancelled):
        verifying.extract(
            office.coordinator, office.file(office.seal()), folder, cancelled=lambda: True
        )
    assert list(folder.iterdir()) == []
    assert events(office.coordinator) == before


def test_nothing_there_is_replaced(office: Office) -> None:
    path = office.file(office.seal())
    folder = office.people.place()
    tar = verifying.extract(office.coordinator, path, folder)
    tar.write_bytes(b"what somebody works on")
    before = events(office.coordinator)
    with pytest.raises(errors.OutputFailed):
        verifying.extract(office.coordinator, path, folder)
    assert tar.read_bytes() == b"what somebody works on"
    assert events(office.coordinator) == before
    with pytest.raises(errors.OutputFailed):
        verifying.extract(office.coordinator, path, tar)


def test_trust_must_come_from_somewhere(office: Office, tmp_path: Path) -> None:
    path = office.file(office.seal())
    folder = office.people.place()
    tar = verifying.extract(office.coordinator, path, folder)
    with pytest.raises(errors.NoOrganisation):
        verifying.verify_file(tar)
    with pytest.raises(BundleRefused) as caught:
        verifying.verify_file(path, trust_folder=folder)
    assert caught.value.code == "NOT_FOR_US"
    with pytest.raises(errors.WrongRole):
        verifying.verify_file(path, session=office.device)
    with pytest.raises(errors.FileMissing):
        verifying.verify_file(tar, trust_folder=tmp_path / "nowhere")
    (tmp_path / "others").mkdir()
    others = People(tmp_path / "others")
    stranger = others.person("coordinator")
    organising.found(stranger, "Another house")
    theirs = organising.write_trust_folder(stranger, others.place())
    with pytest.raises(BundleRefused) as caught:
        verifying.verify_file(tar, trust_folder=theirs)
    assert caught.value.code == "SIGNER_UNKNOWN"
    with pytest.raises(errors.StatementMissing):
        verifying.file_of(stranger, "00" * 16)
    others.close()

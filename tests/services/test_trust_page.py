"""The recipe on the page about trust works as printed, and notices what it should."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.crypto import sshsig
from intake_app.services import device_keys, organising, rotating
from tests.bundle.an_organisation import ROOTS as OLD
from tests.bundle.an_organisation import STRANGERS, after, first, root_set, signed
from tests.crypto.other_age import tool
from tests.services.people import NAME, People

PAGE = Path(__file__).parents[2] / "resources" / "docs" / "trust.md"


@pytest.fixture(name="people")
def some_people(tmp_path: Path) -> Iterator[People]:
    people = People(tmp_path)
    yield people
    people.close()


def recipe(folder: Path) -> subprocess.CompletedProcess[bytes]:
    for name in ("bc", "awk", "ssh-keygen"):
        tool(name)
    (script,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, check=False)


def test_it_ends_with_the_digits_of_the_card(people: People) -> None:
    for _ in range(3):  # another root set each time: also such whose number begins with zeros
        founder = people.person("coordinator")
        organising.found(founder, NAME)
        folder = organising.write_trust_folder(founder, people.place())
        done = recipe(folder)
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode().splitlines()[-1] == organising.card_digits(founder)


def test_it_counts_old_roots_not_as_new_ones(tmp_path: Path) -> None:
    retired = tuple(sorted((key.public for key in OLD), key=lambda key: key.line()))
    said = {"roots": root_set(STRANGERS), "retired": retired}
    good = after(first(), (*OLD, *STRANGERS), **said)
    for name, data in good.files().items():
        (tmp_path / name).write_bytes(data)
    done = recipe(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines()[-1] == root_set(STRANGERS).digits
    for path in tmp_path.glob("*.sig"):
        path.unlink()
    for name, data in signed(good, (*OLD, STRANGERS[0])).items():
        (tmp_path / name).write_bytes(data)
    assert recipe(tmp_path).returncode != 0


def test_any_changed_file_fails_it(people: People) -> None:
    founder = people.person("coordinator")
    organising.found(founder, NAME)
    folder = organising.write_trust_folder(founder, people.place())
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        if path.name == organising.ROOT_SIGNERS:
            continue
        kept = path.read_bytes()
        path.write_bytes(kept[:-9] + bytes([kept[-9] ^ 1]) + kept[-8:])
        assert recipe(folder).returncode != 0, path.name
        path.write_bytes(kept)
    assert recipe(folder).returncode == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"(root: .*\n)", r"\1\1"),
        (r"root: (.*\n)", r"root: \1retired: \1"),
        ("threshold: 1", "threshold: 0"),
        ("threshold: 1", "threshold: 2"),
        ("threshold: 1", "threshold: x[$(touch ran)0]"),
        (r"(sha256: [0-9a-f]{64}  )allowed_signers", r"\1/dev/null"),
        (r"root: ssh-ed25519 ", "root: * ssh-ed25519 "),
    ],
)
def test_what_the_roots_themselves_must_not_say(people: People, old: str, new: str) -> None:
    founder = people.person("coordinator")
    organising.found(founder, NAME)
    folder = organising.write_trust_folder(founder, people.place())
    key, path = device_keys.root_key(founder), folder / "trust.txt"
    assert key is not None
    text = re.sub(old, new, path.read_text("utf-8"), count=1)
    assert text != path.read_text("utf-8")
    path.write_text(text, "utf-8")
    for number in (1, 2):
        (folder / f"trust.txt.{number}.sig").write_bytes(
            sshsig.sign(key, sshsig.TRUST, path.read_bytes())
        )
    assert recipe(folder).returncode != 0
    assert not (folder / "ran").exists()


def test_links_are_not_followed(people: People, tmp_path: Path) -> None:
    founder = people.person("coordinator")
    organising.found(founder, NAME)
    folder = organising.write_trust_folder(founder, people.place())
    for name in ("roots", "root_signers"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(tmp_path / "somebody's file")
        assert recipe(folder).returncode != 0
        assert not (tmp_path / "somebody's file").exists()


def test_it_holds_after_the_roots_have_changed(people: People) -> None:
    founder = people.person("coordinator")
    organising.found(founder, NAME)
    drive = people.place()
    words = bytearray(b"words of the holders")
    rotating.prepare(founder, threshold=2, new_folders=[drive], new_passphrase=words)
    rotating.publish(founder)
    folder = organising.write_trust_folder(founder, people.place())
    done = recipe(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines()[-1] == organising.card_digits(founder)
    (folder / "trust.txt.1.sig").unlink()
    assert recipe(folder).returncode != 0

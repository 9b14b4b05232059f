"""Other people's tools agree: ssh-keygen, tar, sha256sum, and age with its post-quantum keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app.bundle import trust
from intake_app.crypto import age, sshsig
from tests.bundle.an_organisation import (
    HELD_FILES,
    ROOTS,
    after,
    first,
    identity,
    member,
    revoked,
    root_set,
    signing_key,
)
from tests.crypto.other_age import ask_node, fails, run, tool
from tests.crypto.refusals import refused

MESSAGE = b"what was sealed\n"
INSIDE = "20261201000000Z"


@pytest.fixture(name="folder")
def a_folder(tmp_path: Path) -> Path:
    for name, data in HELD_FILES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def verify(folder: Path, principal: str, namespace: str, when: str = INSIDE) -> tuple[str, ...]:
    return (
        *(tool("ssh-keygen"), "-Y", "verify", "-f", "allowed_signers", "-I", principal),
        *("-n", namespace, "-s", "s", "-O", f"verify-time={when}"),
    )


def test_allowed_signers_holds_for_its_member_its_purpose_and_its_time(folder: Path) -> None:
    held = first()
    for number, namespaces in (
        (1, (sshsig.BUNDLE, sshsig.LOG)),
        (11, (sshsig.RECEIPT, sshsig.LOG)),
    ):
        key = signing_key(number)
        name = held.by_key(key.public)
        assert name is not None
        for namespace in sorted(sshsig.NAMESPACES):
            (folder / "s").write_bytes(sshsig.sign(key, namespace, MESSAGE))
            command = verify(folder, name.principal, namespace)
            if namespace not in namespaces:
                assert fails(*command, data=MESSAGE, cwd=folder)
                continue
            assert b"Good" in run(*command, data=MESSAGE, cwd=folder)
            assert fails(*command, data=MESSAGE + b"x", cwd=folder)
            assert fails(*verify(folder, "device-00000000", namespace), data=MESSAGE, cwd=folder)
    (folder / "s").write_bytes(sshsig.sign(signing_key(3), sshsig.BUNDLE, MESSAGE))
    command = verify(folder, held.devices[0].principal, sshsig.BUNDLE)
    assert fails(*command, data=MESSAGE, cwd=folder)


@pytest.mark.parametrize(
    ("when", "good"),
    [
        ("20261124085959Z", False),
        ("20261124090000Z", True),
        ("20271124090000Z", True),
        ("20271124090001Z", False),
    ],
)
def test_both_ends_of_the_validity_are_inside(folder: Path, when: str, *, good: bool) -> None:
    key = signing_key(1)
    (folder / "s").write_bytes(sshsig.sign(key, sshsig.BUNDLE, MESSAGE))
    found = first().by_key(key.public)
    assert found is not None
    command = verify(folder, found.principal, sshsig.BUNDLE, when)
    assert fails(*command, data=MESSAGE, cwd=folder) is not good


def test_a_revoked_key_holds_until_the_last_trusted_time(folder: Path) -> None:
    held = first()
    one, two = held.devices
    key = signing_key(1) if one.key == signing_key(1).public else signing_key(2)
    files = after(held, devices=(revoked(one, "2026-12-01T00:00:00Z"), two)).files()
    (folder / "allowed_signers").write_bytes(files["allowed_signers"])
    (folder / "s").write_bytes(sshsig.sign(key, sshsig.BUNDLE, MESSAGE))
    for when, good in (("20261201000000Z", True), ("20261201000001Z", False)):
        command = verify(folder, one.principal, sshsig.BUNDLE, when)
        assert fails(*command, data=MESSAGE, cwd=folder) is not good


def test_the_roots_signatures_hold_for_ssh_keygen(folder: Path) -> None:
    lines = [f"root {key.line()}\n" for key in root_set().keys]
    (folder / "roots").write_text("".join(lines), "ascii")
    names = sorted(name for name in HELD_FILES if name.endswith(".sig"))
    assert len(names) == 2
    for name in names:
        command = (
            *(tool("ssh-keygen"), "-Y", "verify", "-f", "roots", "-I", "root"),
            *("-n", sshsig.TRUST, "-s", name),
        )
        assert b"Good" in run(*command, data=HELD_FILES["trust.txt"], cwd=folder)
        assert fails(*command, data=HELD_FILES["trust.txt"] + b" ", cwd=folder)


def test_a_list_that_ssh_keygen_signed_is_taken(tmp_path: Path) -> None:
    said = first()
    files = trust.draft(said)
    (tmp_path / "trust.txt").write_bytes(files["trust.txt"])
    for key in ROOTS[:2]:
        (tmp_path / "root").write_bytes(key.to_openssh(None))
        (tmp_path / "root").chmod(0o600)
        run(
            *(tool("ssh-keygen"), "-Y", "sign", "-f", "root", "-n", sshsig.TRUST, "trust.txt"),
            cwd=tmp_path,
        )
        number = root_set().keys.index(key.public) + 1
        files[f"trust.txt.{number}.sig"] = (tmp_path / "trust.txt.sig").read_bytes()
        (tmp_path / "trust.txt.sig").unlink()
    assert trust.read(files, pinned=root_set(), held=None) == said


def test_sha256sum_checks_what_trust_txt_names(folder: Path) -> None:
    sums = run("sed", "-n", "s/^sha256: //p", "trust.txt", cwd=folder)
    check = (tool("sha256sum"), "--strict", "--quiet", "-c", "-")
    run(*check, data=sums, cwd=folder)
    assert sums.count(b"\n") == len(trust.LISTED)
    for name in trust.LISTED:
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(kept + b"\n")
        assert fails(*check, data=sums, cwd=folder)
        (folder / name).write_bytes(kept)


def test_tar_opens_the_chain(tmp_path: Path) -> None:
    second = after(first())
    (tmp_path / "t.trust").write_bytes(trust.pack([HELD_FILES, second.files()]))
    run(tool("tar"), "-xf", "t.trust", cwd=tmp_path)
    for name, files in (("trust-000001", HELD_FILES), ("trust-000002", second.files())):
        found = {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        assert found == files


def test_another_age_seals_for_the_recipients_as_they_stand() -> None:
    few = member("coordinator", 12)
    many = tuple(sorted((few, *first().coordinators), key=lambda each: each.principal))
    files = first(coordinators=many).files()
    for name, numbers in (("recipients.txt", (11, 12, 21)), ("recipients-identity.txt", (11, 21))):
        lines = [line for line in files[name].decode().splitlines() if not line.startswith("#")]
        sealed = ask_node("encrypt", *lines, data=MESSAGE)
        for number in numbers:
            assert age.decrypt_bytes(sealed, [identity(number)]) == MESSAGE
        with refused("NOT_FOR_US"):
            age.decrypt_bytes(sealed, [identity(12 if 12 not in numbers else 13)])

"""A coordinator founds an organisation and gives out its list."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app import errors
from intake_app.bundle import trust as lists
from intake_app.crypto import sshsig
from intake_app.crypto.recipients import HybridIdentity
from intake_app.services import device_keys, enrolling, organising, trusting
from intake_app.services.session import Session
from tests.bundle.an_organisation import identity, root_set
from tests.crypto.other_age import fails, run, tool
from tests.services.people import NAME, People, events


def folders(people: People, count: int) -> list[Path]:
    return [people.place() for _ in range(count)]


def test_founding_makes_a_list_with_one_coordinator(founder: Session) -> None:
    held = organising.trust(founder)
    assert held is not None
    assert (held.version, held.org, held.devices) == (1, NAME, ())
    assert held.expires == "2027-11-24T09:00:00Z"
    (first,) = held.coordinators
    assert first.identity
    assert first.key == device_keys.signing_key(founder).public
    assert first.principal == device_keys.principal(founder)
    opener = device_keys.identity(founder).recipient
    assert held.statement_recipients() == held.identity_recipients() == (opener,)
    assert enrolling.require_enrolled(founder) == held
    assert trusting.audience(founder) == held.roots.fingerprint
    assert organising.keeps_root_key(founder)
    assert events(founder) == ["vault.create", "trust.create"]


def test_an_organisation_is_founded_once_and_by_a_coordinator(
    people: People, founder: Session
) -> None:
    with pytest.raises(errors.OrganisationExists):
        organising.found(founder, "Another")
    for role in ("interviewer", "witness"):
        other = people.person(role)
        with pytest.raises(errors.WrongRole):
            organising.found(other, NAME)
        with pytest.raises(errors.WrongRole):
            organising.card(other)
    joiner = people.person("coordinator")
    with pytest.raises(errors.NoOrganisation):
        organising.card(joiner)
    people.pin(founder, joiner)
    with pytest.raises(errors.OrganisationExists):
        organising.found(joiner, NAME)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 81, "a\u202eb", "\u200c"])
def test_a_name_that_cannot_be_read(people: People, name: str) -> None:
    made = people.person("coordinator")
    with pytest.raises(errors.NameUnusable):
        organising.found(made, name)
    assert organising.trust(made) is None


def test_root_keys_of_several_holders_are_locked_files_and_never_in_the_vault(
    people: People,
) -> None:
    made, places = people.person("coordinator"), folders(people, 3)
    passphrase = bytearray(b"words of the holders")
    held = organising.found(
        made, NAME, root_folders=places, threshold=2, root_passphrase=passphrase
    )
    assert not any(passphrase)
    assert held.roots.threshold == 2
    assert not organising.keeps_root_key(made)
    assert device_keys.ROOT_SEED not in made.secrets.names()
    for number, place in enumerate(places, 1):
        key = place / f"root-{number}.key"
        assert {path.name for path in place.iterdir()} == {key.name, f"{key.name}.pub"}
        assert key.stat().st_mode & 0o077 == 0
        keygen = (tool("ssh-keygen"), "-y", "-f", str(key), "-P")
        line = run(*keygen, "words of the holders").decode().split()[:2]
        assert " ".join(line) == held.roots.keys[number - 1].line()
        assert (place / f"{key.name}.pub").read_text("ascii").strip() == " ".join(line)
        assert fails(*keygen, "")


def test_a_holder_may_change_the_passphrase_with_ssh_keygen(people: People) -> None:
    made, (place,) = people.person("coordinator"), folders(people, 1)
    organising.found(made, NAME, root_folders=[place], root_passphrase=bytearray(b"first words"))
    key = place / "root-1.key"
    run(tool("ssh-keygen"), "-q", "-p", "-f", str(key), "-P", "first words", "-N", "second words")
    with pytest.raises(errors.RootKeyPassphrase):
        organising.renew(made, roots=[(key, bytearray(b"first words"))])
    with pytest.raises(errors.RootKeyPassphrase):
        organising.renew(made, roots=[(key, bytearray())])
    assert organising.renew(made, roots=[(key, bytearray(b"second words"))]).version == 2


def test_founding_that_fails_leaves_nothing(people: People) -> None:
    made, places = people.person("coordinator"), folders(people, 3)
    (places[2] / "root-3.key").write_bytes(b"somebody's")
    words = b"words of the holders"
    for given, threshold, passphrase, fault in (
        (places, 2, words, errors.OutputFailed),
        (places[:2], 2, b"", errors.PassphraseEmpty),
        (places[:2], 3, words, errors.RootKeyMissing),
        (places[:2], 0, words, errors.RootKeyMissing),
        ([places[0]] * 2, 1, words, errors.RootKeyMissing),
        ([places[0] / "none"], 1, words, errors.OutputFailed),
    ):
        with pytest.raises(fault):
            organising.found(
                made,
                NAME,
                root_folders=given,
                threshold=threshold,
                root_passphrase=bytearray(passphrase),
            )
        assert [path.read_bytes() for place in places for path in place.iterdir()] == [
            b"somebody's"
        ]
    with pytest.raises(errors.KeyMalformed):
        organising.found(made, NAME, archive="age1pq1x")
    assert organising.trust(made) is None
    assert events(made) == ["vault.create"]
    assert made.secrets.names() == []
    assert organising.found(made, NAME).version == 1


def test_enough_holders_have_to_sign(people: People) -> None:
    made, places = people.person("coordinator"), folders(people, 3)
    words = b"words of the holders"
    organising.found(made, NAME, root_folders=places, threshold=2, root_passphrase=bytearray(words))
    people.pin(made, joiner := people.person("interviewer"))
    asked = people.ask(made, joiner)

    def given(*paths: Path) -> list[tuple[Path, bytearray]]:
        return [(path, bytearray(words)) for path in paths]

    other = people.person("coordinator")
    stranger = people.place()
    organising.found(other, NAME, root_folders=[stranger], root_passphrase=bytearray(words))
    for roots, fault in (
        ([], errors.RootKeyMissing),
        (given(places[0]), errors.RootKeyMissing),
        (given(places[0], places[0]), errors.RootKeyMissing),
        (given(stranger), errors.RootKeyMissing),
        ([(places[0], bytearray(b"x")), *given(places[1])], errors.RootKeyPassphrase),
        (given(people.place()), errors.FileMissing),
        (given(places[1] / "root-2.key.pub"), errors.KeyMalformed),
    ):
        with pytest.raises(fault):
            organising.approve(made, asked, digits_same=True, roots=roots)
        assert not any(byte for _, passphrase in roots for byte in passphrase)
        held = organising.trust(made)
        assert held is not None
        assert held.version == 1
    roots = given(places[0], places[2] / "root-3.key")
    new = organising.approve(made, asked, digits_same=True, roots=roots)
    assert sorted(name for name in new.files() if name.endswith(".sig")) == [
        "trust.txt.1.sig",
        "trust.txt.3.sig",
    ]
    assert people.carry(made, joiner).enrolled


def test_an_archive_opens_everything(people: People) -> None:
    made = people.person("coordinator")
    archive = HybridIdentity.generate().recipient
    held = organising.found(made, NAME, archive=archive.to_text())
    assert archive in held.statement_recipients()
    assert archive in held.identity_recipients()


def test_the_trust_folder_is_enough_for_an_expert(people: People, founder: Session) -> None:
    joiner = people.person("interviewer")
    people.enrol(founder, joiner)
    folder = organising.write_trust_folder(founder, people.place() / "trust")
    assert trusting.from_folder(folder) == organising.trust(founder)
    signed = run(
        *(tool("ssh-keygen"), "-Y", "verify", "-f", "root_signers", "-I", "root-1"),
        *("-n", sshsig.TRUST, "-s", "trust.txt.1.sig"),
        data=(folder / "trust.txt").read_bytes(),
        cwd=folder,
    )
    assert b"Good" in signed
    name = device_keys.principal(joiner)
    raw = device_keys.signing_key(joiner).sign(b"message")
    (folder / "raw").write_bytes(raw)
    (folder / "m").write_bytes(b"message")
    pem = f"keys/{name}.pem"
    checked = run(
        *(tool("openssl"), "pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin"),
        *("-in", "m", "-sigfile", "raw"),
        cwd=folder,
    )
    assert b"Verified Successfully" in checked
    (folder / "trust.txt.9.sig").write_bytes(b"of another version")
    organising.write_trust_folder(joiner, folder)
    assert trusting.from_folder(folder) == organising.trust(founder)
    with pytest.raises(errors.FileMissing):
        trusting.from_folder(people.place())
    with pytest.raises(errors.NoOrganisation):
        organising.write_trust_folder(people.person("interviewer"), folder)
    with pytest.raises(errors.OutputFailed):
        organising.write_trust_folder(founder, folder / "trust.txt")


def test_the_export_holds_every_version(people: People, founder: Session) -> None:
    people.enrol(founder, people.person("interviewer"))
    path = organising.export_trust(founder, people.place())
    chain = lists.unpack(path.read_bytes())
    found = lists.read_chain(chain, pinned=organising.card(founder).roots, held=None)
    assert [each.version for each in found] == [1, 2]
    assert path.name.endswith("-000002.trust")
    assert events(founder)[-1] == "export"
    with pytest.raises(errors.OutputFailed):
        organising.export_trust(founder, people.folder / "none")


def test_everything_is_still_there_after_the_lock(people: People) -> None:
    from intake_app.services import session as sessions

    made = people.person("coordinator")
    held = organising.found(made, NAME)
    made.lock()
    again = sessions.unlock(made.folder, bytearray(b"river lamp stone"), made.surroundings)
    people.sessions.append(again)
    assert organising.trust(again) == held
    assert organising.renew(again).version == 2
    assert identity(1).recipient not in held.statement_recipients()
    assert root_set() != held.roots

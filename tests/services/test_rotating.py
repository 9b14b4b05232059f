"""Root keys come and go: by holders who never meet, on real vaults, with files on drives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.bundle import root_change
from intake_app.bundle import trust as lists
from intake_app.crypto import keys, sshsig
from intake_app.crypto.keys import VerifyKey
from intake_app.services import device_keys, enrolling, organising, rotating, trusting
from intake_app.services import session as sessions
from intake_app.services.rotating import Change
from intake_app.services.session import Session
from tests.bundle.an_organisation import member, signing_key
from tests.crypto.other_age import run, tool
from tests.services.people import NAME, WORDS, People, events

HOLDERS = b"words of the holders"
Given = list[tuple[Path, bytearray]]


@dataclass
class Office:
    """A coordinator whose three root keys lie on three drives; two of them sign."""

    people: People
    session: Session
    drives: list[Path]

    def keys(self, *numbers: int) -> Given:
        return given(*(self.drives[number] for number in numbers))

    def name(self, number: int) -> str:
        line = next(self.drives[number].glob("*.pub")).read_text("ascii").strip()
        return rotating.name_of(VerifyKey.from_openssh_line(line))

    def renew(self) -> lists.TrustList:
        return organising.renew(self.session, roots=self.keys(0, 1))


def given(*paths: Path) -> Given:
    return [(path, bytearray(HOLDERS)) for path in paths]


@pytest.fixture(name="people")
def some_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[People]:
    monkeypatch.setattr(keys, "_BCRYPT_ROUNDS", 1)  # a quick lock, as the vaults' is
    people = People(tmp_path)
    yield people
    people.close()


@pytest.fixture(name="office")
def an_office(people: People) -> Office:
    made = people.person("coordinator")
    drives = [people.place() for _ in range(3)]
    organising.found(
        made, NAME, root_folders=drives, threshold=2, root_passphrase=bytearray(HOLDERS)
    )
    return Office(people, made, drives)


def replace_first(office: Office, *signing: int, threshold: int = 2) -> tuple[Change, Path]:
    """Prepare: the first holder leaves, a new drive takes its place."""
    fresh = office.people.place()
    change = rotating.prepare(
        office.session,
        threshold=threshold,
        leave_out=[office.name(0)],
        new_folders=[fresh],
        new_passphrase=bytearray(HOLDERS),
        given=office.keys(*signing),
    )
    return change, fresh


def in_force(session: Session) -> lists.TrustList:
    held = trusting.current_trust(session)
    assert held is not None
    return held


def test_holders_in_one_room_replace_a_root_at_once(office: Office) -> None:
    before = in_force(office.session)
    gone = office.name(0)
    change, fresh = replace_first(office, 1, 2)
    assert change.complete
    assert (change.version, change.threshold, change.overtaken) == (2, 2, False)
    assert {row.standing: row.signed for row in change.rows} == {
        "stays": True,
        "new": True,
        "goes": False,
    }
    assert in_force(office.session) == before  # nothing counts until it is published
    new = rotating.publish(office.session)
    assert new.version == 2
    assert new.first_roots == before.first_roots == before.roots.fingerprint
    assert new.roots.fingerprint != before.roots.fingerprint
    assert change.digits == new.roots.digits
    assert rotating.under_way(office.session) is None
    assert gone not in {row.name for row in rotating.roots(office.session)[0]}
    assert events(office.session)[-2:] == ["trust.draft", "trust.update"]
    for signers, fault in ((office.keys(0, 1), errors.RootKeyMissing), (office.keys(1), None)):
        both = [*signers, *given(fresh)]
        if fault is None:
            assert organising.renew(office.session, roots=both).version == 3
        else:
            with pytest.raises(fault):
                organising.renew(office.session, roots=both)


def test_holders_far_apart_sign_copies_that_are_brought_together(office: Office) -> None:
    change, _ = replace_first(office)
    assert (change.old_missing, change.new_missing, change.complete) == (2, 1, False)
    with pytest.raises(errors.RootKeyMissing):
        rotating.publish(office.session)
    sent = rotating.write(office.session, office.people.place())
    assert sent.suffix == ".roots"
    copies = []
    for number in (1, 2):  # each signs the copy that they were given, neither sees the other's
        place = office.people.place()
        copy, told = rotating.sign_file(sent, office.keys(number), place)
        assert (copy.name, told.old_missing) == (sent.name, 1)
        copies.append(copy)
    one = rotating.take_in(office.session, copies[0])
    assert (one.old_missing, one.complete) == (1, False)
    assert rotating.take_in(office.session, copies[0]) == one
    both = rotating.take_in(office.session, copies[1])
    assert both.complete
    assert rotating.under_way(office.session) == both
    assert rotating.publish(office.session).version == 2
    assert events(office.session).count("trust.sign") == 2


def test_it_survives_the_lock_half_signed(office: Office) -> None:
    change, _ = replace_first(office, 1)
    office.session.lock()
    again = sessions.unlock(office.session.folder, bytearray(WORDS), office.session.surroundings)
    office.people.sessions.append(again)
    assert rotating.under_way(again) == change
    assert rotating.sign(again, office.keys(2)).complete
    assert rotating.publish(again).version == 2


def test_a_holder_without_the_program_signs_with_ssh_keygen(office: Office) -> None:
    replace_first(office, 1)
    sent = rotating.write(office.session, office.people.place())
    work = office.people.place()
    run(tool("tar"), "-xf", str(sent), "-C", str(work))
    text = work / "trust-000002" / "trust.txt"
    key = next(office.drives[2].glob("*.key"))
    run(tool("ssh-keygen"), "-q", "-p", "-f", str(key), "-P", HOLDERS.decode(), "-N", "")
    run(tool("ssh-keygen"), "-Y", "sign", "-f", str(key), "-n", sshsig.TRUST, str(text))
    change = root_change.read(sent.read_bytes())
    signers = (*change.after.roots.keys, *change.after.retired)
    number = [rotating.name_of(each) for each in signers].index(office.name(2)) + 1
    files = {
        **change.files,
        f"trust.txt.{number}.sig": (text.parent / "trust.txt.sig").read_bytes(),
    }
    sent.write_bytes(lists.pack([change.before.files(), files]))
    assert rotating.take_in(office.session, sent).complete


def test_a_new_holder_elsewhere_brings_the_public_half_and_signs_later(office: Office) -> None:
    theirs = office.people.place()
    key = theirs / "root-far.key"
    run(tool("ssh-keygen"), "-q", "-t", "ed25519", "-f", str(key), "-N", HOLDERS.decode())
    change = rotating.prepare(
        office.session,
        threshold=3,
        new_keys=[key.with_name("root-far.key.pub")],
        given=office.keys(0, 1, 2),
    )
    # Enough for every reader; but nobody has shown that the new key can sign.
    assert (change.old_missing, change.new_missing, change.complete) == (0, 1, False)
    with pytest.raises(errors.RootKeyMissing):
        rotating.publish(office.session)
    sent = rotating.write(office.session, office.people.place())
    copy, _ = rotating.sign_file(sent, given(theirs), office.people.place())
    assert rotating.take_in(office.session, copy).complete
    assert len(rotating.publish(office.session).roots.keys) == 4


def test_the_root_in_a_vault_gives_way_to_holders_and_is_destroyed(people: People) -> None:
    founder = people.person("coordinator")
    organising.found(founder, NAME)
    people.enrol(founder, joiner := people.person("interviewer"))
    ((ours,), _) = rotating.roots(founder)
    assert ours.here
    places = [people.place() for _ in range(3)]
    change = rotating.prepare(
        founder,
        threshold=2,
        leave_out=[ours.name],
        new_folders=places,
        new_passphrase=bytearray(HOLDERS),
    )
    assert change.complete
    assert organising.keeps_root_key(founder)
    rotating.publish(founder)
    assert not organising.keeps_root_key(founder)
    assert device_keys.ROOT_SEED not in founder.secrets.names()
    assert list(founder.custody.entries())[-1].x["root_key"] == "dropped"
    with pytest.raises(errors.RootKeyMissing):
        organising.renew(founder)
    assert organising.renew(founder, roots=given(*places[:2])).version == 4
    assert people.carry(founder, joiner).version == 4


def test_only_the_threshold_may_change_and_needs_the_old_one(office: Office) -> None:
    one = rotating.prepare(office.session, threshold=1, given=office.keys(0))
    assert (one.complete, one.old_missing) == (False, 1)
    with pytest.raises(errors.RootKeyMissing):
        rotating.publish(office.session)
    assert rotating.sign(office.session, office.keys(2)).complete
    assert rotating.publish(office.session).roots.threshold == 1


def test_nothing_to_change_and_what_cannot_be(office: Office) -> None:
    pub = office.people.place() / "x.pub"
    own = next(office.drives[0].glob("*.pub"))
    pub.write_text(signing_key(5).public.line() + " a comment\n", "ascii")
    ours = device_keys.signing_key(office.session).public
    weak = office.people.place() / "weak.pub"
    weak.write_text(
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
    )
    taken = office.people.place() / "member.pub"
    taken.write_text(ours.line() + "\n", "ascii")
    before = sorted(office.people.folder.rglob("*"))
    for said, fault in (
        ({"threshold": 2}, errors.RootsUnchanged),
        ({"threshold": 4}, errors.RootKeyMissing),
        ({"threshold": 0}, errors.RootKeyMissing),
        ({"threshold": 1, "leave_out": ["root-00000000"]}, errors.MemberUnknown),
        ({"threshold": 1, "leave_out": [office.name(n) for n in range(3)]}, errors.RootKeyMissing),
        ({"threshold": 2, "new_keys": [own]}, errors.RequestKnown),
        ({"threshold": 2, "new_keys": [taken]}, errors.RequestKnown),
        ({"threshold": 2, "new_keys": [pub, pub]}, errors.RequestKnown),
        ({"threshold": 2, "new_keys": [weak]}, errors.KeyWeak),
        ({"threshold": 2, "new_keys": [own.with_suffix("")]}, errors.KeyMalformed),
        ({"threshold": 2, "new_folders": [office.people.folder]}, errors.PassphraseEmpty),
        (
            {
                "threshold": 2,
                "new_folders": [office.people.folder / "none"],
                "new_passphrase": bytearray(b"x"),
            },
            errors.OutputFailed,
        ),
    ):
        with pytest.raises(fault):
            rotating.prepare(office.session, **said)
    assert sorted(office.people.folder.rglob("*")) == before
    for job in (rotating.publish, lambda s: rotating.write(s, office.people.folder)):
        with pytest.raises(errors.RootChangeMissing):
            job(office.session)
    with pytest.raises(errors.RootChangeMissing):
        rotating.sign(office.session, [])
    assert rotating.under_way(office.session) is None


def test_a_list_that_moved_on_ends_the_change(office: Office) -> None:
    replace_first(office, 1, 2)
    sent = rotating.write(office.session, office.people.place())
    office.renew()
    told = rotating.under_way(office.session)
    assert told is not None
    assert told.overtaken
    with pytest.raises(errors.RootChangeOvertaken):
        rotating.publish(office.session)
    with pytest.raises(errors.RootChangeOvertaken):
        rotating.take_in(office.session, sent)
    rotating.give_up(office.session)
    assert rotating.under_way(office.session) is None
    change, _ = replace_first(office, 1, 2)
    assert (change.version, rotating.publish(office.session).version) == (3, 3)


def test_another_coordinator_publishes_and_the_first_hears_of_it(office: Office) -> None:
    second = office.people.person("coordinator")
    office.people.pin(office.session, second)
    asked = office.people.ask(office.session, second)
    organising.approve(office.session, asked, digits_same=True, roots=office.keys(0, 1))
    office.people.carry(office.session, second)
    replace_first(office, 1, 2)
    sent = rotating.write(office.session, office.people.place())
    assert rotating.take_in(second, sent).complete
    rotating.publish(second)
    assert office.people.carry(second, office.session).version == 3
    assert rotating.under_way(office.session) is None


def test_a_change_that_hides_more_or_comes_from_elsewhere(office: Office) -> None:
    replace_first(office, 1)
    ours = root_change.read(rotating.write(office.session, office.people.place()).read_bytes())
    held = in_force(office.session)
    place = office.people.folder

    def offered(contents: lists.Contents, before: lists.TrustList = held) -> Path:
        files = lists.draft(contents)
        path = place / "offered.roots"
        path.write_bytes(lists.pack([before.files(), files]))
        return path

    said = {"roots": ours.after.roots, "retired": ours.after.retired}
    (boss,) = held.coordinators
    refusals: tuple[tuple[lists.Contents, type[errors.TrustError]], ...] = (
        (lists.follow(held, **said, devices=(member("device", 1),)), errors.RootChangeOther),
        (lists.follow(held, **said, org="Another"), errors.RootChangeOther),
        (lists.follow(held), errors.RootsUnchanged),
        (lists.follow(held, **said, expires="2029-11-24T09:00:00Z"), errors.RootChangeOther),
        (lists.follow(held, **{**said, "retired": ()}), errors.TrustMalformed),
        (lists.follow(held, **said, first_roots="ab" * 32), errors.TrustMalformed),
        (lists.follow(held, **said, version=5), errors.TrustGap),
    )
    fault: type[errors.TrustError]
    for contents, fault in refusals:
        with pytest.raises(fault):
            rotating.take_in(office.session, offered(contents))
    other = office.people.person("coordinator")
    organising.found(other, "Others")
    rotating.prepare(other, threshold=1, new_folders=[place], new_passphrase=bytearray(HOLDERS))
    theirs = rotating.write(other, office.people.place())
    with pytest.raises(errors.TrustOtherOrganisation):
        rotating.take_in(office.session, theirs)
    with pytest.raises(errors.RootKeyMissing):  # a holder of ours is asked to sign theirs
        rotating.sign_file(theirs, office.keys(1), place)
    bad = {**ours.files, next(n for n in ours.files if n.endswith(".sig")): b"x"}
    broken = place / "broken.roots"
    for data, fault in (
        (lists.pack([held.files(), bad]), errors.TrustUnsigned),
        (lists.pack([held.files()]), errors.TrustMalformed),
        (b"", errors.TrustMalformed),
    ):
        broken.write_bytes(data)
        with pytest.raises(fault):
            rotating.look(broken)
    assert boss in in_force(office.session).coordinators


def test_a_half_signed_change_is_no_trust_list(office: Office) -> None:
    joiner = office.people.person("interviewer")
    office.people.pin(office.session, joiner)
    for signing in ((1,), (1, 2)):
        replace_first(office, *signing)
        sent = rotating.write(office.session, office.people.place())
        if len(signing) == 1:
            with pytest.raises(errors.TrustUnsigned):
                enrolling.accept_trust(joiner, sent)
            assert trusting.current_trust(joiner) is None
        else:  # signed by all, it is one: whoever gets it first may use it
            assert enrolling.accept_trust(joiner, sent).version == 2


def test_keys_on_one_drive_are_told_apart(office: Office) -> None:
    change, fresh = replace_first(office, 1, 2)
    assert change.complete
    rotating.publish(office.session)
    for path in list(fresh.iterdir()):
        path.rename(office.drives[0] / path.name)
    both = given(office.drives[0], office.drives[1])
    assert organising.renew(office.session, roots=both).version == 3


def test_only_a_coordinator_rotates(people: People) -> None:
    joiner = people.person("interviewer")
    for job in (
        rotating.roots,
        rotating.under_way,
        rotating.publish,
        lambda s: rotating.prepare(s, threshold=1),
        lambda s: rotating.sign(s, []),
    ):
        with pytest.raises(errors.WrongRole):
            job(joiner)

"""A coordinator founds an organisation, adds people and takes keys back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from intake_app import errors
from intake_app.bundle import trust as lists
from intake_app.clock import FixedClock
from intake_app.crypto import sshsig
from intake_app.crypto.recipients import HybridIdentity
from intake_app.services import card_pictures, device_keys, enrolling, organising, trusting
from intake_app.services.card_pictures import Grey
from intake_app.services.session import Session
from tests.bundle.an_organisation import identity, root_set
from tests.crypto.other_age import fails, run, tool
from tests.services.people import NAME, People, events


@pytest.fixture(name="people")
def some_people(tmp_path: Path) -> Iterator[People]:
    people = People(tmp_path)
    yield people
    people.close()


@pytest.fixture(name="founder")
def a_founder(people: People) -> Session:
    made = people.person("coordinator")
    organising.found(made, NAME)
    return made


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


def test_the_card_is_the_same_as_file_and_as_picture(people: People, founder: Session) -> None:
    card = organising.card(founder)
    path = organising.write_card(founder, people.place())
    assert path.suffix == ".card"
    assert enrolling.read_card(path) == card
    assert organising.write_card(founder, path.parent) == path
    assert organising.card_digits(founder) == card.roots.digits
    picture = people.folder / "card.png"
    picture.write_bytes(organising.card_qr_png(founder, 6))
    assert enrolling.read_card(picture, pixels=_grey) == card
    with pytest.raises(errors.CardNoQr):
        enrolling.read_card(picture)


def _grey(data: bytes) -> Grey:
    with Image.open(io.BytesIO(data)) as image:
        return Grey(image.convert("L").tobytes(), *image.size)


def test_a_photograph_of_the_card_is_enough(people: People, founder: Session) -> None:
    with Image.open(io.BytesIO(organising.card_qr_png(founder, 8))) as drawn:
        turned = drawn.convert("L").rotate(13, expand=True, fillcolor=200)
    soft = turned.filter(ImageFilter.GaussianBlur(1.5))
    paper = Image.new("L", (soft.width + 300, soft.height + 200), 200)
    paper.paste(soft, (170, 60))
    photo = people.folder / "photo.jpg"
    paper.save(photo, quality=60)
    assert enrolling.read_card(photo, pixels=_grey) == organising.card(founder)


def test_pictures_without_one_card(people: People, founder: Session) -> None:
    import segno

    def drawn(content: bytes) -> Image.Image:
        out = io.BytesIO()
        segno.make(content, mode="byte", micro=False).save(out, kind="png", scale=6)
        return Image.open(io.BytesIO(out.getvalue())).convert("L")

    one = drawn(b"https://example.org")
    with Image.open(io.BytesIO(organising.card_qr_png(founder, 6))) as picture:
        card = picture.convert("L")
    both = Image.new("L", (one.width + card.width, max(one.height, card.height)), 255)
    both.paste(one, (0, 0))
    both.paste(card, (one.width, 0))
    for image, fault in ((one, errors.CardMalformed), (both, errors.CardMalformed)):
        with pytest.raises(fault):
            card_pictures.card_from_pixels(Grey(image.tobytes(), *image.size))
    for empty in (Grey(bytes(100), 10, 10), Grey(bytes(100), 10, 9), Grey(b"", 0, 0)):
        with pytest.raises(errors.CardNoQr):
            card_pictures.card_from_pixels(empty)
    with pytest.raises(errors.CardNoQr):
        card_pictures.card_from_pixels(Grey(bytes(100), -10, -10))


def test_a_request_waits_until_its_digits_were_compared(people: People, founder: Session) -> None:
    people.pin(founder, joiner := people.person("interviewer"))
    asked = people.ask(founder, joiner, "لپ‌تاپ دوم")
    (row,) = organising.pending(founder)
    assert (row.sha256, row.label, row.role, row.known) == (asked, "لپ‌تاپ دوم", "device", False)
    new = organising.approve(founder, asked, digits_same=True)
    assert new.version == 2
    assert [each.principal for each in new.devices] == [row.principal]
    assert organising.pending(founder) == []
    with pytest.raises(errors.RequestKnown):
        organising.approve(founder, asked, digits_same=True)
    assert events(founder)[-3:] == ["enrol:seen", "trust.update", "enrol:approved"]
    (ours, theirs) = organising.members(founder)
    assert (ours.ourselves, ours.label, theirs.label) == (True, "", "لپ‌تاپ دوم")


def test_digits_that_differ_end_a_request(people: People, founder: Session) -> None:
    people.pin(founder, joiner := people.person("interviewer"))
    asked = people.ask(founder, joiner)
    for same in (False, True):
        with pytest.raises(errors.DigitsDiffer):
            organising.approve(founder, asked, digits_same=same)
    assert organising.pending(founder) == []
    assert "enrol:different" in events(founder)
    again = people.ask(founder, joiner)
    assert again != asked
    assert organising.approve(founder, again, digits_same=True).version == 2


def test_requests_that_are_not_taken_in(people: People, founder: Session) -> None:
    other = people.person("coordinator")
    organising.found(other, "Others")
    people.pin(other, joiner := people.person("interviewer"))
    path, _ = enrolling.write_request(joiner, "laptop", people.place())
    with pytest.raises(errors.TrustOtherOrganisation):
        organising.read_request(founder, path)
    path.write_bytes(path.read_bytes().replace(b"laptop", b"tablet"))
    with pytest.raises(errors.RequestMalformed):
        organising.read_request(other, path)
    path.write_bytes(bytes(20_000))
    with pytest.raises(errors.FileMalformed):
        organising.read_request(other, path)
    with pytest.raises(errors.FileMissing):
        organising.read_request(other, path.parent)
    with pytest.raises(errors.RequestMalformed):
        organising.approve(other, "ab" * 32, digits_same=True)
    assert organising.pending(founder) == organising.pending(other) == []
    assert events(founder) == ["vault.create", "trust.create"]


def test_a_request_read_twice_is_one(people: People, founder: Session) -> None:
    people.pin(founder, joiner := people.person("interviewer"))
    path, _ = enrolling.write_request(joiner, "laptop", people.place())
    first = organising.read_request(founder, path)
    assert organising.read_request(founder, path) == first
    assert events(founder).count("enrol:seen") == 1


def test_a_second_coordinator_opens_statements_and_if_wished_identities(
    people: People, founder: Session
) -> None:
    second, third = people.person("coordinator"), people.person("coordinator")
    people.enrol(founder, second)
    people.pin(founder, third)
    asked = people.ask(founder, third)
    new = organising.approve(founder, asked, digits_same=True, identity=True)
    assert len(new.statement_recipients()) == 3
    assert len(new.identity_recipients()) == 2
    assert device_keys.identity(third).recipient in new.identity_recipients()
    assert people.carry(founder, second).state == "enrolled"
    assert people.carry(founder, third).state == "enrolled"
    people.pin(founder, joiner := people.person("interviewer"))
    with pytest.raises(errors.RootKeyMissing):  # only the founder keeps the root key
        organising.approve(second, people.ask(second, joiner), digits_same=True)


def test_a_device_is_never_given_identities(people: People, founder: Session) -> None:
    people.pin(founder, joiner := people.person("interviewer"))
    asked = people.ask(founder, joiner)
    new = organising.approve(founder, asked, digits_same=True, identity=True)
    assert len(new.identity_recipients()) == 1


@pytest.mark.parametrize(
    ("behind", "valid_after"),
    [
        (timedelta(hours=-5), "2026-11-24T09:00:00Z"),
        (timedelta(), "2026-11-24T09:00:00Z"),
        (timedelta(hours=5), "2026-11-24T04:00:00Z"),
        (timedelta(days=9000), "2026-10-25T09:00:00Z"),
    ],
)
def test_a_wrong_clock_does_not_make_the_first_seal_too_early(
    people: People, founder: Session, behind: timedelta, valid_after: str
) -> None:
    clock = FixedClock(datetime(2026, 11, 24, 9, tzinfo=UTC) - behind)
    people.pin(founder, joiner := people.person("interviewer", clock))
    new = organising.approve(founder, people.ask(founder, joiner), digits_same=True)
    assert new.devices[0].valid_after == valid_after


def test_revoking_sets_the_last_trusted_time(people: People, founder: Session) -> None:
    joiner = people.person("interviewer")
    people.enrol(founder, joiner)
    name = device_keys.principal(joiner)
    people.clock.advance(86400)
    new = organising.revoke(
        founder, name, reason="stolen", last_trusted_at="2026-11-24T12:30:00+02:00"
    )
    gone = new.member(name)
    assert gone is not None
    assert (gone.valid_before, gone.revoked_at, gone.reason) == (
        "2026-11-24T10:30:00Z",
        "2026-11-25T09:00:00Z",
        "stolen",
    )
    assert events(founder)[-2:] == ["trust.update", "enrol:revoked"]
    told = people.carry(founder, joiner)
    assert (told.state, told.enrolled) == ("revoked", False)
    with pytest.raises(errors.NotEnrolled):
        enrolling.require_enrolled(joiner)
    with pytest.raises(errors.RequestKnown):
        enrolling.make_request(joiner, "again")
    earlier = organising.revoke(
        founder, name, reason="copied", last_trusted_at="2020-01-01T00:00:00Z"
    )
    again = earlier.member(name)
    assert again is not None
    assert (again.valid_before, again.revoked_at) == ("2026-11-24T09:00:01Z", gone.revoked_at)
    later = organising.revoke(founder, name, reason="copied").member(name)
    assert later is not None
    assert later.valid_before == again.valid_before


def test_what_cannot_be_revoked(people: People, founder: Session) -> None:
    ours = device_keys.principal(founder)
    with pytest.raises(errors.LastCoordinator):
        organising.revoke(founder, ours, reason="lost")
    with pytest.raises(errors.MemberUnknown):
        organising.revoke(founder, "device-00000000", reason="lost")
    with pytest.raises(ValueError):
        organising.revoke(founder, ours, reason="bored")
    with pytest.raises(ValueError):
        organising.revoke(founder, ours, reason="lost", last_trusted_at="yesterday")
    people.enrol(founder, people.person("coordinator"))
    new = organising.revoke(founder, ours, reason="left")
    assert len(new.statement_recipients()) == 1
    assert len(new.identity_recipients()) == 1  # the one who stays takes identities over


def test_renewing_gives_everybody_but_the_revoked_another_year(
    people: People, founder: Session
) -> None:
    kept, gone = people.person("interviewer"), people.person("interviewer")
    people.enrol(founder, kept)
    people.enrol(founder, gone)
    before = organising.revoke(founder, device_keys.principal(gone), reason="lost")
    people.clock.advance(300 * 86400)
    new = organising.renew(founder)
    assert new.expires == "2028-09-19T09:00:00Z"
    for each in new.members:
        old = before.member(each.principal)
        assert old is not None
        assert each.valid_before == (old.valid_before if each.is_revoked else new.expires)


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

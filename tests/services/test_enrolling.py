"""Joining from the device's side: what is compared, in which order, and what is never taken."""

from __future__ import annotations

import pytest

from intake_app import errors
from intake_app.bundle import card as cards
from intake_app.bundle import trust as lists
from intake_app.bundle.card import Card
from intake_app.services import device_keys, enrolling, organising, trusting
from intake_app.services.comparing import same_digits
from intake_app.services.session import Session
from tests.services.people import NAME, People, events


@pytest.fixture(name="joiner")
def a_joiner(people: People) -> Session:
    return people.person("interviewer")


def test_the_way_in_step_by_step(people: People, founder: Session, joiner: Session) -> None:
    assert enrolling.organisation(joiner) is None
    for early in (enrolling.require_enrolled, trusting.audience):
        with pytest.raises(errors.NoOrganisation):
            early(joiner)
    with pytest.raises(errors.NoOrganisation):
        enrolling.make_request(joiner, "laptop")
    people.pin(founder, joiner)
    told = enrolling.organisation(joiner)
    assert told is not None
    assert (told.state, told.name, told.version) == ("pinned", NAME, 0)
    assert told.digits == organising.card_digits(founder)
    assert enrolling.request_digits(joiner) == ""
    assert not device_keys.exist(joiner)
    with pytest.raises(errors.NotEnrolled):
        enrolling.require_enrolled(joiner)
    asked = people.ask(founder, joiner)
    told = enrolling.organisation(joiner)
    assert told is not None
    assert told.state == "requested"
    assert told.principal == device_keys.principal(joiner)
    assert people.carry(founder, joiner).state == "requested"  # the list does not name it yet
    with pytest.raises(errors.NotEnrolled):
        enrolling.require_enrolled(joiner)
    organising.approve(founder, asked, digits_same=True)
    told = people.carry(founder, joiner)
    assert (told.state, told.enrolled, told.version) == ("enrolled", True, 2)
    held = enrolling.require_enrolled(joiner)
    assert held == organising.trust(founder)
    assert trusting.audience(joiner) == trusting.audience(founder)
    assert events(joiner) == [
        "vault.create",
        "enrol:card",
        "enrol:request",
        "trust.update",
        "trust.update",
        "enrol:enrolled",
    ]


def test_keys_are_made_once_and_every_request_is_new(
    people: People, founder: Session, joiner: Session
) -> None:
    people.pin(founder, joiner)
    one, two = (enrolling.make_request(joiner, "laptop") for _ in range(2))
    assert one.digits != two.digits
    assert one.name == two.name
    assert enrolling.request_digits(joiner) == two.digits
    key, name = device_keys.signing_key(joiner).public, device_keys.principal(joiner)
    assert name == lists.principal_of("device", key)
    assert sorted(joiner.secrets.names()) == [
        device_keys.IDENTITY_TEXT,
        device_keys.SIGNING_SEED,
    ]
    for label in ("", "a\nb"):
        with pytest.raises(errors.NameUnusable):
            enrolling.make_request(joiner, label)


def test_a_card_counts_only_after_its_digits_were_compared(
    people: People, founder: Session, joiner: Session
) -> None:
    card = organising.card(founder)
    with pytest.raises(errors.DigitsDiffer):
        enrolling.pin(joiner, card, digits_same=False)
    assert enrolling.organisation(joiner) is None
    assert events(joiner)[-1] == "enrol:card-different"
    enrolling.pin(joiner, card, digits_same=True)
    enrolling.pin(joiner, card, digits_same=True)
    assert events(joiner).count("enrol:card") == 1
    other = people.person("coordinator")
    organising.found(other, NAME)
    with pytest.raises(errors.OrganisationExists):
        enrolling.pin(joiner, organising.card(other), digits_same=True)
    with pytest.raises(errors.OrganisationExists):
        enrolling.pin(founder, organising.card(other), digits_same=True)


def test_files_that_are_no_card(people: People) -> None:
    path = people.folder / "x.card"
    for content, fault in ((b"", errors.CardMalformed), (b"{}\n", errors.CardMalformed)):
        path.write_bytes(content)
        with pytest.raises(fault):
            enrolling.read_card(path)
    with pytest.raises(errors.FileMissing):
        enrolling.read_card(people.folder / "none")


def test_a_list_of_another_organisation(people: People, founder: Session, joiner: Session) -> None:
    people.enrol(founder, joiner)
    before = trusting.current_trust(joiner)
    other = people.person("coordinator")
    organising.found(other, NAME)
    for _ in range(3):
        organising.renew(other)
    with pytest.raises(errors.TrustOtherOrganisation):
        people.carry(other, joiner)
    fresh = people.person("interviewer")
    with pytest.raises(errors.NoOrganisation):
        people.carry(founder, fresh)
    people.pin(founder, fresh)
    with pytest.raises(errors.TrustOtherOrganisation):
        people.carry(other, fresh)
    assert trusting.current_trust(joiner) == before
    assert trusting.current_trust(fresh) is None


def test_older_and_broken_lists_change_nothing(
    people: People, founder: Session, joiner: Session
) -> None:
    people.enrol(founder, joiner)
    old = organising.export_trust(founder, people.place())
    organising.renew(founder)
    organising.renew(founder)
    new = organising.export_trust(founder, people.place())
    assert enrolling.accept_trust(joiner, new).version == 4
    before = events(joiner)
    assert enrolling.accept_trust(joiner, new).version == 4
    with pytest.raises(errors.TrustRollback):
        enrolling.accept_trust(joiner, old)
    new.write_bytes(new.read_bytes()[:-1024])
    with pytest.raises(errors.TrustMalformed):
        enrolling.accept_trust(joiner, new)
    with pytest.raises(errors.FileMissing):
        enrolling.accept_trust(joiner, people.folder / "none")
    assert events(joiner) == before


def test_a_list_in_part_fills_up_or_is_a_gap(
    people: People, founder: Session, joiner: Session
) -> None:
    people.enrol(founder, joiner)
    organising.renew(founder)
    organising.renew(founder)
    chain = trusting.chain(founder)
    path = people.folder / "part.trust"
    path.write_bytes(lists.pack(chain[3:]))
    with pytest.raises(errors.TrustGap):
        enrolling.accept_trust(joiner, path)
    path.write_bytes(lists.pack(chain[2:]))
    assert enrolling.accept_trust(joiner, path).version == 4
    assert trusting.chain(joiner) == chain


def test_a_card_keeps_an_older_list_out(people: People, founder: Session, joiner: Session) -> None:
    old = organising.export_trust(founder, people.place())
    organising.renew(founder)
    people.pin(founder, joiner)
    with pytest.raises(errors.TrustRollback):
        enrolling.accept_trust(joiner, old)
    assert people.carry(founder, joiner).version == 2


def test_an_old_list_warns_and_locks_nobody_out(
    people: People, founder: Session, joiner: Session
) -> None:
    people.enrol(founder, joiner)
    people.clock.advance(366 * 86400)
    told = enrolling.organisation(joiner)
    assert told is not None
    assert (told.expired, told.enrolled) == (True, True)
    assert enrolling.require_enrolled(joiner).version == 2


def test_two_coordinators_take_in_what_the_other_signed(people: People, founder: Session) -> None:
    second = people.person("coordinator")
    told = people.enrol(founder, second, "desk of the second")
    assert told.principal.startswith("coord-")
    assert told.state == "enrolled"
    organising.renew(founder)
    assert people.carry(founder, second).version == 3
    assert (
        enrolling.accept_trust(founder, organising.export_trust(second, people.place())).version
        == 3
    )


def test_the_trust_file_is_checked_and_kept_whole_or_not_at_all(
    people: People, founder: Session, joiner: Session
) -> None:
    people.pin(founder, joiner)
    organising.renew(founder)
    chain = trusting.chain(founder)
    broken = dict(chain[1])
    broken["trust.txt.1.sig"] = chain[0]["trust.txt.1.sig"]
    path = people.folder / "x.trust"
    path.write_bytes(lists.pack([chain[0], broken]))
    with pytest.raises(errors.TrustUnsigned):
        enrolling.accept_trust(joiner, path)
    assert trusting.current_trust(joiner) is None


def test_a_card_of_the_same_roots_may_bear_another_name(
    people: People, founder: Session, joiner: Session
) -> None:
    """The name is not compared: it is the signed list that tells it in the end."""
    card = organising.card(founder)
    path = people.folder / "x.card"
    path.write_bytes(cards.encode(Card("Somebody else", card.roots, 1)))
    enrolling.pin(joiner, enrolling.read_card(path), digits_same=True)
    organising.approve(founder, people.ask(founder, joiner), digits_same=True)
    assert people.carry(founder, joiner).name == NAME


OURS = "03507 37524 82326 71353 83019 88833 67667 03099"


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (OURS, True),
        (OURS.replace(" ", ""), True),
        (OURS.replace(" ", "-"), True),
        (f" {OURS}\n", True),
        (OURS.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), True),
        (OURS.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), True),
        (f"\u2066{OURS}\u2069", True),
        (OURS[:-1], False),
        (OURS[:-1] + "8", False),
        (OURS + "0", False),
        ("0" + OURS, False),
        ("", False),
    ],
)
def test_digits_are_compared_whole_and_in_any_script(typed: str, *, same: bool) -> None:
    assert same_digits(OURS, typed) is same


def test_nothing_equals_nothing() -> None:
    assert not same_digits("", "")

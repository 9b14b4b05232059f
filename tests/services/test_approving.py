"""Requests are compared and approved: by whom, once, and with which time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.services import device_keys, enrolling, organising
from intake_app.services.session import Session
from tests.services.people import People, events


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

"""Keys are taken back and renewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app import errors
from intake_app.services import deliveries, device_keys, enrolling, importing, organising
from intake_app.services.session import Session
from tests.services import making
from tests.services.people import People, events


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


def test_what_came_in_under_a_key_is_known_before_it_is_taken_back(tmp_path: Path) -> None:
    for office in making.office(tmp_path):
        principal = device_keys.principal(office.device)
        assert deliveries.of(office.coordinator, principal).last_at == ""
        early, late = office.seal("early"), office.seal("late")
        importing.import_file(office.coordinator, office.copy(early))
        office.people.clock.advance(60)
        between = office.people.clock.now()
        office.people.clock.advance(60)
        importing.import_file(office.coordinator, office.copy(late))
        came = deliveries.of(office.coordinator, principal)
        assert [row.bundle_id for row in came.rows] == [late, early]
        # Both say that they were sealed before; only the arrival of one is proof of it.
        assert [row.bundle_id for row in came.since(between)] == [late]
        (ours, theirs) = organising.members(office.coordinator)
        assert (ours.checked, ours.received, ours.last_seen) == (True, 0, "")
        assert (theirs.checked, theirs.received) == (True, 2)
        assert theirs.last_seen == came.last_at == came.rows[0].received_at
        second = office.people.person("coordinator")
        office.people.enrol(office.coordinator, second)
        assert [row.checked for row in organising.members(second)].count(True) == 1
        with pytest.raises(errors.WrongRole):
            deliveries.of(office.device, principal)

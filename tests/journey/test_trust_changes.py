"""The list changes while somebody is away: revoked, rotated, expired, behind. What people then see.

Real vaults, and real processes where a coordinator types. Each case ends with the sentence shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.crypto import keys
from intake_app.localization import catalogs
from intake_app.localization.messages import sentence
from intake_app.services import (
    court_choosing,
    deliveries,
    device_keys,
    enrolling,
    giving_receipts,
    importing,
    interviewing,
    organising,
    receipting,
    rotating,
    sealing,
    trusting,
)
from intake_app.services.importing import ImportOutcome
from tests.cli.running import Ran, intake
from tests.services import making
from tests.services.making import Office
from tests.services.people import NAME, WORDS, People, events

HOLDERS = b"words of the holders"
DAY = 86400


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(keys, "_BCRYPT_ROUNDS", 1)
    catalogs.activate("en")
    yield from making.office(tmp_path)


def took(office: Office, bundle_id: str) -> ImportOutcome:
    return importing.import_file(office.coordinator, office.copy(bundle_id))


def typed(office: Office, *words: object) -> Ran:
    """Type a command on the coordinator's vault, in a process of its own."""
    office.coordinator.lock()
    home = office.people.folder / "home"
    stdin = WORDS.decode() + "\n"
    return intake(*words, "--passphrase-file", "-", home=home, stdin=stdin)


def revoke(office: Office, last_trusted_at: str) -> None:
    principal = device_keys.principal(office.device)
    organising.revoke(
        office.coordinator, principal, reason="seized", last_trusted_at=last_trusted_at
    )


def rotate(office: Office) -> list[Path]:
    """The founder's vault gives the root key to two holders; both sign from now on."""
    drives = [office.people.place() for _ in range(2)]
    ((ours,), _threshold) = rotating.roots(office.coordinator)
    rotating.prepare(
        office.coordinator,
        threshold=2,
        leave_out=[ours.name],
        new_folders=drives,
        new_passphrase=bytearray(HOLDERS),
    )
    rotating.publish(office.coordinator)
    return drives


def given(drives: list[Path]) -> list[tuple[Path, bytearray]]:
    return [(drive, bytearray(HOLDERS)) for drive in drives]


def test_a_seized_device_before_and_after_the_last_trusted_moment(office: Office) -> None:
    first, second, third = (office.seal(f"words {n}") for n in range(3))
    assert took(office, second).verdict == "accepted"
    office.people.clock.advance(60)
    last = office.coordinator.now()
    office.people.clock.advance(DAY)
    principal = device_keys.principal(office.device)
    came = deliveries.of(office.coordinator, principal)
    assert [row.bundle_id for row in came.rows] == [second]
    revoke(office, last)
    late = office.seal("what a thief might say")
    said = {}
    for name, bundle_id in (("told", first), ("untold", third), ("late", late)):
        outcome = took(office, bundle_id)
        report = importing.report(office.coordinator, outcome.item_id)
        said[name] = (outcome.verdict, outcome.code, report.waits)
    assert said == {
        "told": ("accepted", "", False),  # the second bundle's log told of it, in time
        "untold": ("held", "SIGNER_REVOKED_UNDATED", True),
        "late": ("refused", "SIGNER_REVOKED", False),
    }
    held, refused = (sentence(said[name][1]) for name in ("untold", "late"))
    assert "no longer trusted" in held.what
    assert "unproven" in held.what
    assert "no longer trusted" in refused.what
    assert office.people.carry(office.coordinator, office.device).state == "revoked"
    statement_id = office.draft()
    with pytest.raises(errors.NotEnrolled):
        sealing.seal(office.device, statement_id)


def test_what_a_typing_coordinator_reads_of_a_seized_device(office: Office) -> None:
    sealed = office.copy(office.seal("words before"))
    office.people.clock.advance(60)
    revoke(office, office.coordinator.now())
    ran = typed(office, "import", office.coordinator.folder, sealed)
    assert "the time of sealing is unproven" in " ".join((ran.out + ran.err).split())


def test_changed_roots_harm_nothing_that_was_sealed_before_they_were_heard_of(
    office: Office,
) -> None:
    before = office.seal("sealed under the list before")
    organisation = organising.trust(office.coordinator)
    drives = rotate(office)
    unheard = office.seal("sealed after the change, which the laptop has not heard of")
    for bundle_id in (before, unheard):
        outcome = took(office, bundle_id)
        assert (outcome.verdict, outcome.code) == ("accepted", ""), outcome
    # Their receipts mean something to the laptop, although it knows the old roots alone.
    for path in giving_receipts.write_receipts(office.coordinator, office.people.place()):
        assert receipting.take_in(office.device, path).verdict == "accepted"
    for _ in range(2):  # two more versions, of which the laptop hears nothing either
        organising.renew(office.coordinator, roots=given(drives))
    told = office.people.carry(office.coordinator, office.device)
    assert (told.version, told.state, told.digits_compared) == (5, "enrolled", False)
    assert organisation is not None
    assert trusting.audience(office.device) == organisation.roots.fingerprint
    assert took(office, office.seal("sealed under the new roots")).verdict == "accepted"


def test_new_members_come_by_the_old_card_and_by_the_new(office: Office) -> None:
    early = office.people.person("interviewer")
    office.people.pin(office.coordinator, early)  # the card from before the change
    asked = office.people.ask(office.coordinator, early, "early")
    late_asker = office.people.person("interviewer")
    office.people.pin(office.coordinator, late_asker)
    drives = rotate(office)
    organising.approve(office.coordinator, asked, digits_same=True, roots=given(drives))
    fresh = office.people.person("interviewer")
    office.people.pin(office.coordinator, fresh)  # the card from after it
    for person, label in ((late_asker, "late"), (fresh, "fresh")):
        asked = office.people.ask(office.coordinator, person, label)
        organising.approve(office.coordinator, asked, digits_same=True, roots=given(drives))
    compared = [True, False, False]
    for person, same in zip((fresh, early, late_asker), compared, strict=True):
        told = office.people.carry(office.coordinator, person)
        assert (told.state, told.digits_compared) == ("enrolled", same)
        assert trusting.audience(person) == trusting.audience(office.device)
    # The new card is our organisation's, too, for whoever has come along the chain.
    office.people.carry(office.coordinator, office.device)
    enrolling.pin(office.device, organising.card(office.coordinator), digits_same=True)


def test_a_forged_change_is_refused_by_name_and_changes_nothing(office: Office) -> None:
    other = office.people.person("coordinator")
    organising.found(other, "Archive of voices")  # the same name on their card
    held = trusting.current_trust(office.device)
    with pytest.raises(errors.TrustOtherOrganisation) as fault:
        office.people.carry(other, office.device)
    assert "another organisation" in sentence(fault.value).what
    drives = [office.people.place()]
    words = bytearray(HOLDERS)
    rotating.prepare(office.coordinator, threshold=2, new_folders=drives, new_passphrase=words)
    rotating.publish(office.coordinator)
    rotating.prepare(office.coordinator, threshold=1)  # one of the two is not enough to lower it
    half = rotating.write(office.coordinator, office.people.place())
    office.people.carry(office.coordinator, office.device)
    with pytest.raises(errors.TrustUnsigned) as unsigned:
        enrolling.accept_trust(office.device, half)
    assert "Too few" in sentence(unsigned.value).what
    assert trusting.current_trust(office.device) != held


def test_an_expired_list_locks_nobody_out_of_anything(office: Office) -> None:
    office.people.clock.advance(400 * DAY)
    told = enrolling.organisation(office.device)
    assert told is not None
    assert (told.expired, told.enrolled) == (True, True)
    statement_id = office.draft()  # heard, written, read back: under an expired list
    plan = sealing.plan(office.device, statement_id)
    assert (plan.trust_expired, plan.may_seal) == (True, True)
    assert plan.openers, "sealed for the last coordinators that were known"
    sealed = office.close(statement_id)
    assert list(office.stick().rglob("*.age"))
    outcome = took(office, sealed)
    assert (outcome.verdict, outcome.code) == ("held", "SIGNER_TIME_OVER")
    shown = sentence("SIGNER_TIME_OVER")
    assert "another year" in shown.hint
    assert "kept aside" in shown.hint
    decided, joining = office.seal("people decide"), office.seal("this one waits")
    item_id = took(office, decided).item_id
    importing.decide(office.coordinator, item_id, accept=True, reason="she was cut off")
    assert events(office.coordinator)[-3:] == ["release", "import", "receipt"]
    assert importing.report(office.coordinator, item_id).verdict == "held"
    assert took(office, joining).verdict == "held"
    court = court_choosing.plan(office.coordinator, court_choosing.COURT)
    assert [each.reason for each in court.left_out] == ["COMPUTER_NOT_TRUSTED"]
    organising.renew(office.coordinator)  # what the sentence says to do, and then:
    assert took(office, sealed).verdict == "accepted"
    rows = importing.inbox(office.coordinator)
    assert {each.bundle_id for each in rows if each.decision} == {sealed, decided, joining}
    assert not [each for each in rows if each.waits]
    court = court_choosing.plan(office.coordinator, court_choosing.COURT)
    assert len(court.chosen) == 3
    assert [each.kind for each in interviewing.drafts(office.device)] == []


def test_a_list_that_expired_warns_a_typing_interviewer_and_seals(tmp_path: Path) -> None:
    # Founded in the spring of 2025: the processes have the machine's own, later clock.
    people = People(tmp_path, FixedClock(datetime(2025, 4, 1, 9, tzinfo=UTC)))
    coordinator, device = people.person("coordinator"), people.person("interviewer")
    organising.found(coordinator, NAME)
    people.enrol(coordinator, device)
    statement_id = Office(people, coordinator, device).draft()
    people.close()
    home, stdin = tmp_path / "home", WORDS.decode() + "\n"
    words = ("--passphrase-file", "-", "--json")
    told = intake("enrol", "show", device.folder, *words, home=home, stdin=stdin).told
    assert (told["expired"], told["state"]) == (True, "enrolled")
    said = intake("enrol", "show", device.folder, *words[:2], home=home, stdin=stdin).out
    assert "Sealing still works" in said
    ran = intake("seal", device.folder, statement_id, *words, home=home, stdin=stdin)
    assert ran.code == 0, ran


def test_a_device_whose_list_is_behind_is_taken_in_with_a_note(office: Office) -> None:
    second = office.people.person("coordinator")
    office.people.enrol(office.coordinator, second)  # the laptop does not hear of this list
    outcome = took(office, office.seal("sealed under the list before"))
    assert outcome.verdict == "accepted"
    report = importing.report(office.coordinator, outcome.item_id)
    codes = {line.code for line in report.lines}
    assert "TRUST_OLDER" in codes
    shown = sentence("TRUST_OLDER")
    assert "older than yours" in shown.what
    assert "newest trust list" in shown.hint

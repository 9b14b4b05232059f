"""Every attempt has a report in codes that people's sentences exist for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.clock import FixedClock
from intake_app.localization import report_words
from intake_app.services import importing, reporting
from intake_app.services.importing import VerificationReport
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import Office, forged


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def codes(report: VerificationReport) -> list[tuple[str, str]]:
    """The lines as tone and code, after seeing that each has its own sentence."""
    unknown = report_words.line("NO_SUCH_CODE", {}).what
    for each in report.lines:
        assert report_words.line(each.code, each.params).what != unknown, each.code
    for code, value in report.technical:
        assert report_words.technical_word(code) != code
        assert value
    return [(each.tone, each.code) for each in report.lines]


def test_an_accepted_bundle(office: Office) -> None:
    bundle_id = office.seal(files=True)
    outcome = importing.import_file(office.coordinator, office.copy(bundle_id))
    report = importing.report(office.coordinator, outcome.item_id)
    assert codes(report) == [
        ("ok", "SEALED_BY"),
        ("ok", "DEVICE_CHECKED"),
        ("ok", "SEALED_BETWEEN"),
        ("ok", "UNCHANGED"),
        ("ok", "FILES_PRESENT"),
        ("ok", "RECEIPT_READY"),
    ]
    assert report.lines[4].params == {"count": 3}
    technical = dict(report.technical)
    assert technical["OUTER_SHA256"] == office.row(bundle_id).outer_sha256
    assert technical["TAGMANIFEST_SHA256"] == office.row(bundle_id).tagmanifest_sha256
    assert technical["SIGNER"].startswith("SHA256:")
    assert reporting.report_on_bundle(office.coordinator, bundle_id) == report
    with pytest.raises(errors.StatementMissing):
        importing.report(office.coordinator, "nothing")
    with pytest.raises(errors.StatementMissing):
        reporting.report_on_bundle(office.coordinator, "00" * 16)
    with pytest.raises(errors.WrongRole):
        importing.report(office.device, outcome.item_id)


def test_a_duplicate_tells_of_the_first(office: Office) -> None:
    path = office.copy(office.seal())
    importing.import_file(office.coordinator, path)
    first_at = office.coordinator.now()
    office.people.clock.advance(600)
    report = importing.report(
        office.coordinator, importing.import_file(office.coordinator, path).item_id
    )
    assert codes(report)[0] == ("ok", "ALREADY_HERE")
    assert report.lines[0].params == {"at": first_at}
    assert report.code == "REPLAY"


def test_a_refused_file_says_why_and_nothing_else(office: Office) -> None:
    path = office.people.place() / "x.age"
    path.write_bytes(bytes(2 * 1024 * 1024))
    report = importing.report(
        office.coordinator, importing.import_file(office.coordinator, path).item_id
    )
    assert codes(report) == [("fault", "OUTER_NOT_AGE")]
    assert {code for code, _ in report.technical} == {"CODE", "OUTER_SHA256", "OUTER_SIZE", "ITEM"}


def test_a_held_bundle_waits_and_then_says_how_it_was_decided(office: Office) -> None:
    bundle_id = office.seal()
    importing.import_file(office.coordinator, office.copy(bundle_id))

    def lie(taken: Taken) -> Taken:
        return taken.described(interviewer="Somebody else")

    item_id = importing.import_file(office.coordinator, forged(office, bundle_id, lie)).item_id
    report = importing.report(office.coordinator, item_id)
    assert codes(report) == [
        ("fault", "ID_REUSED"),
        ("ok", "SEALED_BY_DEVICE"),
        ("ok", "DEVICE_CHECKED"),
        ("ok", "UNCHANGED"),
    ]
    assert (report.waits, report.alarm) == (True, True)
    assert "Somebody else" not in repr(report)
    importing.decide(office.coordinator, item_id, accept=False, reason="a forgery")
    report = importing.report(office.coordinator, item_id)
    assert codes(report)[-1] == ("warn", "DECIDED_REJECT")
    assert report.lines[-1].params["reason"] == "a forgery"
    assert not report.waits


def test_a_clock_that_is_ahead_is_measured(tmp_path: Path) -> None:
    ahead_of_us = timedelta(days=3, hours=2, minutes=30)
    for office in making.office(tmp_path, FixedClock(FixedClock().now() + ahead_of_us)):
        outcome = importing.import_file(office.coordinator, office.copy(office.seal()))
        assert outcome.notes == ("CLOCK_ODD",)
        report = importing.report(office.coordinator, outcome.item_id)
        assert ("warn", "CLOCK_ODD") in codes(report)
        assert ("warn", "CLAIM_OUTSIDE") in codes(report)
        ahead = next(each for each in report.lines if each.code == "CLOCK_AHEAD")
        assert ahead.params == {"days": 3, "hours": 2}


def test_a_link_is_pending_only_until_the_other_one_comes(office: Office) -> None:
    first = office.seal()
    second = office.later(first, "correction", "corrects")
    outcome = importing.import_file(office.coordinator, office.copy(second))
    assert outcome.notes == ("LINK_PENDING",)
    assert ("warn", "LINK_PENDING") in codes(importing.report(office.coordinator, outcome.item_id))
    importing.import_file(office.coordinator, office.copy(first))
    lines = codes(importing.report(office.coordinator, outcome.item_id))
    assert ("warn", "LINK_PENDING") not in lines

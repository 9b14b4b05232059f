"""Whatever the device's clock says, the true moment of the seal lies between the proven ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app.clock import FixedClock
from intake_app.services import (
    anchoring,
    bracketing,
    giving_receipts,
    importing,
    receipting,
    reporting,
    time_services,
)
from intake_app.services.bracketing import Bracket
from intake_app.vault.archive import Archive
from tests.crypto.time_service import TimeService
from tests.services import making
from tests.services.making import Office
from tests.services.test_anchoring import answered, published

DAY = 86_400


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def found(office: Office, bundle_id: str) -> Bracket:
    return bracketing.bracket(office.coordinator, Archive(office.coordinator.vault).get(bundle_id))


def sealed(office: Office) -> tuple[str, datetime]:
    """Seal; return the bundle and the true moment, which the people's own clock keeps."""
    bundle_id = office.seal()
    return bundle_id, office.people.clock.now() - timedelta(seconds=60)


def receipt_back(office: Office, bundle_id: str) -> datetime:
    given = office.people.clock.now()
    [path] = giving_receipts.write_receipts(office.coordinator, office.people.place(), [bundle_id])
    receipting.take_in(office.device, path)
    return given


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(-30, 200), st.integers(0, 3), st.booleans()), max_size=4))
def test_ends_hold_under_any_jumps_of_the_device(jumps: list[tuple[int, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = FixedClock().now()
        clock = FixedClock(start)
        for office in making.office(Path(folder), clock):
            truth = office.people.clock
            for by_days, passed_days, back in jumps:
                truth.advance(passed_days * DAY + 7)
                at = max(truth.now() + timedelta(days=by_days), start + timedelta(hours=1))
                clock.advance(7)
                clock.set_wall(at)
                bundle_id, true_moment = sealed(office)
                truth.advance(DAY)
                outcome = importing.import_file(office.coordinator, office.copy(bundle_id))
                assert outcome.verdict == "accepted"
                ends = found(office, bundle_id)
                assert not ends.disagrees
                assert ends.holds(true_moment), (ends, true_moment)
                if back:
                    receipt_back(office, bundle_id)


def test_without_receipts_the_trust_list_is_the_early_end(office: Office) -> None:
    bundle_id, _ = sealed(office)
    importing.import_file(office.coordinator, office.copy(bundle_id))
    ends = found(office, bundle_id)
    assert ends.after is not None
    assert (ends.after.proof, ends.before.proof) == ("trust", "import")
    assert ends.before.at == office.people.clock.now()
    assert (ends.confirmed_after, ends.confirmed_before) == (None, None)


def test_a_receipt_makes_the_early_end_younger(office: Office) -> None:
    first, _ = sealed(office)
    importing.import_file(office.coordinator, office.copy(first))
    given = receipt_back(office, first)
    office.people.clock.advance(DAY)
    second, moment = sealed(office)
    importing.import_file(office.coordinator, office.copy(second))
    ends = found(office, second)
    assert ends.after is not None
    assert (ends.after.proof, ends.after.at) == ("receipt", given)
    assert ends.holds(moment)


def test_a_later_bundle_that_came_first_makes_the_late_end_older(office: Office) -> None:
    first, _ = sealed(office)
    second, _ = sealed(office)
    importing.import_file(office.coordinator, office.copy(second))
    came = office.people.clock.now()
    office.people.clock.advance(30 * DAY)
    importing.import_file(office.coordinator, office.copy(first))
    ends = found(office, first)
    assert (ends.before.proof, ends.before.at) == ("log", came)


def test_a_time_service_confirms_both_ends(office: Office, tmp_path: Path) -> None:
    service = TimeService.found(tmp_path / "service")
    time_services.pin(office.coordinator, service.root, [published(service)])
    first, _ = sealed(office)
    importing.import_file(office.coordinator, office.copy(first))
    early = anchoring.take_in(office.coordinator, answered(office, service)).proof
    assert found(office, first).confirmed_before is not None
    receipt_back(office, first)
    second, _ = sealed(office)
    outcome = importing.import_file(office.coordinator, office.copy(second))
    # The receipt for the first names a log from before that answer: nothing is claimed.
    assert found(office, second).confirmed_after is None
    receipt_back(office, second)
    third, _ = sealed(office)
    importing.import_file(office.coordinator, office.copy(third))
    ends = found(office, third)
    assert ends.confirmed_after is not None
    said = datetime.fromisoformat(early.gen_time)
    assert ends.confirmed_after.at == said - timedelta(milliseconds=early.accuracy_ms)
    assert ends.confirmed_before is None
    lines = [each.code for each in reporting.report(office.coordinator, outcome.item_id).lines]
    assert "TIME_CONFIRMED" not in lines


def test_a_wrong_clock_of_our_own_is_said(office: Office) -> None:
    first, _ = sealed(office)
    importing.import_file(office.coordinator, office.copy(first))
    receipt_back(office, first)
    second, _ = sealed(office)
    truth = office.people.clock.now()
    office.people.clock.set_wall(truth - timedelta(hours=2))
    outcome = importing.import_file(office.coordinator, office.copy(second))
    assert found(office, second).disagrees
    lines = [each.code for each in reporting.report(office.coordinator, outcome.item_id).lines]
    assert "TIMES_DISAGREE" in lines
    assert "SEALED_BETWEEN" not in lines

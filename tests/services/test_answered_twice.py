"""One use answered twice: nothing of ours writes it, and of a foreign one the narrowest counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from intake_app import errors
from intake_app.crypto import canonical
from intake_app.domain.consent import UseAnswer
from intake_app.services import consenting, importing
from intake_app.services.court_choosing import COURT, plan
from tests.bundle.a_bundle import Taken
from tests.services import making
from tests.services.making import Office, forged, opening
from tests.services.test_court_choosing import reasons, said


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def test_it_is_written_by_nobody_and_read_at_its_narrowest(office: Office) -> None:
    first = said("yes")
    twice = msgspec.structs.replace(
        first, uses=(*first.uses, UseAnswer(use=COURT, answer="no", limit="never"))
    )
    with pytest.raises(errors.StatementInvalid) as fault:
        office.draft(opening_=replace(opening(), consent=twice))
    assert fault.value.params == {"where": "$.consent.uses"}
    statement_id = office.draft()
    with pytest.raises(errors.StatementInvalid):
        consenting.keep(office.device, statement_id, twice, "")

    def answered_twice(taken: Taken) -> Taken:
        told = json.loads(taken.of("data/000001.json"))
        told["consent"]["uses"].append({"use": COURT, "answer": "no", "limit": "never"})
        return taken.put("data/000001.json", canonical.encode(told)).listed()

    bundle_id = office.close(statement_id)
    outcome = importing.import_file(office.coordinator, forged(office, bundle_id, answered_twice))
    assert outcome.verdict == "accepted"
    assert reasons(plan(office.coordinator, COURT)) == {bundle_id: "REFUSED"}

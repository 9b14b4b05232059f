"""Coming back to what is sealed: only what this device sealed, nothing in it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from intake_app import errors
from intake_app.bundle import description as descriptions
from intake_app.domain.consent import USES, Consent, UseAnswer
from intake_app.domain.narrative import text_of
from intake_app.domain.statement import Link
from intake_app.services import (
    archive_reading,
    beginning,
    importing,
    interviewing,
    reading,
    receipting,
    sealing,
    withdrawing,
)
from intake_app.services.beginning import Beginning
from intake_app.services.consenting import ConsentSheet
from intake_app.services.withdrawing import Later
from intake_app.vault.archive import Archive
from intake_app.vault.sealed import Sealed
from tests.services import making
from tests.services.making import WORDS, Office, opening
from tests.services.people import events


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def asked(consent: Consent, **answers: str) -> Consent:
    """The same consent with other answers for some uses."""
    uses = tuple(
        UseAnswer(use=each.use, answer=answers.get(each.use, each.answer))  # type: ignore[arg-type]
        for each in consent.uses
    )
    return msgspec.structs.replace(consent, uses=uses)


def answered() -> ConsentSheet:
    return ConsentSheet(answers=dict.fromkeys(USES, "yes"), recorded_at="2026-11-24T09:00:00Z")


def making_ready(office: Office, statement_id: str, text: str) -> str:
    """Write the words of a draft, and have them agreed to."""
    made = interviewing.write_narrative(office.device, statement_id, text)
    for paragraph in made.narrative:
        reading.hear(office.device, statement_id, paragraph.id, "agreed")
    reading.agree(office.device, statement_id, "interviewer")
    return statement_id


def test_a_withdrawal_refuses_every_use_unless_told_otherwise(office: Office) -> None:
    bundle_id = office.seal()
    made = withdrawing.withdrawal(office.device, bundle_id)
    assert made.purpose == "withdrawal"
    assert made.links == (Link(rel="withdraws", bundle_id=bundle_id),)
    assert made.consent.allowed == ()
    assert made.consent.missing == ()
    assert made.witness.pseudonym == ""
    line = office.device.custody.entries()[-1]
    assert (line.event, line.ref) == ("withdraw", bundle_id)
    some = asked(opening().consent, share_court="no")
    partly = withdrawing.withdrawal(office.device, bundle_id, replace(opening(), consent=some))
    assert set(USES) - set(partly.consent.allowed) == {"share_court"}


def test_a_withdrawal_seals_without_words_and_without_reading_back(office: Office) -> None:
    bundle_id = office.seal()
    made = withdrawing.withdrawal(office.device, bundle_id)
    sealed = sealing.seal(office.device, made.statement_id)
    assert len(sealed.bundles) == 1
    office.people.clock.advance(60)
    silent = office.draft("", opening())
    with pytest.raises(errors.StatementError):
        sealing.seal(office.device, silent)


@pytest.mark.parametrize("later", ["correction", "addition", "withdrawal"])
def test_only_what_this_device_sealed_can_be_come_back_to(office: Office, later: Later) -> None:
    before = office.device.custody.head()
    with pytest.raises(errors.StatementMissing):
        withdrawing.linked(office.device, "ab" * 16, later, opening())
    with pytest.raises(errors.StatementMissing):
        beginning.begin(
            office.device, Beginning(sheet=answered(), purpose=later, corrects="ab" * 16)
        )
    with pytest.raises(errors.StatementMissing):
        interviewing.begin(
            office.device, opening(links=(Link(rel="withdraws", bundle_id="ab" * 16),))
        )
    assert interviewing.drafts(office.device) == []
    assert office.device.custody.head() == before


def test_the_identity_leads_to_the_words(office: Office) -> None:
    bundle_id = office.seal(identity=True)
    rows = Sealed(office.device.vault).of_statement(office.row(bundle_id).statement_id)
    (identity,) = [row.bundle_id for row in rows if row.kind == "identity"]
    assert withdrawing.statement_bundle(office.device, identity) == bundle_id
    made = withdrawing.withdrawal(office.device, identity)
    assert made.links == (Link(rel="withdraws", bundle_id=bundle_id),)


def test_what_is_deleted_here_can_still_be_withdrawn(office: Office) -> None:
    bundle_id = office.seal()
    receipting.delete(office.device, [bundle_id], without_receipt_reason="danger")
    assert office.withdraw(bundle_id)


def test_a_correction_asks_for_consent_anew(office: Office) -> None:
    bundle_id = office.seal()
    nothing = msgspec.structs.replace(opening().consent, uses=())
    refused = asked(opening().consent, keep="no")
    for consent, fault in ((nothing, errors.ConsentMissing), (refused, errors.ConsentRefused)):
        with pytest.raises(fault):
            withdrawing.correction(
                office.device, bundle_id, "correction", replace(opening(), consent=consent)
            )
    assert interviewing.drafts(office.device) == []


def test_a_correction_is_a_bundle_of_its_own_that_names_the_old_one(office: Office) -> None:
    first = office.seal()
    whole = office.file(first).read_bytes()
    made = withdrawing.correction(office.device, first, "correction", opening())
    statement_id = making_ready(office, made.statement_id, "نه در بند هشت؛ در بند هفت.")
    second = office.close(statement_id)
    assert office.file(first).read_bytes() == whole
    for each in (first, second):
        assert importing.import_file(office.coordinator, office.copy(each)).verdict == "accepted"
    archive = Archive(office.coordinator.vault)
    (link,) = descriptions.decode(archive.get(second).description).links
    assert (link.rel, link.bundle_id) == ("corrects", first)
    assert link.tagmanifest_sha256 == archive.get(first).tagmanifest_sha256
    old = archive_reading.open_record(office.coordinator, first)
    assert old.statement is not None
    assert text_of(old.statement.narrative) == WORDS
    assert old.corrected_by == (second,)
    assert "withdraw" not in events(office.device)


def test_purpose_and_links_cannot_be_changed_afterwards(office: Office) -> None:
    """Else a statement could become a withdrawal without a line in the log, or name anything."""
    first = office.seal()
    draft = interviewing.begin(office.device, opening()).statement_id
    for change in (
        {"purpose": "withdrawal"},
        {"links": (Link(rel="withdraws", bundle_id=first),)},
    ):
        with pytest.raises(errors.StatementInvalid):
            interviewing.revise(office.device, draft, **change)

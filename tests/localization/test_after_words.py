"""Every code that a person may meet after the words has words of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake_app.crypto.chain import EVENTS
from intake_app.errors import HOLD_CODES, NOTE_CODES, REFUSAL_CODES
from intake_app.localization import catalogs
from intake_app.localization.bundle_words import kind_word, receipts_word, state_word, verdict_word
from intake_app.localization.custody_words import SENTENCES, sentence
from intake_app.localization.direction import held, is_rtl
from intake_app.localization.isolate import RLM, isolate
from intake_app.localization.report_words import line

PARAMS: dict[str, str | int] = {
    "interviewer": "Nasrin 2",
    "device": "device-00000000",
    "sealed_at": "2026-11-24T10:00:00Z",
    "at": "2026-11-24T10:00:00Z",
    "count": 3,
    "days": 0,
    "hours": 2,
    "code": "LOG_GAP",
    "reason": "spoken to",
    "after": "2026-11-24T09:00:00Z",
    "before": "2026-11-24T11:00:00Z",
    "after_by": "receipt",
    "before_by": "import",
}
FINDINGS = (
    "SEALED_BY SEALED_BY_DEVICE DEVICE_CHECKED UNCHANGED FILES_PRESENT ALREADY_HERE RECEIPT_READY"
    " DECIDED_ACCEPT DECIDED_REJECT ACCEPTED_BY_HAND CLOCK_AHEAD"
    " SEALED_BETWEEN SEALED_BEFORE TIMES_DISAGREE TIME_CONFIRMED CLAIM_OUTSIDE"
).split()


@pytest.fixture(params=["fa", "en"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    catalogs.activate(request.param)
    yield request.param
    catalogs.activate("en")


def test_every_event_has_a_sentence() -> None:
    assert set(SENTENCES) == set(EVENTS)
    unknown = sentence("no.such")
    assert all(sentence(event) != unknown for event in EVENTS)
    assert sentence("export", {"what": "file"}) != sentence("export")


def test_every_finding_has_a_line() -> None:
    unknown = line("NO_SUCH", PARAMS).what
    for code in (*FINDINGS, *REFUSAL_CODES, *HOLD_CODES, *NOTE_CODES):
        assert line(code, PARAMS).what not in {"", unknown}, code


def test_every_proof_of_an_end_has_its_sentence() -> None:
    hints = {
        line("SEALED_BETWEEN", {**PARAMS, "after_by": after, "before_by": before}).hint
        for after in ("trust", "receipt", "head", "anchor")
        for before in ("import", "log", "anchor")
    }
    assert len(hints) == 12
    assert not any(each.startswith(" ") or each.endswith(" ") for each in hints)


def test_words_of_bundles() -> None:
    kinds = [kind_word(each) for each in ("statement", "identity", "correction", "addition")]
    assert len(set(kinds)) == len(kinds)
    states = [state_word(each) for each in ("waiting", "handed_over", "received", "deleted")]
    assert len(set(states)) == len(states)
    assert verdict_word("held", "accepted") != verdict_word("held", "rejected")
    assert receipts_word(0, 2) != receipts_word(1, 2)


def test_a_sentence_that_begins_with_a_value_runs_as_the_language_does(language: str) -> None:
    begun = f"{isolate('Court')}: {isolate('yes')}"
    assert held(begun) == (RLM + begun if language == "fa" else begun)
    assert is_rtl("سلام Court")
    assert not is_rtl("Court سلام")
    assert is_rtl("1367") == (language == "fa")
    assert not is_rtl("سلام", "ltr")

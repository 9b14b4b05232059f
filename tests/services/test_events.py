"""Every job that changes a vault writes a line into its log: all of them are done once, watched.

A new job that changes a vault fails here until it is done in the journey and stands in `EVENTS`.
The named exception is typing: a line for each second of it would tell nothing that the lines
around it (begun, ended, read back, sealed) and the sealed text itself do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.services import noting
from intake_app.services.session import Session
from tests.services import all_jobs, making
from tests.services.making import Office
from tests.services.people import People
from tests.services.watching import Watch, jobs, may_log, may_write

# What each job tells. Several lines may belong to one job.
EVENTS: dict[str, set[str]] = {
    "approving.approve": {"enrol", "trust.update"},
    "approving.read_request": {"enrol"},
    "archive_reading.identity": {"view"},
    "archive_reading.open_record": {"view"},
    "archive_reading.save_copy": {"export"},
    "beginning.begin": {"draft.open", "consent", "withdraw"},
    "court_writing.write": {"handover"},
    "deciding.decide": {"release", "import", "receipt"},
    "enrolling.accept_trust": {"trust.update", "enrol"},
    "enrolling.make_request": {"enrol"},
    "enrolling.pin": {"enrol"},
    "enrolling.write_request": {"enrol"},
    "exhibits.attach": {"exhibit.add"},
    "exhibits.keep": {"exhibit.add"},
    "exhibits.remove": {"exhibit.remove"},
    "extracting.extract": {"export"},
    "giving_receipts.give_back": {"export"},
    "giving_receipts.write_receipts": {"export"},
    "handing_over.hand_over": {"export"},
    "importing.import_file": {"import", "receipt", "hold", "refuse"},
    "importing.import_many": {"import", "receipt"},
    "interviewing.begin": {"draft.open", "consent"},
    "interviewing.discard": {"draft.discard"},
    "noting.end": {"draft.close"},
    "organising.export_trust": {"export"},
    "organising.found": {"trust.create"},
    "own_receipts.prove": {"vault.rollback"},
    "reading.agree": {"readback"},
    "receipt_alarms.mark_read": {"receipt"},
    "receipting.delete": {"delete"},
    "receipting.take_in": {"receipt"},
    "revoking.renew": {"trust.update"},
    "revoking.revoke": {"trust.update", "enrol"},
    "rollback_claims.decide": {"rollback.claimed"},
    "sealing.seal": {"seal", "key.drop"},
    "session.create": {"vault.create"},
    "session.Session.change_passphrase": {"vault.passphrase"},
    "session.Session.check": {"integrity.ok"},
    "session.unlock": {"vault.unlock"},
    "statement_files.take_in": {"draft.open", "consent", "draft.import", "exhibit.add", "readback"},
    "wiring.Desk.change_setting": {"settings"},
    "withdrawing.correction": {"draft.open", "consent"},
    "withdrawing.withdrawal": {"draft.open", "consent", "withdraw"},
}
# Saved while somebody types, or says paragraph by paragraph whether it is right.
TYPING = {
    "consenting.keep",  # a changed answer has its line, other words about contact have none
    "exhibits.describe",
    "interviewing.answer",
    "interviewing.revise",
    "interviewing.save_identity",
    "interviewing.write_narrative",
    "noting.note",
    "reading.hear",
    "reading.note",
    "reading.take_back",
}
# Steps of other jobs, which tell of them; nobody else calls them.
PARTS = {
    "archiving.store",
    "deciding.close_held",
    "deciding.join_held",
    "device_keys.make",
    "gathering.gather",
    "interviewing.store",
    "issuing.issue",
    "log_span.log_part",
    "outcomes.add_attempt",
    "receipt_alarms.sound",
    "rollback_claims.note",
    "rollback_claims.prove",
    "trusting.keep",
    "trusting.pin",
}
# Where the window stood, for going on there: of no meaning for what was said or done with it.
PLACES = {"resuming.go_home", "resuming.stay"}
# Files under `media` alone: nobody can open them before `keep` made them part of a statement.
UNKEPT = {"exhibits.forget"}


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    made.start(monkeypatch)
    return made


@pytest.fixture
def office(watch: Watch, tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path / "office")


def faults(watch: Watch) -> list[str]:
    """What is wrong with the jobs that were seen, and with those that were not."""
    known = EVENTS.keys() | TYPING | PARTS | UNKEPT | PLACES
    silent = sorted(watch.silent - TYPING - PLACES)
    found = [f"{name} changes the vault in silence" for name in silent]
    for name, job in sorted(jobs().items()):
        if name in known or name in silent:
            continue
        if watch.events[name]:
            found.append(f"{name} is not in the table")
        elif name not in watch.called | watch.nested and may_write(job) and not may_log(job):
            found.append(f"{name} may change the vault, tells nothing, and was not done here")
    for name, events in sorted(EVENTS.items()):
        missing = events - watch.events[name]
        found += [f"{name} did not tell of {each}" for each in sorted(missing)]
    unseen = (TYPING | PARTS | UNKEPT) - watch.called - watch.nested
    found += [f"{name} was not done" for name in sorted(unseen)]
    found += [f"{name} is no step of another job" for name in sorted(PARTS & watch.called)]
    return found


def test_every_job_that_changes_a_vault_tells_its_log(office: Office, watch: Watch) -> None:
    all_jobs.do(office)
    found = faults(watch)
    assert not found, "\n".join(found)


def test_a_silent_job_would_be_found(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forgetful(session: Session) -> None:
        session.settings.put("quietly", "changed")

    forgetful.__module__ = noting.__name__
    monkeypatch.setattr(noting, "forgetful", forgetful, raising=False)
    assert "noting.forgetful may change the vault, tells nothing, and was not done here" in faults(
        watch
    )
    watch.start(monkeypatch)
    people = People(tmp_path)
    noting.forgetful(people.person("interviewer"))  # type: ignore[attr-defined]
    people.close()
    assert "noting.forgetful changes the vault in silence" in faults(watch)

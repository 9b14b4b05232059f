"""Everything that people do with vaults, once: from the first interview to an empty laptop."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from intake_app import errors
from intake_app.bundle import description as descriptions
from intake_app.crypto import chain
from intake_app.crypto.chain import Head
from intake_app.crypto.recipients import HybridIdentity
from intake_app.domain.consent import USES
from intake_app.domain.statement import Answer
from intake_app.services import (
    archive_reading,
    beginning,
    consenting,
    court_choosing,
    court_writing,
    device_keys,
    enrolling,
    exhibits,
    extracting,
    giving_receipts,
    handing_over,
    importing,
    interviewing,
    noting,
    organising,
    overview,
    own_receipts,
    planning,
    reading,
    receipt_alarms,
    receipting,
    revoking,
    rollback_claims,
    session,
    statement_files,
    wiring,
    withdrawing,
)
from intake_app.services.beginning import Beginning
from intake_app.services.consenting import ConsentSheet
from intake_app.services.noting import Words
from tests.bundle.a_bundle import Taken
from tests.services.making import Office, forged, opening
from tests.services.people import WORDS, People
from tests.services.receipts import given_back, receipt, revoke, second_coordinator
from tests.services.test_hostile_stick import told


def do(office: Office) -> None:
    """Do all of it."""
    vaults(office.people)
    members(office)
    first, second = office.seal(files=True, identity=True), office.seal("دیگری")
    third = office.seal("باز هم")
    interview(office)
    withdraw(office, second)
    archive(office, first, second, third)
    court(office, first)
    receipts(office, first, second)


def vaults(people: People) -> None:
    own = people.person("interviewer")
    own.change_passphrase(bytearray(WORDS), bytearray(b"other words"))
    assert own.check().ok
    own.lock()
    people.sessions.append(session.unlock(own.folder, bytearray(b"other words"), own.surroundings))
    desk = wiring.make_desk(own.surroundings)
    desk.create_vault(people.folder / "desk", bytearray(WORDS), "interviewer")
    desk.change_setting("language", "fa")
    desk.lock()


def members(office: Office) -> None:
    """A coordinator comes and goes, a witness asks, the list is given out."""
    revoke(office, second_coordinator(office))
    revoking.renew(office.coordinator)
    organising.write_trust_folder(office.coordinator, office.people.place())
    organising.card_qr_png(office.coordinator)
    witness = office.people.person("witness")
    office.people.pin(office.coordinator, witness)
    enrolling.make_request(witness, "laptop")
    office.people.carry(office.coordinator, office.device)
    office.people.clock.advance(60)


def interview(office: Office) -> None:
    """A draft grows in every way in which one can, and is destroyed."""
    device, place = office.device, office.people.place()
    sheet = ConsentSheet(answers=dict.fromkeys(USES, "yes"), recorded_at=device.now())
    draft = beginning.begin(device, Beginning(sheet=sheet)).statement_id
    interviewing.answer(device, draft, Answer(question="q17", text="پاییز"))
    noting.note(device, draft, words=Words("آنچه دیدم.\nو شنیدم."))
    made = interviewing.write_narrative(device, draft, "آنچه دیدم.\nو شنیدم.\nهمین.")
    interviewing.revise(device, draft, calendar="gregorian")
    who = interviewing.load_identity(device, draft)
    interviewing.save_identity(device, msgspec.structs.replace(who, contact="phone"))
    consenting.keep(device, draft, made.consent, "after dark")
    (place / "letter.txt").write_bytes(b"dear")
    exhibits.attach(device, draft, place / "letter.txt")
    exhibits.forget(device, exhibits.take(device, place / "letter.txt"))
    kept = exhibits.keep(device, draft, exhibits.take(device, place / "letter.txt"))
    exhibits.describe(device, draft, kept.id, caption="نامه")
    exhibits.remove(device, draft, kept.id)
    noting.end(device, draft)
    one, two, three = made.narrative
    office.people.clock.advance(1)
    wrong = reading.hear(device, draft, one.id, "changed", text="آن")
    reading.take_back(device, draft, one.id, wrong.read_back.paragraphs[-1].at)
    reading.note(device, draft, how="interpreter", remark="آرام")
    for each in (one, two, three):
        reading.hear(device, draft, each.id, "agreed")
    reading.agree(device, draft, "interpreter")
    assert planning.plan(device, draft).may_seal
    assert len(interviewing.drafts(device)) == len(overview.overview(device).drafts) == 1
    assert overview.free_pseudonym(device, "{number}")
    interviewing.discard(device, draft)
    (place / "statement.json").write_bytes(told("letter.txt", read_back={"how": "interviewer"}))
    statement_files.take_in(device, place / "statement.json")


def withdraw(office: Office, bundle_id: str) -> None:
    """A witness comes back in each of the ways."""
    withdrawing.correction(office.device, bundle_id, "correction", opening())
    withdrawing.withdrawal(office.device, bundle_id)
    taken_back = Beginning(purpose="withdrawal", corrects=bundle_id)
    taken_back.sheet.refuse_all()
    beginning.begin(office.device, taken_back)


def archive(office: Office, first: str, second: str, third: str) -> None:
    """A coordinator takes in, is shown something odd, decides, reads, gives copies."""
    coordinator, place = office.coordinator, office.people.place()
    both = [row.bundle_id for row in handing_over.outbox(office.device) if row.kind == "identity"]
    handing_over.hand_over(office.device, place, bundle_ids=[first, *both])
    importing.import_many(coordinator, [place])
    (place / "odd.age").write_bytes(b"x" * 2_000_000)
    assert importing.import_file(coordinator, place / "odd.age").verdict == "refused"
    for bundle_id, accept in ((second, True), (third, False)):
        held = importing.import_file(coordinator, without_its_log(office, bundle_id))
        assert held.code == "LOG_GAP"
        importing.decide(coordinator, held.item_id, accept=accept, reason="burnt")
    importing.import_file(coordinator, office.copy(third))
    record = archive_reading.open_record(coordinator, first)
    assert record.statement is not None
    assert archive_reading.identity(coordinator, first) is not None
    path = record.statement.exhibits[0].path
    archive_reading.save_copy(coordinator, first, path, office.people.place())
    extracting.extract(coordinator, office.file(first), office.people.place())


def court(office: Office, bundle_id: str) -> None:
    """What the first witness allows goes to a court, sealed and not."""
    desk, theirs = office.coordinator, HybridIdentity.generate().recipient.to_text()
    plan = court_choosing.plan(desk, court_choosing.COURT, [bundle_id])
    for recipients in ((), (theirs,)):
        court_writing.write(
            desk, plan, office.people.place(), recipient="Court", recipients=recipients
        )


def receipts(office: Office, first: str, second: str) -> None:
    """Receipts go back, a forged one among them, and the laptop is emptied."""
    folder = office.people.place()
    for path in giving_receipts.write_receipts(office.coordinator, folder, [first]):
        receipting.take_in(office.device, path)
    with pytest.raises(errors.ReceiptUnknownBundle):
        receipting.take_in(office.device, receipt(office, first, bundle_id="ab" * 16))
    with pytest.raises(errors.ReceiptForged):
        receipting.take_in(office.device, receipt(office, first, device_log=Head(900, "ab" * 32)))
    [claim] = rollback_claims.waiting(office.device)
    rollback_claims.decide(office.device, claim.line, believed=False)
    receipt_alarms.mark_read(office.device)
    name = device_keys.principal(office.coordinator)
    assert not own_receipts.prove(
        office.coordinator, giving_receipts.give_back(office.device, name, folder)
    )
    lost = receipt(office, first, org_log=Head(900, "ab" * 32))
    assert own_receipts.prove(office.coordinator, given_back(office, lost))
    receipting.delete(office.device, [first])
    receipting.delete(office.device, [second], without_receipt_reason="danger")


def without_its_log(office: Office, bundle_id: str) -> Path:
    """The bundle as it would be had somebody cut out what came before it."""

    def cut(taken: Taken) -> Taken:
        span = descriptions.decode(taken.of("bundle.json")).log
        lines = taken.of("custody.log").splitlines(keepends=True)
        seq = span.seq - 1
        log = {
            "prev_seq": seq,
            "prev_head": chain.hash_of(lines[-2]),
            "seq": span.seq,
            "head": span.head,
        }
        return taken.put("custody.log", lines[-1]).described(log=log)

    return forged(office, bundle_id, cut)

"""What the screens after the words need: drafts being read back, a device that sealed, an archive.

Everything is made by the services; what is odd in the archive became odd as it would in life.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from intake_app.domain.reading_back import Verdict
from intake_app.localization.reference import consent_form
from intake_app.services import (
    archive_reading,
    demo_files,
    enrolling,
    exhibits,
    giving_receipts,
    handing_over,
    importing,
    interviewing,
    invented,
    organising,
    reading,
    receipting,
    sealing,
    withdrawing,
)
from intake_app.services.sealing import Sealing
from intake_app.services.session import Session
from tests.gui.trust_world import ask_and_approve, pin

if TYPE_CHECKING:
    from tests.gui.world import Place, World

NAME = "مرکز اسناد دادخواهی"


def reading_place(world: World) -> Place:
    """An interviewer's vault: a statement half read, one nobody has read, one that is agreed."""
    place = world.make("reading", "interviewer")
    session = place.session
    place.notes["half"] = hear_witness(session, "statement-fa")
    place.notes["unread"] = hear_witness(session, "statement-second-fa")
    place.notes["agreed"] = hear_witness(session, "statement-fa")
    paragraphs = interviewing.load(session, place.notes["half"]).narrative
    verdicts: tuple[Verdict, ...] = ("agreed", "agreed", "removed", "agreed")
    for paragraph, verdict in zip(paragraphs, verdicts, strict=False):
        reading.hear(session, place.notes["half"], paragraph.id, verdict)
        world.clock.advance(30)
    changed = paragraphs[1].text.replace("بیدستان", "بیدستان بالا")
    reading.hear(session, place.notes["half"], paragraphs[1].id, "changed", text=changed)
    reading.note(session, place.notes["half"], how="interpreter", remark="")
    world.clock.advance(30)
    reading.hear(session, place.notes["half"], paragraphs[4].id, "agreed")
    agree(session, place.notes["agreed"])
    attach_papers(world, session, place.notes["agreed"])
    return place


def archive(world: World) -> Place:
    """A coordinator's vault with everything that can arrive in it; `notes` name the bundles.

    Its devices are in `notes` too: `device` (one bundle received, one handed over, one waiting)
    and `joined`, which has a statement ready to be sealed.
    """
    office = world.make("archive", "coordinator")
    organising.found(office.session, NAME)
    device = _computer(world, office, "sealing device", "Nasrin 2")
    joined = _computer(world, office, "joined device", "Kaveh 1")
    lost = _computer(world, office, "lost device", "لپ‌تاپ شیراز")
    office.notes.update(device=device, joined=joined)
    stick = world.folder / "stick of arrivals"
    stick.mkdir()
    first = _seal(world, device, "statement-fa", papers=True)
    _arrive(office, device, stick)
    later = _correct(device, first), _withdraw(device, first)
    _seal(world, device, "statement-second-fa")
    _arrive(office, device, stick)
    _arrive_again(office, stick)
    _arrive_damaged(office, stick)
    _arrive_forked(world, office, device, stick)
    _arrive_late(world, office, lost, stick)
    office.notes.update(
        first=first.bundles[0].bundle_id,
        identity=first.bundles[-1].bundle_id,
        correction=later[0].bundles[0].bundle_id,
        withdrawal=later[1].bundles[0].bundle_id,
        sealing=first,
    )
    office.notes["items"] = {}
    for row in importing.inbox(office.session):
        office.notes["items"].setdefault(row.code or row.verdict, row.item_id)
    # Each look into a record is noted: its history has its full height from the first picture on.
    for _look in range(12):
        archive_reading.open_record(office.session, first.bundles[-1].bundle_id)
    _fill_outbox(world, office, device)
    joined.notes["ready"] = hear_witness(joined.session, "statement-fa")
    attach_papers(world, joined.session, joined.notes["ready"])
    agree(joined.session, joined.notes["ready"])
    joined.notes["begun"] = hear_witness(joined.session, "statement-second-fa")
    return office


def _computer(world: World, office: Place, name: str, label: str) -> Place:
    made = world.make(name, "interviewer")
    pin(office, made)
    ask_and_approve(office, made, label)
    return made


def _seal(world: World, device: Place, witness: str, *, papers: bool = False) -> Sealing:
    statement_id = hear_witness(device.session, witness)
    if papers:
        attach_papers(world, device.session, statement_id)
    told = invented.witness(witness).amended
    agree(device.session, statement_id)
    if told is not None:
        paragraph = interviewing.load(device.session, statement_id).narrative[told.paragraph]
        text = paragraph.text.replace(told.old, told.new)
        reading.hear(
            device.session, statement_id, paragraph.id, "changed", text=text, reason=told.reason
        )
        reading.agree(device.session, statement_id, "interpreter", "سپاس از این‌که شنیدید.")
    world.clock.advance(3600)
    return sealing.seal(device.session, statement_id)


def _correct(device: Place, first: Sealing) -> Sealing:
    told = invented.witness("statement-fa")
    opening = told.opening(device.session.now(), consent_form().version)
    made = withdrawing.correction(
        device.session, first.bundles[0].bundle_id, "correction", opening
    ).statement_id
    interviewing.write_narrative(device.session, made, "نام آن نگهبان را اشتباه گفته بودم.")
    agree(device.session, made)
    return sealing.seal(device.session, made)


def _withdraw(device: Place, first: Sealing) -> Sealing:
    made = withdrawing.withdrawal(device.session, first.bundles[0].bundle_id)
    return sealing.seal(device.session, made.statement_id)


def _arrive(office: Place, device: Place, stick: Path) -> None:
    done = handing_over.hand_over(device.session, stick)
    importing.import_many(office.session, [stick / name for name in done.copied])


def _arrive_again(office: Place, stick: Path) -> None:
    importing.import_file(office.session, min(stick.glob("*.age")))


def _arrive_damaged(office: Place, stick: Path) -> None:
    broken = stick / f"{'0b' * 16}.age"
    data = bytearray(max(stick.glob("*.age")).read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(data)
    importing.import_file(office.session, broken)
    broken.unlink()
    letter = stick / "letter.txt"
    letter.write_text("no bundle", "utf-8")
    importing.import_file(office.session, letter)
    letter.unlink()


def _arrive_forked(world: World, office: Place, device: Place, stick: Path) -> None:
    """Somebody copied the vault's folder: both copies seal and hand over."""
    folder = device.session.folder
    device.desk.lock()
    twin_folder = folder.with_name("twin")
    shutil.copytree(folder, twin_folder)
    fresh = world.open("sealing device", folder)
    device.desk, device.opened = fresh.desk, fresh.opened
    _seal(world, device, "statement-second-fa")
    _arrive(office, device, stick)
    twin = world.open("twin", twin_folder)
    _seal(world, twin, "statement-fa")
    _arrive(office, twin, stick)
    twin.desk.lock()


def _arrive_late(world: World, office: Place, lost: Place, stick: Path) -> None:
    """A computer was lost; what it sealed, nobody knows when, arrives afterwards."""
    _seal(world, lost, "statement-second-fa")
    organisation = enrolling.organisation(lost.session)
    assert organisation is not None
    organising.revoke(office.session, organisation.principal, reason="lost")
    _arrive(office, lost, stick)


def _fill_outbox(world: World, office: Place, device: Place) -> None:
    """Bring some receipts back; one bundle goes out without one, one only waits."""
    receipts = world.folder / "receipts"
    receipts.mkdir()
    given = giving_receipts.write_receipts(office.session, receipts)
    for path in given[: len(given) // 2]:
        receipting.take_in(device.session, path)
    office.notes["receipts"] = device.notes["receipts"] = tuple(given)
    _seal(world, device, "statement-second-fa")


def _note_of_archive(name: str) -> Callable[[World], Place]:
    def find(world: World) -> Place:
        made: Place = world.place("archive").notes[name]
        return made

    return find


def hear_witness(session: Session, name: str) -> str:
    """Take down what an invented witness says, and return the statement's id."""
    told = invented.witness(name)
    opening = told.opening(session.now(), consent_form().version)
    statement_id = interviewing.begin(session, opening).statement_id
    interviewing.write_narrative(session, statement_id, told.narrative)
    interviewing.revise(
        session, statement_id, witness=told.witness, answers=told.answers, **told.facts
    )
    identity = told.identity(interviewing.load_identity(session, statement_id))
    if identity is not None:
        interviewing.save_identity(session, identity)
    return statement_id


def agree(session: Session, statement_id: str, how: str = "interviewer") -> None:
    """Read everything back and agree to it."""
    for paragraph in interviewing.load(session, statement_id).narrative:
        if not paragraph.is_blank:
            reading.hear(session, statement_id, paragraph.id, "agreed")
    reading.agree(session, statement_id, how)


def attach_papers(world: World, session: Session, statement_id: str) -> None:
    """Add a photograph, a paper and a sound to a statement."""
    papers = world.folder / "papers"
    if not papers.exists():
        papers.mkdir()
        demo_files.write_all(papers)
    for path in sorted(papers.iterdir()):
        exhibits.attach(session, statement_id, path)


PLACES: Mapping[str, Callable[[World], Place]] = {
    "reading": reading_place,
    "archive": archive,
    "device": _note_of_archive("device"),
    "joined": _note_of_archive("joined"),
}

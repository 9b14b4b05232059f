"""What the screens after the words need: statements at every stage of being read back."""

from __future__ import annotations

from intake_app.domain.reading_back import Verdict
from intake_app.localization.reference import consent_form
from intake_app.services import demo_files, exhibits, interviewing, invented, reading
from intake_app.services.session import Session
from tests.gui.world import Place, World


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

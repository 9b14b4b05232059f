"""What the interview screens need: a vault in the middle of its work, files, and a full disk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from intake_app.domain.consent import USES, AnswerWord, Consent, UseAnswer
from intake_app.domain.statement import Setting
from intake_app.localization.reference import consent_form
from intake_app.services import demo_files, exhibits, interviewing
from intake_app.services.interviewing import Opening
from intake_app.services.session import Session
from intake_app.vault import connection, layout
from intake_app.vault.files import FileStore
from intake_app.vault.sealed import Sealed, SealedBundle
from tests.gui.after_world import hear_witness

if TYPE_CHECKING:
    from tests.gui.world import Place, World

BAD_NAME = "عکس\u202egpj.exe"  # its end reads the other way round where nobody spells it out


def consent(answer: AnswerWord = "yes", uses: tuple[str, ...] = USES) -> Consent:
    """Return a consent in which every use has the same answer."""
    return Consent(
        form=consent_form().version,
        language="fa",
        given_as="spoken",
        recorded_at="2026-11-24T09:00:00Z",
        uses=tuple(UseAnswer(use=use, answer=answer) for use in uses),
    )


def opening(pseudonym: str = "شاهد ۱۲۰۳", *, relation: str = "relative") -> Opening:
    """Return an opening to which the witness said yes throughout."""
    return Opening(
        kind="full",
        consent=consent(),
        setting=Setting(language="fa", place_type="home"),
        pseudonym=pseudonym,
        relation=relation,
    )


def interviewing_place(world: World) -> Place:
    """A whole draft with files, an empty one, one without files, and what was sealed before."""
    place = world.make("interviewing", "interviewer")
    session = place.session
    place.notes["empty"] = interviewing.begin(session, opening("Witness 4418")).statement_id
    world.clock.advance(3600)
    place.notes["plain"] = hear_witness(session, "statement-second-fa")
    world.clock.advance(3600)
    place.notes["whole"] = hear_witness(session, "statement-fa")
    for path in papers(place.folder):
        exhibits.attach(session, place.notes["whole"], path)
    seal_rows(session)
    return place


def crowded_place(world: World) -> Place:
    """Forty drafts."""
    place = world.make("crowded", "interviewer")
    for number in range(40):
        interviewing.begin(place.session, opening(f"Witness {2000 + 37 * number}"))
        world.clock.advance(600)
    return place


def unsaved_place(world: World) -> Place:
    """A vault with one empty draft, whose disk tests fill up."""
    place = world.make("unsaved", "interviewer")
    place.notes["empty"] = interviewing.begin(place.session, opening("Witness 4418")).statement_id
    return place


def papers(folder: Path) -> list[Path]:
    """Write a photograph, a paper, a sound, and a drawing whose name plays tricks."""
    made = demo_files.write_all(folder)
    drawing = Image.new("RGB", (900, 1400), "#e8e0d0")
    pen = ImageDraw.Draw(drawing)
    for at in range(6):
        pen.rectangle((120, 150 + 200 * at, 780, 260 + 200 * at), outline="#404040", width=6)
    out = io.BytesIO()
    drawing.save(out, "PNG")
    path = folder / BAD_NAME
    path.write_bytes(out.getvalue())
    return [*made, path]


def seal_rows(session: Session) -> None:
    """Note five statements as sealed: two wait, one of them for too long; three are gone."""
    rows = (
        ("1", "waiting", "2026-11-02T08:00:00Z"),
        ("2", "waiting", "2026-11-23T08:00:00Z"),
        ("3", "handed_over", "2026-10-01T08:00:00Z"),
        ("4", "received", "2026-10-01T08:00:00Z"),
        ("5", "received", "2026-10-02T08:00:00Z"),
    )
    for letter, state, sealed_at in rows:
        part = FileStore(session.vault, layout.OUTBOX).new()
        part.write(b"sealed")
        part.finish()
        Sealed(session.vault).add(
            SealedBundle(
                bundle_id=letter * 32,
                statement_id=letter * 32,
                kind="statement",
                outer_name=part.name,
                outer_sha256=letter * 64,
                outer_size=1_100_000,
                tagmanifest_sha256=letter * 64,
                sealed_at=sealed_at,
                state=state,  # type: ignore[arg-type]
            )
        )


@contextmanager
def full_disk(session: Session) -> Iterator[None]:
    """Let the vault's file grow no further: SQLite then answers as on a full disk."""
    pages = _pragma(session, "page_count")
    most = _pragma(session, "max_page_count")
    _pragma(session, f"max_page_count = {pages}")
    try:
        yield
    finally:
        _pragma(session, f"max_page_count = {most}")


def _pragma(session: Session, text: str) -> int:
    raw = session.vault.db._raw
    raw.set_authorizer(None)  # the fence lets nobody change this, and rightly so
    try:
        return int(raw.execute(f"PRAGMA {text}").fetchone()[0])
    finally:
        raw.set_authorizer(connection._fence(connection._FORBIDDEN))

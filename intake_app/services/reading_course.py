"""The order in which a statement is read to its witness, and where the reading stands.

Paragraphs are read one by one and each verdict is kept. Answers and facts are read too; that
they were read is known for one sitting only, since the record has no verdict on them.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from intake_app.domain import narrative
from intake_app.domain.reading_back import ReadBack
from intake_app.domain.statement import Statement
from intake_app.services import reading
from intake_app.services.session import Session
from intake_app.services.telling import Passage, passages

Heard = Literal["unread", "agreed", "changed", "removed", "read"]
READERS = ("interviewer", "interpreter", "witness_alone", "played_aloud")


@dataclass(frozen=True)
class Stop:
    """One thing to read: a paragraph (`passage` is None), an answer, or what is told of one fact.

    `text` is the paragraph as first written, `now` as the witness left it.
    """

    id: str
    heard: Heard
    text: str = ""
    now: str = ""
    direction: str = "auto"
    passage: Passage | None = None

    @property
    def is_paragraph(self) -> bool:
        """True for a paragraph of the narrative."""
        return self.passage is None


@dataclass(frozen=True)
class Tally:
    """How many paragraphs stand how, and how many answers and facts were read."""

    unread: int = 0
    agreed: int = 0
    changed: int = 0
    removed: int = 0
    others_unread: int = 0


def course(statement: Statement, read: AbstractSet[str] = frozenset()) -> tuple[Stop, ...]:
    """Return everything that is to be read: paragraphs with words, then answers, then facts.

    `read` holds the ids of answers and facts that were read in this sitting.
    """
    words = [
        _stop(paragraph, statement.read_back)
        for paragraph in statement.narrative
        if not paragraph.is_blank
    ]
    others = [
        Stop(each.id, "read" if each.id in read else "unread", passage=each)
        for each in passages(statement)
    ]
    return (*words, *others)


def tally(stops: tuple[Stop, ...]) -> Tally:
    """Return how the reading stands."""
    words = [stop.heard for stop in stops if stop.is_paragraph]
    others = [stop.heard for stop in stops if not stop.is_paragraph]
    return Tally(
        words.count("unread"),
        words.count("agreed"),
        words.count("changed"),
        words.count("removed"),
        others.count("unread"),
    )


def begin_at(statement: Statement, stops: tuple[Stop, ...]) -> int:
    """Return where the reading goes on; `len(stops)` where nothing is left but the agreement.

    A change that was typed last comes first again: it may have been cut off in the middle. After
    an agreement nothing is left.
    """
    if statement.read_back.agreed:
        return len(stops)
    said = statement.read_back.paragraphs
    if said:
        newest = max(enumerate(said), key=lambda each: (each[1].at, each[0]))[1]
        if newest.verdict == "changed":
            found = [at for at, stop in enumerate(stops) if stop.id == newest.paragraph]
            if found:
                return found[0]
    unread = [at for at, stop in enumerate(stops) if stop.heard == "unread"]
    return unread[0] if unread else len(stops)


class Change:
    """A paragraph that is being changed: what is typed is kept at once, as one correction.

    Used by one job after another, in the vault's lane.
    """

    def __init__(self, statement_id: str, paragraph: str) -> None:
        self._statement_id = statement_id
        self._paragraph = paragraph
        self._at = ""

    def keep(self, session: Session, text: str) -> Statement:
        """Keep the words as they stand now. Raises: as `reading.hear`."""
        statement = reading.hear(
            session, self._statement_id, self._paragraph, "changed", text=text, replaces=self._at
        )
        self._at = statement.read_back.paragraphs[-1].at
        return statement

    def take_back(self, session: Session) -> Statement:
        """Drop what was typed: the paragraph stands as before."""
        at, self._at = self._at, ""
        return reading.take_back(session, self._statement_id, self._paragraph, at)


def _stop(paragraph: narrative.Paragraph, read_back: ReadBack) -> Stop:
    said = read_back.verdict_on(paragraph.id)
    heard: Heard = said.verdict if said else "unread"
    now = said.text if said and said.verdict == "changed" else paragraph.text
    return Stop(paragraph.id, heard, paragraph.text, now, paragraph.direction)

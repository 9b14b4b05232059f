"""What still stands between a draft and its seal."""

from __future__ import annotations

from intake_app.domain.consent import KEEP
from intake_app.domain.reading_back import unread
from intake_app.domain.statement import Statement

CONSENT_INCOMPLETE = "consent_incomplete"
CONSENT_REFUSED = "consent_refused"
NOTHING_SAID = "nothing_said"
UNREAD = "unread_paragraphs"
NOT_AGREED = "not_agreed"


def missing(statement: Statement) -> tuple[str, ...]:
    """Return what is missing before this statement may be sealed, most basic first.

    A withdrawal seals without words and without read-back: nothing may stand in its way. A
    refusal to be kept bars everything but a withdrawal.
    """
    found = []
    if statement.consent.missing:
        found.append(CONSENT_INCOMPLETE)
    if statement.purpose == "withdrawal":
        return tuple(found)
    if not statement.consent.allows(KEEP):
        found.append(CONSENT_REFUSED)
    if not has_content(statement):
        found.append(NOTHING_SAID)
    if unread(statement.narrative, statement.read_back):
        found.append(UNREAD)
    if not statement.read_back.agreed:
        found.append(NOT_AGREED)
    return tuple(found)


def has_content(statement: Statement) -> bool:
    """True where the witness gave anything at all: words, answers, facts or files."""
    words = any(not paragraph.is_blank for paragraph in statement.narrative)
    answers = any(answer.text.strip() for answer in statement.answers)
    return bool(
        words
        or answers
        or statement.exhibits
        or statement.victims
        or statement.officials
        or statement.places
        or statement.events
        or statement.documents
    )

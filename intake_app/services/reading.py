"""Reading back: paragraph by paragraph, corrections kept beside the original."""

from __future__ import annotations

import msgspec

from intake_app import errors
from intake_app.domain import reading_back
from intake_app.domain.reading_back import Correction, ReadBack, Verdict
from intake_app.domain.statement import Statement
from intake_app.services.interviewing import load, store
from intake_app.services.session import Session


def hear(
    session: Session,
    statement_id: str,
    paragraph: str,
    verdict: Verdict,
    *,
    text: str = "",
    reason: str = "",
) -> Statement:
    """Keep the witness's verdict on one paragraph; a later verdict on it counts instead.

    A verdict other than `agreed` takes an earlier agreement to the whole back.

    Raises:
        StatementInvalid: there is no such paragraph.
    """
    with session.vault.transaction():
        statement = load(session, statement_id)
        if paragraph not in {each.id for each in statement.narrative}:
            raise errors.StatementInvalid(where="$.read_back")
        old = statement.read_back
        said = Correction(
            paragraph=paragraph, verdict=verdict, text=text, reason=reason, at=session.now()
        )
        others = old.paragraphs
        if verdict == "agreed":
            others = tuple(each for each in others if each.paragraph != paragraph)
        still = old.agreed and verdict == "agreed"
        new = msgspec.structs.replace(
            old,
            paragraphs=(*others, said),
            agreed=still,
            agreed_at=old.agreed_at if still else "",
        )
        return store(session, msgspec.structs.replace(statement, read_back=new))


def agree(session: Session, statement_id: str, how: str, remark: str = "") -> Statement:
    """Record that the witness agrees to the whole text as read back.

    Raises:
        NotReadBack: paragraphs remain that nobody read back.
    """
    with session.vault.transaction():
        statement = load(session, statement_id)
        unread = reading_back.unread(statement.narrative, statement.read_back)
        if unread:
            raise errors.NotReadBack(count=len(unread))
        new = msgspec.structs.replace(
            statement.read_back, how=how, remark=remark, agreed=True, agreed_at=session.now()
        )
        session.custody.append("readback", statement_id, corrections=_corrections(new))
        return store(session, msgspec.structs.replace(statement, read_back=new))


def _corrections(read_back: ReadBack) -> int:
    return sum(each.verdict != "agreed" for each in read_back.paragraphs)

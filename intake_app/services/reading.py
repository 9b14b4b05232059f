"""Reading back: paragraph by paragraph, corrections kept beside the original."""

from __future__ import annotations

import msgspec

from intake_app import errors
from intake_app.domain import reading_back
from intake_app.domain.reading_back import Correction, Verdict
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
    replaces: str = "",
) -> Statement:
    """Keep the witness's verdict on one paragraph; a later verdict on it counts instead.

    A verdict other than `agreed` takes an earlier agreement to the whole back. With `replaces`,
    the `at` of the correction that is still being typed, only the finished one stays.

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
        elif replaces:
            others = tuple(
                each for each in others if (each.paragraph, each.at) != (paragraph, replaces)
            )
        still = old.agreed and verdict == "agreed"
        new = msgspec.structs.replace(
            old,
            paragraphs=(*others, said),
            agreed=still,
            agreed_at=old.agreed_at if still else "",
        )
        return store(session, msgspec.structs.replace(statement, read_back=new))


def take_back(session: Session, statement_id: str, paragraph: str, at: str) -> Statement:
    """Drop the correction of `paragraph` that was being typed at `at`: the witness thought again.

    What was said of the paragraph before counts again, or it is unread once more.
    """
    with session.vault.transaction():
        statement = load(session, statement_id)
        old = statement.read_back
        kept = tuple(
            each for each in old.paragraphs if (each.paragraph, each.at) != (paragraph, at)
        )
        new = msgspec.structs.replace(old, paragraphs=kept, agreed=False, agreed_at="")
        return store(session, msgspec.structs.replace(statement, read_back=new))


def note(session: Session, statement_id: str, *, how: str, remark: str) -> Statement:
    """Keep who reads and the witness's remark while the reading goes on.

    A change takes an earlier agreement back: the witness agreed to something else.
    """
    with session.vault.transaction():
        statement = load(session, statement_id)
        old = statement.read_back
        if (old.how, old.remark) == (how, remark):
            return statement
        new = msgspec.structs.replace(old, how=how, remark=remark, agreed=False, agreed_at="")
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
        session.custody.append("readback", statement_id)
        return store(session, msgspec.structs.replace(statement, read_back=new))

"""Keeping what changes during an interview: words, answers and facts, together or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from intake_app import errors
from intake_app.domain.statement import Answer, Statement
from intake_app.services import interviewing
from intake_app.services.session import Session


@dataclass(frozen=True)
class Words:
    """The narrative as it stands: the text and one direction word for each paragraph."""

    text: str
    directions: tuple[str, ...] = ()


def note(
    session: Session,
    statement_id: str,
    *,
    words: Words | None = None,
    answers: Sequence[Answer] = (),
    fields: Mapping[str, object] | None = None,
) -> Statement:
    """Keep the narrative, answers to the guide and whole fields of a draft, in one transaction.

    Raises:
        StatementMissing, StatementTooLarge, StatementInvalid, VaultDiskFull, VaultReadOnly: what
        was kept before stays as it was. ConsentRefused: the witness no longer agrees that this is
        kept, so nothing is added.
    """
    with session.vault.transaction():
        if not interviewing.load(session, statement_id).may_be_kept:
            raise errors.ConsentRefused
        if words is not None:
            interviewing.write_narrative(session, statement_id, words.text, words.directions)
        for each in answers:
            interviewing.answer(session, statement_id, each)
        if fields:
            interviewing.revise(session, statement_id, **fields)
        return interviewing.load(session, statement_id)


def end(session: Session, statement_id: str) -> Statement:
    """Note when the witness stopped telling: the read-back comes next.

    Raises:
        StatementMissing: there is no such draft.
    """
    with session.vault.transaction():
        setting = interviewing.load(session, statement_id).setting
        ended = msgspec.structs.replace(setting, ended_at=session.now())
        session.custody.append("draft.close", statement_id)
        return interviewing.revise(session, statement_id, setting=ended)

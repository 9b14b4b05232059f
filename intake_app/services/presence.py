"""Who is in the room while somebody tells: people come and go, and each change keeps its time."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import msgspec

from intake_app.domain.statement import Present, Statement
from intake_app.errors import StatementInvalid
from intake_app.services import interviewing
from intake_app.services.session import Session


def joins(people: Sequence[Present], role: str, at: str) -> tuple[Present, ...]:
    """Return the people with somebody who comes in at `at` (RFC 3339)."""
    return (*people, Present(role=role, joined_at=at))


def leaves(people: Sequence[Present], index: int, at: str) -> tuple[Present, ...]:
    """Return the people after one of them has left at `at`: who was there stays on the list."""
    gone = msgspec.structs.replace(people[index], left_at=at)
    return (*people[:index], gone, *people[index + 1 :])


def stays(people: Sequence[Present], index: int) -> tuple[Present, ...]:
    """Return the people where one was said to have left by mistake."""
    here = msgspec.structs.replace(people[index], left_at=msgspec.UNSET)
    return (*people[:index], here, *people[index + 1 :])


def keep(
    session: Session,
    statement_id: str,
    people: Sequence[Present],
    *,
    slips: AbstractSet[str] = frozenset(),
) -> Statement:
    """Keep who is here, beside everything else that the setting tells.

    Nobody who was on the list may be missing, but for `slips`: people added by mistake, by the
    moment at which they were said to come in.

    Raises:
        StatementInvalid: somebody would be lost, or the draft is sealed.
    """
    with session.vault.transaction():
        setting = interviewing.load(session, statement_id).setting
        before = sum(not each.came or each.came not in slips for each in setting.present)
        if len(people) < before:
            raise StatementInvalid(where="$.setting.present")
        interpreted = setting.interpreted or any(each.role == "interpreter" for each in people)
        changed = msgspec.structs.replace(setting, present=tuple(people), interpreted=interpreted)
        return interviewing.revise(session, statement_id, setting=changed)

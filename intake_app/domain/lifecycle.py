"""The life of a statement on the device, as a table."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a statement stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    DELETED = "deleted"


class Event(StrEnum):
    """What can happen to it."""

    SEAL = "seal"
    HAND_OVER = "hand_over"
    RECEIPT = "receipt"
    DELETE = "delete"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.DRAFT, Event.SEAL): State.WAITING,
    (State.DRAFT, Event.DELETE): State.DELETED,
    (State.WAITING, Event.HAND_OVER): State.HANDED_OVER,
    (State.WAITING, Event.RECEIPT): State.RECEIVED,
    (State.WAITING, Event.DELETE): State.DELETED,
    (State.HANDED_OVER, Event.HAND_OVER): State.HANDED_OVER,
    (State.HANDED_OVER, Event.RECEIPT): State.RECEIVED,
    (State.HANDED_OVER, Event.DELETE): State.DELETED,
    (State.RECEIVED, Event.HAND_OVER): State.RECEIVED,
    (State.RECEIVED, Event.RECEIPT): State.RECEIVED,
    (State.RECEIVED, Event.DELETE): State.DELETED,
}


def after(state: State, event: Event) -> State | None:
    """Return the state that follows, or None where the event cannot happen."""
    return TRANSITIONS.get((state, event))

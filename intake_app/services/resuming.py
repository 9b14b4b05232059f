"""Where the work stood, so that it goes on there after a crash or the next morning.

The note lies in the vault like everything else: screen and draft, nothing of what was said.
"""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.services.session import Session
from intake_app.vault.drafts import Drafts

_KEY = "resume"
Place = tuple[str, dict[str, str]]


def stay(session: Session, screen_id: str, params: Mapping[str, str]) -> None:
    """Note the place; `params` are what the screen is opened with (`statement_id` among them)."""
    session.settings.put(_KEY, {"screen": screen_id, "params": dict(params)})


def go_home(session: Session) -> None:
    """Forget the place."""
    if session.settings.get(_KEY) is not None:
        session.settings.remove(_KEY)


def place(session: Session) -> Place | None:
    """Return the place where the work stood, or None: none was noted, or its draft is gone."""
    found = session.settings.get(_KEY)
    if not isinstance(found, dict):
        return None
    screen, params = found.get("screen"), found.get("params")
    if not isinstance(screen, str) or not isinstance(params, dict):
        return None
    known = {key: value for key, value in params.items() if isinstance(value, str)}
    drafts = {each.draft_id for each in Drafts(session.vault).all()}
    return (screen, known) if known.get("statement_id") in drafts else None

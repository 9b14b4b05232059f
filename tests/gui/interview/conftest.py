"""Somebody in front of an interviewer's vault in which nothing was begun."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake_app.clock import FixedClock
from intake_app.services import interviewing
from tests.gui.stage import settle
from tests.gui.windows import Visitor, make_vault


@pytest.fixture(scope="module", params=["fa", "en"])
def in_front(
    request: pytest.FixtureRequest, qapp: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        made = Visitor(request.param, FixedClock())
        make_vault(made, "interviewer")
        yield made
        made.leave()


@pytest.fixture
def visitor(in_front: Visitor) -> Visitor:
    """At home, with no draft."""
    in_front.window.clear()
    session = in_front.desk.session
    for row in interviewing.drafts(session):
        interviewing.discard(session, row.statement_id)
    in_front.window.revisit([], ("home", {}))
    in_front.window.say(None)
    settle()
    return in_front

"""What every screen is given: the desk it asks, the jobs it runs, the clock it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intake_app.clock import Clock, SystemClock
from intake_app.gui.jobs import Jobs

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """Handed to a screen's constructor.

    `desk` is whatever answers the screen's questions; a screen narrows it in its first line to
    the Protocol it needs (`self.desk: InboxDesk = context.desk`), so that a test needs only that.
    """

    desk: Any
    jobs: Jobs
    clock: Clock = field(default_factory=SystemClock)

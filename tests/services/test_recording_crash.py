"""Killed while recording: everything but the last second is there, sample by sample."""

from __future__ import annotations

import random
from pathlib import Path

from tests.services.recording_kills import LONGEST_S, killing

KILLS = 6  # `python -m tests.services.recording_kills` kills 200


def test_a_killed_recording_loses_its_last_second_at_most(tmp_path: Path) -> None:
    dice = random.Random(67)
    with killing(tmp_path) as scene:
        outcomes = [scene.kill(dice.uniform(0, LONGEST_S), joins=n % 3 == 0) for n in range(KILLS)]
    assert [each for each in outcomes if not each.same or each.lost_seconds > 1] == []
    assert max(each.fed for each in outcomes) > 0

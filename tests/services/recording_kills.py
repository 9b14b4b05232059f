"""Killing a recording at random moments: `python -m tests.services.recording_kills [HOW_MANY]`.

Every time the vault is opened anew, the recording is concluded, and what is there is compared with
the source sample by sample.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intake_app.services import recording_keeping
from intake_app.services import session as sessions
from intake_app.services.session import Session
from tests.services.people import WORDS, People
from tests.services.sounding import RATE, draft, kept, sound

SAMPLES = 60 * RATE
PART_SECONDS = 7
LONGEST_S = 0.7


@dataclass(frozen=True)
class Outcome:
    """What one kill left: samples fed before it, and samples that came back."""

    fed: int
    back: int
    same: bool
    parts: int

    @property
    def lost_seconds(self) -> float:
        """How much sound was lost."""
        return max(self.fed - self.back, 0) / RATE


@dataclass
class Killing:
    """A vault with one draft, copied for each kill, and the mother of those who are killed."""

    place: Path
    device: Session
    statement: str
    mother: subprocess.Popen[str]

    def kill(self, after: float, *, joins: bool) -> Outcome:
        """Record in a child, kill it after so many seconds of recording, open, compare.

        With `joins` it makes files of finished parts meanwhile, which takes most of its time.
        """
        folder = self.place / "vault"
        shutil.copytree(self.device.folder, folder)
        job = {
            "vault": str(folder),
            "draft": self.statement,
            "samples": SAMPLES,
            "part_seconds": PART_SECONDS,
            "note": str(self.place / "note"),
            "after": after,
            "joins": joins,
        }
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write(json.dumps(job) + "\n")
        self.mother.stdin.flush()
        fed = int(json.loads(self.mother.stdout.readline()))
        session = sessions.unlock(folder, bytearray(WORDS), self.device.surroundings)
        try:
            for each in recording_keeping.unfinished(session):
                recording_keeping.conclude(session, each.recording_id)
            back = kept(session, self.statement)
            parts = len(list((folder / "media").iterdir()))
            whole = session.vault.check().ok and not recording_keeping.unfinished(session)
        finally:
            session.lock()
            shutil.rmtree(folder)
        same = whole and back == sound(0, SAMPLES)[: len(back)]
        return Outcome(fed, len(back) // 2, same, parts)


@contextmanager
def killing(place: Path) -> Iterator[Killing]:
    """Make the vault and the mother."""
    people = People(place)
    device = people.person("interviewer")
    statement = draft(device)
    device.lock()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.recording_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as mother:
        yield Killing(place, device, statement, mother)
        assert mother.stdin is not None
        mother.stdin.close()
    people.close()


def main(how_many: int) -> int:
    """Kill so often, print what was lost; 1 where it was over a second, or a sample differs."""
    dice = random.Random(1367)
    with tempfile.TemporaryDirectory() as place, killing(Path(place)) as scene:
        outcomes = [
            scene.kill(dice.uniform(0, LONGEST_S), joins=n % 3 == 0) for n in range(how_many)
        ]
    lost = sorted(each.lost_seconds for each in outcomes)
    fed = sorted(each.fed / RATE for each in outcomes)
    print(f"{how_many} kills after {fed[0]:.1f} to {fed[-1]:.1f} s of sound")
    print(f"lost: median {lost[len(lost) // 2]:.2f} s, most {lost[-1]:.2f} s")
    print(f"made into files meanwhile: {sum(each.parts > 1 for each in outcomes)} times")
    print(f"sample-exact: {sum(each.same for each in outcomes)} of {how_many}")
    return int(lost[-1] > 1 or not all(each.same for each in outcomes))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))

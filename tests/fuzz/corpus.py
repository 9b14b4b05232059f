"""Where the inputs that fuzzing starts from lie: made by `python -m tests.fuzz corpus`.

`corpus/<reader>/<name>` is a seed; `found-*` among them are inputs that once showed a fault.
"""

from __future__ import annotations

from pathlib import Path

from tests.fuzz import bundle_targets, crypto_targets, time_targets, travel_targets
from tests.fuzz.targets import Target

FOLDER = Path(__file__).parent / "corpus"
TARGETS: dict[str, Target] = {
    each.name: each
    for each in (
        *crypto_targets.TARGETS,
        *travel_targets.TARGETS,
        *time_targets.TARGETS,
        *bundle_targets.TARGETS,
    )
}


def seeds_of(target: Target) -> dict[str, bytes]:
    """Return a reader's seeds by name: those in the tree, or made anew where none are kept."""
    made = {} if target.stored else dict(target.seeds())
    folder = FOLDER / target.name
    kept = {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}
    return made | kept


def write(folder: Path = FOLDER) -> int:
    """Write every stored seed; return how many bytes there are. What was found stays."""
    size = 0
    for target in TARGETS.values():
        place = folder / target.name
        for name, data in target.seeds().items() if target.stored else ():
            place.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
            size += len(data)
    return size

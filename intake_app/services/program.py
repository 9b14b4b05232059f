"""Which program this is: its version, and a hash of its own code for the record."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import intake_app
from intake_app.bundle.description import App
from intake_app.crypto.digests import sha256_hex


@lru_cache(maxsize=1)
def program() -> App:
    """Return version and build of this program.

    The build is the SHA-256 of what `sha256sum` prints for the package's `*.py` files sorted by
    path, or nothing where the code does not lie there as files.
    """
    root = Path(intake_app.__file__).parent
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py"))
    try:
        lines = [f"{sha256_hex((root / path).read_bytes())}  {path}\n" for path in paths]
    except OSError:
        lines = []
    build = sha256_hex("".join(lines).encode()) if lines else ""
    return App(version=intake_app.__version__, build_sha256=build)

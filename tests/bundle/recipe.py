"""Running the recipe that ships for outside experts: stock tools, none of our code."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from intake_app.assets import resource
from tests.bundle.a_bundle import device, trust

SCRIPT = resource("verify", "verify-bundle.sh")
OPENSSL_SCRIPT = resource("verify", "verify-with-openssl.sh")


def judged(content: bytes, when: str, signers: bytes = b"") -> tuple[bool, str]:
    """Whether the stock tools find a content sound, and what they say."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "inner.tar").write_bytes(content)
        (folder / "allowed_signers").write_bytes(signers or trust().files()["allowed_signers"])
        (folder / "work").mkdir()
        done = subprocess.run(
            [SCRIPT, folder / "inner.tar", folder / "allowed_signers", device(), when],
            capture_output=True,
            check=False,
            env={"PATH": _path(), "TMPDIR": str(folder / "work")},
        )
        assert not any((folder / "work").iterdir()), "testimony left behind"
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode in (0, 1), said
    return done.returncode == 0, said


def _path() -> str:
    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"

"""Every way in which we tamper with a bundle: by name, with our refusal, and the stock tools' duty.

`stock` says that the recipe with stock tools must refuse it as well; where it is False, the defect
is one of meaning (a field of the description, a trust decision) that those tools do not judge.
"""

from __future__ import annotations

import importlib
import re
from datetime import UTC, datetime

from intake_app.bundle import bag
from tests.bundle.a_bundle import Taken
from tests.bundle.tampering_tools import LETTER, PICTURE, TAMPERED

__all__ = ["LETTER", "PICTURE", "TAMPERED", "when"]

# Each enters its ways into the table, in the order in which a bundle is read.
for _name in ("container", "signature", "lists", "description", "statement", "log"):
    importlib.import_module(f"tests.bundle.tampering_{_name}")


def when(content: bytes) -> str:
    """The time that a bundle claims, as `ssh-keygen` reads it; ten o'clock where it has none."""
    try:
        text = Taken.apart(content).of(bag.DESCRIPTION)
    except Exception:  # noqa: BLE001 - torn apart, and the recipe must say so by itself
        return "20261125063000Z"
    found = re.search(rb'"sealed_at":"([0-9T:+Z-]{20,25})"', text)
    return _utc(found[1].decode()) if found else "20261125063000Z"


def _utc(moment: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y%m%d%H%M%SZ")
    except ValueError:
        return "20261125063000Z"

"""Closing the process to others before anything secret enters it."""

from __future__ import annotations

from intake_app.vault.hardening import Hardening
from intake_app.vault.hardening import harden as _harden

__all__ = ["Hardening", "harden"]


def harden() -> Hardening:
    """Forbid memory dumps and looking in from outside, as far as the system grants it."""
    return _harden()

"""A page whose last words no save took, while the vault is locked: hidden, alive, and given back.

Nothing but memory holds such words. Locking keeps them out of sight and takes the keys away; the
page comes back when the same vault is opened again, and its saving goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from intake_app.gui.desk import Opened
from intake_app.gui.notices import Notice
from intake_app.gui.screens.screen import Screen
from intake_app.localization.catalogs import gettext as _


class Aside:
    """Holds the page and the way that led to it; `told` notes that leaving was asked about."""

    def __init__(
        self,
        screen: Screen,
        now: tuple[str, Mapping[str, Any]],
        history: list[tuple[str, Mapping[str, Any]]],
        folder: Path | None,
    ) -> None:
        self.screen = screen
        self.now = now
        self.history = history
        self.told = False
        self._folder = folder
        screen.blockSignals(True)  # what it has to say now is for the person who owns the words
        screen.hide()

    def belongs_to(self, opened: Opened) -> bool:
        """True where the opened vault is the one that the words are for."""
        return opened.folder == self._folder

    def wake(self) -> Screen:
        """Return the page as it was."""
        self.screen.blockSignals(False)
        return self.screen


def leaving() -> Notice:
    """Return what is said before the last words are lost."""
    return Notice(
        "warning",
        _("Still open: the last words are not saved."),
        _("What was saved before is safe. Leave once more, and the last words are lost."),
    )

"""What stands inside a scroll area: as high as its texts are at the width they have."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A plain holder for a layout.

    A scroll area asks for the least height at the least width, where every text wraps at every
    word; without this the page would end in a screenful of nothing.
    """

    def minimumSizeHint(self) -> QSize:
        """Return the least width; the height follows from the width."""
        return QSize(super().minimumSizeHint().width(), 0)

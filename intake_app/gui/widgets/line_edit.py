"""A one-line field that keeps its words to itself and its direction right."""

from __future__ import annotations

import unicodedata
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from intake_app.gui.widgets.text import mark_data

Script = Literal["interface", "free", "code"]
_STRONG = {"L", "R", "AL"}


class LineEdit(QLineEdit):
    """`code` runs left to right always; `interface` and `free` take the first strong letter's way.

    An empty field stands on the interface's side, so that the caret is where one looks for it.
    """

    def __init__(self, *, script: Script = "interface", placeholder: str = "") -> None:
        super().__init__()
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.setPlaceholderText(placeholder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        if script == "code":
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
            self.setProperty("kind", "code")
            mark_data(self)
        else:
            self.textChanged.connect(self._stand)
            self._stand("")

    def _stand(self, text: str) -> None:
        """Qt asks the keyboard where an empty field begins, and reads digits from the left."""
        side = Qt.AlignmentFlag.AlignLeft
        if not any(unicodedata.bidirectional(letter) in _STRONG for letter in text):
            side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else side
            side |= Qt.AlignmentFlag.AlignAbsolute
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

"""The field in which changed words are typed: plain text, each paragraph in its own direction."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTextEdit

from intake_app.gui import clipboard
from intake_app.gui.widgets.text import mark_data

_LINES = 6


class CorrectionEdit(QTextEdit):
    """Large type, plain text only, Tab leaves it; what is copied is cleared after a while."""

    def __init__(self, *, says: str, name: str, lines: int = _LINES, large: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        if large:
            self.setProperty("kind", "correction")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        mark_data(self)
        self._lines = lines

    def sizeHint(self) -> QSize:
        """Return room for a few lines."""
        line = QFontMetrics(self.font()).lineSpacing()
        return QSize(super().sizeHint().width(), line * self._lines + 24)

    def minimumSizeHint(self) -> QSize:
        """Return the same height: a few lines are always to be seen."""
        return QSize(120, self.sizeHint().height())

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give plain text, marked as private, for a short time."""
        clipboard.shared().watch()
        return clipboard.private(self.textCursor().selection().toPlainText())

    @property
    def words(self) -> str:
        """What was typed, without line ends at its close."""
        return self.toPlainText().rstrip("\n")

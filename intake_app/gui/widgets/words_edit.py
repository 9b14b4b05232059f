"""A field for people's own words, in several lines: plain, private, each paragraph in its way.

The words are read as they were typed: no-break spaces, half-spaces and digits stay as they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from intake_app.gui import clipboard, theme
from intake_app.gui.widgets.text import mark_data

CHOSEN = int(QTextFormat.Property.UserProperty) + 1  # of a paragraph whose way somebody chose
_PARAGRAPH, _LINE = "\u2029", "\u2028"
_LEADING = 112.0  # per cent of what the font gives: Persian letters reach high and low
_MOST_UNDO = 1000
_STRONG = {"L": False, "R": True, "AL": True}
_RTL, _LTR = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
_AUTO = Qt.LayoutDirection.LayoutDirectionAuto


class WordsEdit(QTextEdit):
    """`edited` tells of changes by hand; `set_words` tells nobody.

    Grows with its text from `rows` to `most_rows` lines; with 0 it takes what room there is. A
    paragraph without letters runs as the one before it, and the first as the interface does.
    """

    edited = Signal()
    paragraph_gap: ClassVar[float] = 0.0  # px after each paragraph

    def __init__(self, *, rows: int = 2, most_rows: int = 8) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhMultiLine
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mark_data(self)
        self._rows, self._most_rows = rows, max(rows, most_rows)
        self._filling = False
        if rows:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self.set_words("")
        self.document().contentsChange.connect(self._turn_changed)
        self.textChanged.connect(self._tell)
        self.selectionChanged.connect(lambda: QTimer.singleShot(0, clipboard.clear_selection))

    # -- words ------------------------------------------------------------------------------

    def words(self) -> str:
        """Return the text exactly as typed, paragraphs joined by one LF."""
        return self.document().toRawText().replace(_PARAGRAPH, "\n").replace(_LINE, "\n")

    def set_words(self, text: str) -> None:
        """Show a text; what was there cannot be got back by undoing."""
        self._filling = True
        self.setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        set_wide = QTextBlockFormat()
        set_wide.setBottomMargin(self.paragraph_gap)
        set_wide.setLineHeight(
            _LEADING, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        )
        cursor.mergeBlockFormat(set_wide)
        for block in self.blocks():
            self._turn(block)
        self.document().clearUndoRedoStacks()
        self._filling = False
        self._grow()

    def blocks(self) -> Iterator[QTextBlock]:
        """Yield the paragraphs."""
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    # -- Qt ---------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give plain text only, marked to be left out of clipboard histories."""
        chosen = self.textCursor().selectedText()
        return clipboard.private(chosen.replace(_PARAGRAPH, "\n").replace(_LINE, "\n"))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text; a dropped file is no words."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put in plain text, with one kind of line end."""
        text = source.text().replace("\r\n", "\n").replace("\r", "\n").replace(_LINE, "\n")
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make paragraphs with Enter, Shift or not; what is copied is forgotten after a while."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the screen's primary button
            return
        if enter and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            # Qt's own Enter takes the spacing of an empty paragraph away and adds no other.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)
        copied = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
        if any(event.matches(each) for each in copied):
            clipboard.shared().watch()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keep the selection when Tab comes in: nothing is replaced by the first letter."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.ensureCursorVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow or shrink with the lines that the new width makes."""
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        """Return the height of the lines."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.height()) if self._rows else hint

    # -- inside -----------------------------------------------------------------------------

    def _tell(self) -> None:
        if not self._filling:
            if self.document().availableUndoSteps() > _MOST_UNDO:
                # What was deleted hours ago should not wait in memory.
                self.document().clearUndoRedoStacks(QTextDocument.Stacks.UndoStack)
            self.edited.emit()

    def _grow(self) -> None:
        if not self._rows:
            return
        line = self.fontMetrics().height() * _LEADING / 100
        edge = self.height() - self.viewport().height() + 2 * self.document().documentMargin()
        edge = max(edge, 2 * self.document().documentMargin() + 16)
        lines = (self.document().size().height() - 2 * self.document().documentMargin()) / line
        shown = min(max(lines, self._rows), self._most_rows)
        wanted = round(shown * line + edge)
        if wanted != self.height():
            self.setFixedHeight(wanted)
            self.updateGeometry()

    def _turn_changed(self, position: int, _removed: int, added: int) -> None:
        if self._filling:
            return
        block = self.document().findBlock(position)
        end = position + added
        while block.isValid() and block.position() <= end:
            self._turn(block)
            block = block.next()

    def _turn(self, block: QTextBlock) -> None:
        """Let a paragraph without letters run as the one before it."""
        how = block.blockFormat()
        if how.hasProperty(CHOSEN):
            return
        wanted = _AUTO
        if first_strong(block.text()) is None:
            wanted = _way(self._runs_rtl(block.previous()))
        if how.layoutDirection() != wanted:
            turned = QTextBlockFormat()
            turned.setLayoutDirection(wanted)
            cursor = QTextCursor(block)
            cursor.joinPreviousEditBlock()
            cursor.mergeBlockFormat(turned)
            cursor.endEditBlock()

    def _runs_rtl(self, block: QTextBlock) -> bool:
        return block.textDirection() == _RTL if block.isValid() else theme.current().rtl


def first_strong(text: str) -> bool | None:
    """Return whether the first strong letter runs right to left, None where there is none."""
    for letter in text:
        found = _STRONG.get(unicodedata.bidirectional(letter))
        if found is not None:
            return found
    return None


def _way(rtl: bool) -> Qt.LayoutDirection:
    return _RTL if rtl else _LTR

"""The free narrative: the witness's words at full length, each paragraph with its own direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent, QTextBlock, QTextBlockFormat, QTextCursor

from intake_app.gui import theme
from intake_app.gui.widgets.words_edit import CHOSEN, WordsEdit

HALF_SPACE = "\u200c"
SIZES = (100, 125, 150, 175, 200)
_WORDS = {Qt.LayoutDirection.RightToLeft: "rtl", Qt.LayoutDirection.LeftToRight: "ltr"}
_WAYS = {word: way for way, word in _WORDS.items()}
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_CHORD_KEYS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift})


class NarrativeEdit(WordsEdit):
    """A large plain editor; Ctrl+Shift alone turns the paragraph round, and back again."""

    paragraph_gap: ClassVar[float] = 8.0

    def __init__(self) -> None:
        super().__init__(rows=0)
        self.setProperty("kind", "narrative")
        self.setObjectName("narrative")
        self._armed = False
        self._size = SIZES[0]
        self._show_size()

    def directions(self) -> tuple[str, ...]:
        """Return one word for each paragraph: `auto`, or `rtl` or `ltr` where it was chosen."""
        return tuple(_direction(block) for block in self.blocks())

    def show_words(self, text: str, directions: Sequence[str]) -> None:
        """Show a text with the directions that were chosen; the caret stands at its end."""
        self.set_words(text)
        self._filling = True
        for block, direction in zip(self.blocks(), directions, strict=False):
            if direction in _WAYS:
                self._choose(QTextCursor(block), _WAYS[direction])
        self.document().clearUndoRedoStacks()
        self._filling = False
        self.moveCursor(QTextCursor.MoveOperation.End)

    def turn_round(self) -> None:
        """Turn the paragraphs of the selection, or of the caret, the other way."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        was = first.textDirection()
        rtl, ltr = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
        self._choose(cursor, ltr if was == rtl else rtl)

    def type_half_space(self) -> None:
        """Put in the half-space (ZWNJ) that Persian words are written with."""
        self.textCursor().insertText(HALF_SPACE)
        self.setFocus()

    def larger(self, steps: int) -> None:
        """Make the letters larger by so many steps, or smaller."""
        at = SIZES.index(self._size) + steps
        self._size = SIZES[min(max(at, 0), len(SIZES) - 1)]
        self._show_size()

    @property
    def size_percent(self) -> int:
        """How large the letters are, in per cent."""
        return self._size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Watch for Ctrl and Shift pressed together with nothing else."""
        self._armed = event.key() in _CHORD_KEYS and (
            _with_key(event) & _CHORD == _CHORD or self._armed
        )
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Turn the paragraph where both were let go without another key."""
        if self._armed and event.key() in _CHORD_KEYS:
            self._armed = False
            self.turn_round()
        super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Shift with another key to whom it belongs."""
        if event.type() == QEvent.Type.FocusOut:
            self._armed = False
        return super().event(event)

    def _choose(self, cursor: QTextCursor, way: Qt.LayoutDirection) -> None:
        chosen = QTextBlockFormat()
        chosen.setLayoutDirection(way)
        chosen.setProperty(CHOSEN, True)
        cursor.mergeBlockFormat(chosen)

    def _show_size(self) -> None:
        font = QFont(theme.current().font("lead"))
        font.setPixelSize(round(theme.current().size("lead") * self._size / 100))
        self.document().setDefaultFont(font)


def _direction(block: QTextBlock) -> str:
    how = block.blockFormat()
    return _WORDS.get(how.layoutDirection(), "auto") if how.hasProperty(CHOSEN) else "auto"


def _with_key(event: QKeyEvent) -> Qt.KeyboardModifier:
    own = {
        Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
        Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    }
    return event.modifiers() | own[Qt.Key(event.key())]

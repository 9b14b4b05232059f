"""A coded list as a field: choose from it, or type a part of a name in either script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QStyle

from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import Item, coded_list
from intake_app.localization.search_keys import latin_key, match_key, squeezed_key

_CODE, _KEYS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_SHORTEST_SOUND = 3  # letters of a Latin key: two consonants match everything
_LEAST_LETTERS = 12
_FRAME = 12  # px above and below the field: border and padding of the style sheet


class CodedCombo(QComboBox):
    """One code or none. Nothing is chosen by passing over it: the mouse wheel does nothing.

    `picked` tells the code chosen by hand. A code that no list knows is shown as it is and kept.
    """

    picked = Signal(str)

    def __init__(self, *lists: str, leave_out: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._typed = False
        self._told = ""
        self._line = QLineEdit()
        self.setLineEdit(self._line)
        self.addItem("", "")
        self.setItemData(0, (), _KEYS)
        self.setItemData(0, _("Nothing chosen"), Qt.ItemDataRole.AccessibleTextRole)
        for item in items_of(lists):
            if item.code not in leave_out:
                self._append(item)
        self._found = _Found(self)
        self._found.setSourceModel(self.model())
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        cast("Any", self._completer.activated)[QModelIndex].connect(self._take_found)
        self.setCompleter(self._completer)
        self._line.setPlaceholderText(_("Choose or type"))
        self._line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._line.textEdited.connect(self._look_up)
        self.activated.connect(self._take)
        self.setCurrentIndex(0)

    def sizeHint(self) -> QSize:
        """Return the usual size, high enough for the letters of the field inside."""
        return super().sizeHint().expandedTo(QSize(0, self._least_height()))

    def minimumSizeHint(self) -> QSize:
        """Return the least size, likewise."""
        return super().minimumSizeHint().expandedTo(QSize(0, self._least_height()))

    def _least_height(self) -> int:
        line = self.lineEdit()
        return 0 if line is None else line.minimumSizeHint().height() + _FRAME

    @property
    def code(self) -> str:
        """The chosen code, or nothing."""
        return str(self.currentData(_CODE) or "")

    def value(self) -> str:
        """Return the chosen code, or nothing."""
        return self.code

    def set_value(self, code: str) -> None:
        """Show a code without telling anybody."""
        at = self.findData(code, _CODE)
        if at < 0:
            self.addItem(code, code)
            at = self.count() - 1
            self.setItemData(at, (match_key(code),), _KEYS)
        self.setCurrentIndex(at)
        self._typed = False
        self._told = code

    def matches(self, text: str) -> list[str]:
        """Return the codes that a typed text finds, in the list's order."""
        self._found.look_for(text)
        return [str(self._found.index(at, 0).data(_CODE)) for at in range(self._found.rowCount())]

    def setAccessibleName(self, name: str) -> None:
        """Say what is chosen here; the line inside says it too."""
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what was typed and is no press of the screen's button then."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._typed:
            self._settle()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, where it names one thing; otherwise stay with what was chosen."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def showPopup(self) -> None:
        """Open wide enough for the longest name, where the window has the room."""
        widest = max(
            self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())
        )
        room = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 48
        self.view().setMinimumWidth(min(widest + room, self.window().width() - 32))
        super().showPopup()

    def _append(self, item: Item) -> None:
        at = self.count()
        label = item.label(active().code)
        self.addItem(label, item.code)
        names = (item.en, item.fa, *item.variants)
        self.setItemData(at, tuple(match_key(name) for name in names), _KEYS)
        other = item.en if active().code == "fa" else item.fa
        note = item.note(active().code)
        self.setItemData(at, note or other, Qt.ItemDataRole.ToolTipRole)

    def _look_up(self, text: str) -> None:
        self._typed = True
        self._found.look_for(text)
        if text.strip() and self._found.rowCount():
            self._completer.complete()
        else:
            popup = self._completer.popup()
            if popup is not None:
                popup.hide()

    def _take_found(self, index: QModelIndex) -> None:
        source = self._completer.completionModel()
        code = str(source.index(index.row(), 0).data(_CODE))
        self._choose(self.findData(code, _CODE))

    def _take(self, at: int) -> None:
        self._choose(at)

    def _settle(self) -> None:
        if not self._typed:
            return
        text = self._line.text()
        if not text.strip():
            self._choose(0)
            return
        wanted = match_key(text)
        same = [at for at in range(1, self.count()) if wanted in self.itemData(at, _KEYS)]
        found = self.matches(text)
        if len(same) == 1:
            self._choose(same[0])
        elif len(found) == 1:
            self._choose(self.findData(found[0], _CODE))
        else:
            self._typed = False
            self.setEditText(self.itemText(self.currentIndex()))

    def _choose(self, at: int) -> None:
        self._typed = False
        self.setCurrentIndex(at)
        self.setEditText(self.itemText(at))
        if self.code != self._told:
            self._told = self.code
            self.picked.emit(self.code)


class _Found(QSortFilterProxyModel):
    """The rows that a typed text names, in either script and in the usual Latin spellings."""

    def __init__(self, parent: CodedCombo) -> None:
        super().__init__(parent)
        self._plain = self._squeezed = self._sound = ""

    def look_for(self, text: str) -> None:
        self._plain, self._squeezed = match_key(text), squeezed_key(text)
        sound = latin_key(text)
        self._sound = sound if len(sound) >= _SHORTEST_SOUND else ""
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: QModelIndex | QPersistentModelIndex) -> bool:
        keys = self.sourceModel().index(row, 0).data(_KEYS) or ()
        return any(self._names(key) for key in keys)

    def _names(self, key: str) -> bool:
        if self._plain in key or (self._squeezed and self._squeezed in squeezed_key(key)):
            return True
        return bool(self._sound) and self._sound in latin_key(key)


def items_of(lists: Sequence[str]) -> list[Item]:
    """Return the items of several lists; «other» and «not known» once, at the end."""
    found: dict[str, Item] = {}
    last: dict[str, Item] = {}
    for name in lists:
        for item in coded_list(name).items:
            (last if item.code in {"other", "unknown"} else found).setdefault(item.code, item)
    return [*found.values(), *last.values()]

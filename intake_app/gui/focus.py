"""Where the keyboard goes: Tab walks the screen as it is read, then the frame round it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

_FILLED_IN = (
    QLineEdit,
    QTextEdit,
    QPlainTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
)


def stops(*roots: QWidget) -> list[QWidget]:
    """Return what Tab stops at below each root, in the order in which it was put there.

    Qt's own chain follows the time of making: what a screen adds later would come last.
    """
    return [
        each
        for root in roots
        for each in _below(root)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isEnabledTo(each.window())
        # The field inside a list hands the focus back to it: a stop there would be a trap.
        and each.focusProxy() is None
    ]


def move(way: list[QWidget], now: QWidget | None, *, forward: bool) -> bool:
    """Give the focus to the next stop of a way, or to the one before; False where there is none."""
    if not way:
        return False
    if now in way:
        target = way[(way.index(now) + (1 if forward else -1)) % len(way)]
    else:
        target = way[0 if forward else -1]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    show(target)
    return True


def first(screen: QWidget, primary: QWidget | None) -> QWidget | None:
    """Return where a screen begins: what is to be filled in, else its primary button."""
    way = stops(screen)
    for each in way:
        if isinstance(each, _FILLED_IN):
            return each
    return primary if primary in way else next(iter(way), None)


def show(widget: QWidget) -> None:
    """Scroll so that a widget is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def _below(root: QWidget) -> Iterator[QWidget]:
    for child in root.children():
        if isinstance(child, QWidget) and child.isVisibleTo(root) and not child.isWindow():
            yield child
            yield from _below(child)

"""Right-to-left is the exact mirror of left-to-right, except for what must not turn."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from tests.gui.gates.seeing import is_qt_part, place_in, visible

_SLACK = 2  # px
Places = list[tuple[str, QRect]]


def places(window: QWidget) -> Places:
    """Return where every widget stands that is laid out in the interface's direction."""
    return [
        (type(each).__name__ + each.objectName(), place_in(each, window))
        for each in visible(window)
        if not is_qt_part(each) and not _keeps_direction(each, window)
    ]


def faults(window: QWidget, ltr: Places, rtl: Places) -> list[str]:
    """Return a complaint for each widget that does not stand where the mirror puts it."""
    if [name for name, _ in ltr] != [name for name, _ in rtl]:
        return ["the two directions show different widgets"]
    width = window.width()
    return [
        f"{name}: mirrored {box} should be {_mirrored(was, width)}"
        for (name, was), (_name, box) in zip(ltr, rtl, strict=True)
        if abs(_mirrored(was, width).x() - box.x()) > _SLACK or abs(was.y() - box.y()) > _SLACK
    ]


def _mirrored(rect: QRect, width: int) -> QRect:
    return QRect(width - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())


def _keeps_direction(widget: QWidget, window: QWidget) -> bool:
    """Return whether a widget or one round it was given a direction of its own."""
    at: QWidget | None = widget
    while at is not None and at is not window:
        if at.testAttribute(Qt.WidgetAttribute.WA_SetLayoutDirection) and at is not widget:
            return True
        at = at.parentWidget()
    return False

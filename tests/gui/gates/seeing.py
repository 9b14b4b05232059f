"""What the gates look at: the widgets that a person sees, and how a complaint calls them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def visible(root: QWidget) -> Iterator[QWidget]:
    """Yield every visible widget below `root`, parents first; Qt's own parts are left out."""
    for child in root.children():
        if isinstance(child, QWidget) and child.isVisibleTo(root) and not child.isWindow():
            yield child
            yield from visible(child)


def named(widget: QWidget) -> str:
    """Return how a complaint calls a widget."""
    says = widget.property("text") or widget.accessibleName() or ""
    return f"{type(widget).__name__} {widget.objectName()!r} {str(says)[:60]!r}"


def place_in(widget: QWidget, root: QWidget) -> QRect:
    """Return where a widget stands on `root`."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def tab_stops(root: QWidget) -> list[QWidget]:
    """Return every widget that Tab should reach."""
    return [
        each
        for each in visible(root)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isEnabledTo(root)
        and each.focusProxy() is None
    ]


def is_qt_part(widget: QWidget) -> bool:
    """Return whether Qt made this widget inside one of its own: viewports, scroll bars."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or (
        isinstance(parent, QAbstractScrollArea) and widget is not parent.viewport()
    )

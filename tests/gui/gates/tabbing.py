"""Tab reaches everything and leaves it again; Shift+Tab goes the same way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget

from tests.gui.gates.seeing import named, tab_stops


def faults(window: QWidget) -> list[str]:
    """Return a complaint for each widget that Tab misses, and where Shift+Tab goes elsewhere."""
    wanted = tab_stops(window)
    if not wanted:
        return []
    start = QApplication.focusWidget()
    if start is None:
        return ["nothing has the focus"]
    forward = _walk(window, start, Qt.KeyboardModifier.NoModifier, len(wanted) + 3)
    missed = [f"Tab never reaches {named(each)}" for each in wanted if not _reached(each, forward)]
    if missed:
        return [*missed, "it went: " + " → ".join(named(each) for each in forward)]
    backward = _walk(window, start, Qt.KeyboardModifier.ShiftModifier, len(wanted) + 3)
    if backward[1:] != forward[1:][::-1]:
        ways = (" → ".join(each.objectName() for each in way) for way in (forward, backward))
        return ["Shift+Tab is not Tab backwards: " + " / ".join(ways)]
    return []


def _reached(widget: QWidget, way: list[QWidget]) -> bool:
    """Return whether Tab came by; of buttons that exclude each other one is enough."""
    if widget in way:
        return True
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        return any(each in way for each in group.buttons())
    if isinstance(widget, QRadioButton):
        siblings = (each for each in way if isinstance(each, QRadioButton))
        return any(each.parentWidget() is widget.parentWidget() for each in siblings)
    return False


def _walk(
    window: QWidget, start: QWidget, modifier: Qt.KeyboardModifier, most: int
) -> list[QWidget]:
    start.setFocus(Qt.FocusReason.TabFocusReason)
    way = [start]
    for _ in range(most):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab, modifier)
        now = QApplication.focusWidget()
        if now is None or now is start:
            break
        way.append(now)
    return way

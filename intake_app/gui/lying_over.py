"""What lies over the window and does not go with it: dialogs, lists that fell open, hints."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QToolTip, QWidget


def clear(window: QWidget) -> None:
    """Hide everything that is shown besides windows of the same kind as `window`.

    All of it, not only what belongs to the page: a file's name may stand in any of them. Nothing is
    closed, for Qt would end the program with the last window that is.
    """
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and not isinstance(each, type(window)):
            each.hide()
    QToolTip.hideText()

"""Every text went through a catalog: under the made-up language no plain Latin word is left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from intake_app.assets import resource
from intake_app.gui.widgets.text import DATA, Label
from intake_app.localization import languages
from tests.gui.gates.seeing import named, visible

_WORD = re.compile(r"[A-Za-z]{2,}")
_VALUE = re.compile("\u2068[^\u2069]*\u2069|\u2066[^\u2069]*\u2069")  # inserted values are data
# Keys are called the same on every keyboard, the program's name is its name.
_ALLOWED = re.compile(
    r"\b(Ctrl|Alt|Shift|Esc|Enter|Tab|Space|Caps Lock|F[0-9]+|Intake|USB)\b(\+[A-Za-z0-9]+)*"
)
_MOST_ROWS = 40


def faults(window: QWidget) -> list[str]:
    """Return a complaint for each text that never went through a catalog."""
    found = []
    for widget in visible(window):
        if _is_data(widget):
            continue
        for kind, text in _texts(widget):
            if not _is_translated(text):
                found.append(f"{named(widget)}: {kind} {text[:80]!r}")
    return found


def _is_translated(text: str) -> bool:
    if text.strip() in _shipped():
        return True
    return not _WORD.search(_ALLOWED.sub("", _VALUE.sub("", text)))


def _is_data(widget: QWidget | None) -> bool:
    while widget is not None:
        if widget.property(DATA):
            return True
        widget = widget.parentWidget()
    return False


def _texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    if isinstance(widget, Label):
        yield "text", widget.plain
    elif not isinstance(widget, QTextEdit | QPlainTextEdit | QLineEdit | QComboBox):
        yield "text", str(widget.property("text") or "")
    yield "tooltip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        yield "placeholder", widget.placeholderText()
    if isinstance(widget, QComboBox):
        for at in range(min(widget.count(), _MOST_ROWS)):
            yield "choice", widget.itemText(at)
    if isinstance(widget, QTabBar):
        for at in range(widget.count()):
            yield "tab", widget.tabText(at)
    if isinstance(widget, QTableView) and widget.model() is not None:
        for at in range(widget.model().columnCount()):
            yield "column", str(widget.model().headerData(at, Qt.Orientation.Horizontal) or "")
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget.model())


def _cells(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    for row in range(min(model.rowCount(), _MOST_ROWS)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for column in range(columns):
            for kind, role in (
                ("cell", Qt.ItemDataRole.DisplayRole),
                ("cell name", Qt.ItemDataRole.AccessibleTextRole),
                ("cell tooltip", Qt.ItemDataRole.ToolTipRole),
            ):
                yield kind, str(model.index(row, column).data(role) or "")


@cache
def _shipped() -> frozenset[str]:
    """Return the English texts of the shipped content, which stands in two languages of its own."""
    found: set[str] = {each.endonym for each in languages.registry().values()}
    for path in sorted(resource("data").rglob("*.json")):
        _collect(json.loads(path.read_text("utf-8")), found)
    return frozenset(found)


def _collect(node: object, found: set[str]) -> None:
    if isinstance(node, dict):
        for each in node.values():
            _collect(each, found)
    elif isinstance(node, list):
        for each in node:
            _collect(each, found)
    elif isinstance(node, str):
        found.add(node.strip())

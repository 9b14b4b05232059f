"""Nothing is cut off, nothing lies on something else, nothing hangs over its frame."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from intake_app.gui.widgets.text import Label
from tests.gui.gates.seeing import is_qt_part, named, visible

_SLACK = 1  # px: rounding of fractional font heights


def faults(window: QWidget) -> list[str]:
    """Return a complaint for each text that is cut and each widget that overlaps or hangs over."""
    found: list[str] = []
    for widget in visible(window):
        if is_qt_part(widget):
            continue
        found.extend(f"{named(widget)}: {fault}" for fault in _cut(widget))
        found.extend(_hangs_over(widget))
        found.extend(_overlaps(widget))
    return found


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, QPushButton | QToolButton | QCheckBox | QRadioButton):
        if isinstance(widget.parentWidget(), QLineEdit):
            return
        if widget.hasHeightForWidth():
            needed = widget.heightForWidth(widget.width())
            if widget.height() + _SLACK < needed:
                yield f"needs {needed} px of height, has {widget.height()}"
        else:
            yield from _smaller(widget, widget.minimumSizeHint())
    elif isinstance(widget, QComboBox):
        room = widget.width() - 44
        if widget.fontMetrics().horizontalAdvance(widget.currentText()) > room:
            yield f"the choice is wider than {room}"
    elif isinstance(widget, QLineEdit):
        shown = widget.placeholderText() if not widget.text() else ""
        if widget.fontMetrics().horizontalAdvance(shown) > widget.width() - 20:
            yield "the placeholder is cut"
        if widget.height() + _SLACK < widget.minimumSizeHint().height():
            yield "too low for its letters"
    elif isinstance(widget, QTabBar):
        for at in range(widget.count()):
            if (
                widget.fontMetrics().horizontalAdvance(widget.tabText(at))
                > widget.tabRect(at).width()
            ):
                yield f"tab {at} is cut"
    elif isinstance(widget, QTableView):
        yield from _cut_header(widget)
    elif isinstance(widget, QScrollArea):
        inside = widget.widget()
        off = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if off and inside is not None and inside.width() > widget.viewport().width():
            yield f"content is {inside.width()} wide, the view {widget.viewport().width()}"


def _cut_label(label: QLabel) -> Iterator[str]:
    if label.property("elides") or (not label.text() and label.pixmap().isNull()):
        return
    if not label.wordWrap():
        yield from _smaller(label, label.sizeHint())
        return
    needed = label.heightForWidth(label.width())
    if label.height() + _SLACK < needed:
        yield f"needs {needed} px of height, has {label.height()}"
    text = label.plain if isinstance(label, Label) else label.text()
    room = label.contentsRect().width() - 2 * label.margin()
    metrics = label.fontMetrics()
    for word in text.split():
        if metrics.horizontalAdvance(word) > room + _SLACK:
            yield f"the word {word!r} is wider than {room}"


def _smaller(widget: QWidget, hint: object) -> Iterator[str]:
    width, height = hint.width(), hint.height()  # type: ignore[attr-defined]
    if widget.width() + _SLACK < width or widget.height() + _SLACK < height:
        yield f"needs {width}×{height}, has {widget.width()}×{widget.height()}"


def _cut_header(table: QTableView) -> Iterator[str]:
    header, model = table.horizontalHeader(), table.model()
    if not header.isVisible() or model is None:
        return
    for at in range(model.columnCount()):
        text = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        if not header.isSectionHidden(at):
            needed = header.fontMetrics().horizontalAdvance(text) + 16
            if needed > header.sectionSize(at):
                yield f"column {text!r} needs {needed}, has {header.sectionSize(at)}"


def _hangs_over(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return
    if not parent.rect().contains(widget.geometry()) and not widget.geometry().isEmpty():
        yield f"{named(widget)}: {_box(widget.geometry())} hangs over {_box(parent.rect())}"


def _overlaps(parent: QWidget) -> Iterator[str]:
    if isinstance(parent, QLineEdit | QAbstractScrollArea | QComboBox | QTabBar | QHeaderView):
        return
    children = [
        each
        for each in parent.children()
        if isinstance(each, QWidget)
        and each.isVisibleTo(parent)
        and not each.isWindow()
        and not each.geometry().isEmpty()
    ]
    for one, other in combinations(children, 2):
        if one.geometry().intersects(other.geometry()):
            yield f"{named(one)} overlaps {named(other)}"


def _box(rect: QRect) -> str:
    return f"({rect.x()},{rect.y()} {rect.width()}×{rect.height()})"


def small_targets(window: QWidget, least: int = 24) -> list[str]:
    """Return a complaint for each button that is hard to hit."""
    return [
        f"{named(each)}: {each.width()}×{each.height()} is hard to hit"
        for each in visible(window)
        if isinstance(each, QAbstractButton)
        and not is_qt_part(each)
        and not isinstance(each.parentWidget(), QLineEdit)
        and min(each.width(), each.height()) < least
    ]

"""What a screen reader is told: every focusable node has a name, no two neighbours the same."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QWidget

_ITEMS = {
    QAccessible.Role.ListItem,
    QAccessible.Role.Cell,
    QAccessible.Role.TreeItem,
    QAccessible.Role.Row,
    QAccessible.Role.StaticText,
    QAccessible.Role.MenuItem,
}
_MOST_CHILDREN = 200


def faults(window: QWidget) -> list[str]:
    """Return a complaint for each focusable node without a name of its own."""
    root = QAccessible.queryAccessibleInterface(window)
    found: list[str] = []
    seen: dict[tuple[object, str], int] = {}
    for node in _nodes(root):
        state = node.state()
        if not state.focusable or state.invisible or state.disabled:
            continue
        name = _name(node)
        if not name:
            found.append(f"{_called(node)}: no name")
        elif node.role() not in _ITEMS:
            seen[node.role(), name] = seen.get((node.role(), name), 0) + 1
    found.extend(
        f"{count} nodes of role {role} are all called {name!r}"
        for (role, name), count in seen.items()
        if count > 1
    )
    return found


def _name(node: QAccessibleInterface) -> str:
    made = node.object()
    if isinstance(made, QComboBox):  # on Linux Qt calls it by its value, its label stands beside it
        return made.accessibleName().strip()
    return node.text(QAccessible.Text.Name).strip()


def _nodes(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for at in range(min(node.childCount(), _MOST_CHILDREN)):
        child = node.child(at)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from _nodes(child)


def _called(node: QAccessibleInterface) -> str:
    made = node.object()
    name = made.objectName() if made is not None else ""
    return f"{type(made).__name__} {name!r} role {node.role()}"

"""Fields with labels above them, hints and errors under them, and names for screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.text import Label, restyle
from intake_app.localization.catalogs import gettext as _


class Field(QWidget):
    """A label, a field under it, a hint, and an error in words when there is one.

    `required` and `optional` are said in words beside the label, never by a star alone.
    """

    def __init__(
        self,
        label: str,
        widget: QWidget,
        *,
        name: str,
        hint: str = "",
        required: bool = False,
        optional: bool = False,
    ) -> None:
        super().__init__()
        now = theme.current()
        self.widget = widget
        widget.setObjectName(name)
        widget.setAccessibleName(label)
        if hint:
            widget.setAccessibleDescription(hint)
        shown = label
        if required:
            shown = _("{label} (needed)", label=label)
        elif optional:
            shown = _("{label} (optional)", label=label)
        self.label = Label(shown, "label")
        if not isinstance(widget, QAbstractButton):
            self.label.setBuddy(widget)
        self.hint = Label(hint, "small")
        self.error = Label("", "body")
        self.error.setProperty("kind", "error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(1))
        for part in (self.label, widget, self.hint, self.error):
            column.addWidget(part)
        # Only now: what is shown without a parent flashes up as a window of its own.
        self.hint.setVisible(bool(hint))

    def set_error(self, text: str) -> None:
        """Show what is wrong under the field, or take it away."""
        self.error.say(text)
        self.error.setVisible(bool(text))
        self.widget.setProperty("invalid", "true" if text else "false")
        if isinstance(self.widget, QLineEdit):
            restyle(self.widget)
        described = text or self.hint.plain
        self.widget.setAccessibleDescription(described)


class Section(QWidget):
    """A heading, a sentence, and what belongs under it."""

    def __init__(self, heading: str, detail: str = "", *widgets: QWidget) -> None:
        super().__init__()
        now = theme.current()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, now.space(2), 0, 0)
        self.column.setSpacing(now.space(3))
        self.heading = Label(heading, "heading")
        self.column.addWidget(self.heading)
        if detail:
            self.column.addWidget(Label(detail, "soft"))
        for widget in widgets:
            self.column.addWidget(widget)

    def add(self, widget: QWidget) -> None:
        """Append a widget."""
        self.column.addWidget(widget)

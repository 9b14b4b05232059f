"""Labels: every text on a screen is one of a few kinds, set by the style sheet."""

from __future__ import annotations

import html
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from intake_app.gui import theme
from intake_app.localization.direction import held
from intake_app.localization.isolate import LRM, RLM, isolate, visible_controls

Kind = Literal["title", "heading", "lead", "body", "soft", "small", "label", "words"]
DATA = "data"  # property of widgets that show people's data: never held against the catalogs


class Label(QLabel):
    """A text of one kind that wraps; running Persian text gets its wider line height."""

    def __init__(self, text: str = "", kind: Kind = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._plain = ""
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._plain = text
        now = theme.current()
        if now.leading > 100 and self.property("kind") in {"body", "soft", "lead"}:  # noqa: PLR2004
            self.setTextFormat(Qt.TextFormat.RichText)
            escaped = html.escape(text).replace("\n", "<br>")
            # A first line of digits would turn the paragraph round: the mark holds its direction.
            self.setText(
                f'<p dir="rtl" style="margin:0; line-height:{now.leading}%">{RLM}{escaped}</p>'
            )
        else:
            self.setText(held(text))
        self.setAccessibleName(text)

    @property
    def plain(self) -> str:
        """The text as it was given."""
        return self._plain


def title(text: str) -> Label:
    """Return the one title of a screen."""
    return Label(text, "title")


def heading(text: str) -> Label:
    """Return the heading of a section."""
    return Label(text, "heading")


def body(text: str) -> Label:
    """Return running text."""
    return Label(text)


def soft(text: str) -> Label:
    """Return text of lesser weight: explanations under a field, hints."""
    return Label(text, "soft")


def at_start(text: str) -> str:
    """Return people's own data so that it stands at the interface's start side.

    Whatever its letters are: a Persian name heads an English card from the left. Marks of direction
    in it are spelled out.
    """
    side = RLM if theme.current().rtl else LRM
    return side + isolate(visible_controls(text)) if text else ""


def data_label(text: str, kind: Kind = "body") -> Label:
    """Return a label with people's own data, at the start side whatever its letters are.

    Marks of direction in it are spelled out.
    """
    made = Label(at_start(text), kind)
    made.setAccessibleName(visible_controls(text))
    mark_data(made)
    return made


def mark_data(widget: QWidget) -> None:
    """Say that a widget shows people's own data, which no catalog translates."""
    widget.setProperty(DATA, True)


def restyle(widget: QWidget) -> None:
    """Make the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)

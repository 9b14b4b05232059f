"""An answer or a fact in plain words: labels on the start side, the witness's own words large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.paragraph_view import ParagraphView
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.services.telling import Passage, PassageKind
from intake_app.services.telling_parts import Line


class PassageView(QWidget):
    """Shows one passage; `large` is for reading aloud, `heading` names it."""

    def __init__(self, passage: Passage, *, large: bool = False, heading: bool = True) -> None:
        super().__init__()
        now = theme.current()
        self._kind = "reading" if large else "body"
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(now.space(4))
        self._grid.setVerticalSpacing(now.space(2 if large else 1))
        self._grid.setColumnStretch(1, 1)
        labelled = any(line.label for line in passage.lines)
        self._start = 1 if labelled else 0
        if labelled:
            self._grid.setColumnMinimumWidth(0, now.measure("narrow") // 4)
        if heading:
            self._across(Label(passage_word(passage.kind), "small"))
            self._across(_data(Label(passage.heading, "heading")))
        for line in passage.lines:
            self._add(line)

    def _across(self, widget: QWidget) -> None:
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def _beside(self, widget: QWidget, row: int) -> None:
        self._grid.addWidget(widget, row, self._start, 1, 2 - self._start)

    def _add(self, line: Line) -> None:
        row = self._grid.rowCount()
        if line.label:
            label = Label(line.label, "soft")
            label.setMaximumWidth(theme.current().measure("narrow") // 3)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        if line.text.strip():
            shown = (
                ParagraphView(line.text, kind=self._kind, beside_label=bool(line.label))
                if line.words
                else Label(line.text)
            )
            self._beside(shown, row)
            row += 1
        for note in line.notes:
            self._beside(_data(Label(note, "soft")), row)
            row += 1


def passage_word(kind: PassageKind) -> str:
    """Return what a passage tells of, in a word or two."""
    return {
        "answer": _("Answer"),
        "victim": _("Person spoken of"),
        "official": _("Person alleged to be responsible"),
        "place": _("Place"),
        "event": _("Event"),
        "document": _("Paper or object"),
    }[kind]


def _data(label: Label) -> Label:
    mark_data(label)
    return label

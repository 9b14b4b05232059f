"""The end of the reading: what was said, what nobody has read yet, and the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.reading_back import ReadBack
from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.reading_list import name_of
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.gui.widgets.words_edit import WordsEdit
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.times import moment
from intake_app.services.reading_course import Stop, tally

_MOST_LINKS = 40
_NAME_LETTERS = 60


class ReadingEnd(QWidget):
    """`jumped` tells which stop was clicked, `remarked` that the remark was typed on."""

    jumped = Signal(int)
    remarked = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(4))
        self.lines = Card()
        self._unread = Card()
        self.remark = WordsEdit(rows=2)
        self.remark.edited.connect(self.remarked)
        self.field = Field(
            _("What the witness wants to add"),
            self.remark,
            name="remark",
            hint=_("In their own words. A change here asks for the agreement again."),
            optional=True,
        )
        for part in (self.lines, self._unread, self.field):
            column.addWidget(part)
        self.links: list[QWidget] = []

    def show_state(self, stops: Sequence[Stop], read_back: ReadBack) -> None:
        """Show how the reading stands."""
        _empty(self.lines)
        for line in _summary(tuple(stops), read_back):
            self.lines.add(line)
        self._show_unread([] if read_back.agreed else stops)
        if not self.remark.hasFocus() and self.remark.words() != read_back.remark:
            self.remark.set_words(read_back.remark)

    def _show_unread(self, stops: Sequence[Stop]) -> None:
        _empty(self._unread)
        self.links = []
        waiting = [(at, stop) for at, stop in enumerate(stops) if stop.heard == "unread"]
        self._unread.setVisible(bool(waiting))
        if not waiting:
            return
        self._unread.add(Label(_("Not read yet: choose one to go there"), "heading"))
        row = FlowRow(gap=theme.current().space(2))
        for at, stop in waiting[:_MOST_LINKS]:
            name = _short(name_of(stop, at))
            link = button(name, partial(self.jumped.emit, at), name=f"unread_{at}")
            if not stop.is_paragraph:
                mark_data(link)
            row.add(link)
            self.links.append(link)
        self._unread.add(row)
        if len(waiting) > _MOST_LINKS:
            more = len(waiting) - _MOST_LINKS
            self._unread.add(Label(ngettext("and {n} more", "and {n} more", more), "soft"))


def _summary(stops: tuple[Stop, ...], read_back: ReadBack) -> list[ToneLine]:
    now = tally(stops)
    lines = []
    if read_back.agreed:
        when = moment(read_back.agreed_at)
        lines.append(ToneLine("success", _("The witness agreed to this text: {when}.", when=when)))
    if now.agreed:
        text = ngettext("{n} paragraph is right.", "{n} paragraphs are right.", now.agreed)
        lines.append(ToneLine("success", text))
    if now.changed:
        text = ngettext(
            "{n} paragraph was changed; the first words stay beside it.",
            "{n} paragraphs were changed; the first words stay beside them.",
            now.changed,
        )
        lines.append(ToneLine("info", text))
    if now.removed:
        text = ngettext(
            "{n} paragraph was removed at the witness's wish.",
            "{n} paragraphs were removed at the witness's wish.",
            now.removed,
        )
        lines.append(ToneLine("info", text))
    if now.unread:
        text = ngettext(
            "{n} paragraph was not read yet.", "{n} paragraphs were not read yet.", now.unread
        )
        lines.append(ToneLine("warning", text))
    if now.others_unread and not read_back.agreed:
        text = ngettext(
            "{n} answer or fact was not read in this sitting.",
            "{n} answers and facts were not read in this sitting.",
            now.others_unread,
        )
        lines.append(ToneLine("warning", text))
    if not stops:
        lines.append(ToneLine("info", _("There is nothing to read yet.")))
    return lines


def _short(name: str) -> str:
    most = _NAME_LETTERS * 100 // theme.current().look.scale
    return name if len(name) <= most else name[: most - 1] + "…"


def _empty(card: Card) -> None:
    while card.column.count():
        taken = card.column.takeAt(0)
        widget = taken.widget() if taken else None
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()

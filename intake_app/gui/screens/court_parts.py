"""Parts of handing over to a court: what has to be read, and who may open what is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app import errors
from intake_app.gui import theme
from intake_app.gui.notices import of_error
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field, Section
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.segments import Segments
from intake_app.gui.widgets.text import Label, data_label, mark_data
from intake_app.gui.widgets.tick_line import TickLine
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.court_words import agreement, asked_sentence
from intake_app.localization.times import moment
from intake_app.services import court_note, court_writing
from intake_app.services.court_choosing import Chosen, LeftOut, Plan
from intake_app.services.court_questions import Asked

_SHOWN = 20  # to be read in one go


class Questions(Section):
    """What a person has to read before it goes; each is ticked by itself, for one use and text."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("To be read first"),
            _("Read each one. Tick it only if it is so; otherwise that bundle stays here."),
        )
        self.ticks: dict[str, TickLine] = {}
        self._cards: list[Card] = []
        self._more = Label("", "soft")
        self.column.addWidget(self._more)

    def show_plan(self, plan: Plan) -> None:
        """Show the questions of a plan; what was ticked for exactly the same stays ticked."""
        every: list[Chosen | LeftOut] = [*plan.chosen, *plan.left_out]
        every.sort(key=lambda each: each.sealed_at)
        asked = {one.code: (one, each.sealed_at) for each in every for one in each.asked}
        self.setVisible(bool(asked))
        if list(self.ticks) != list(asked)[:_SHOWN]:  # a tick just set would lose the focus
            self._rebuild(asked)
        rest = len(asked) - len(self.ticks)
        self._more.say(ngettext("And {n} more.", "And {n} more.", rest) if rest else "")
        self._more.setVisible(bool(rest))

    def _rebuild(self, asked: Mapping[str, tuple[Asked, str]]) -> None:
        ticked = self.answers
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards, self.ticks = [], {}
        for at, (code, (one, sealed_at)) in enumerate(list(asked.items())[:_SHOWN]):
            tick = TickLine(agreement(one.topic, moment(sealed_at)), name=f"question_{at}")
            tick.box.setChecked(code in ticked)
            tick.toggled.connect(lambda _on: self.changed.emit())
            card = Card(_words(one), tick, kind="sunk")
            self.ticks[code] = tick
            self._cards.append(card)
            self.column.insertWidget(self.column.count() - 1, card)

    def clear(self) -> None:
        """Take every tick away without telling anybody."""
        for tick in self.ticks.values():
            with QSignalBlocker(tick.box):
                tick.box.setChecked(False)

    @property
    def answers(self) -> tuple[str, ...]:
        """The codes of what was read and may go."""
        return tuple(each for each, tick in self.ticks.items() if tick.isChecked())


class Receiver(Section):
    """Who receives it, and whether it is sealed for them; nothing is readable by mistake."""

    changed = Signal()
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Who receives it?"))
        self.name = LineEdit()
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        self.add(
            Field(
                _("Name of the court or mechanism"),
                self.name,
                name="recipient",
                hint=_("It stands in the signed note, which they keep."),
            )
        )
        self.how = Segments(
            _("Who can open it"),
            (("sealed", _("Sealed for them alone")), ("plain", _("Readable for everybody"))),
            name="how",
        )
        self.how.choose("sealed")
        self.how.chosen.connect(lambda _code: self._show())
        self.add(self.how)
        self.addresses: tuple[str, ...] = ()
        self.told = Label(_("Their address is needed: a small file that they gave you."), "soft")
        self.choose_button = button(
            _("Choose the file with their address"),
            self.file_wanted.emit,
            kind="secondary",
            name="address_file",
        )
        self.sealed = _column(self.told, FlowRow(self.choose_button))
        self.sure = TickLine(
            _("I know that everybody who finds the drive can read it"), name="sure"
        )
        self.sure.toggled.connect(lambda _on: self.changed.emit())
        self.plain = _column(
            ToneLine(
                "warning",
                _("Everybody who finds the drive can read every statement on it."),
                _("Do this only if you hand the drive over yourself, on the spot."),
            ),
            self.sure,
        )
        self.add(self.sealed)
        self.add(self.plain)
        self.plain.hide()

    @property
    def is_sealed(self) -> bool:
        """Whether it is written for the recipients alone."""
        return self.how.value != "plain"

    @property
    def is_ready(self) -> bool:
        """Whether everything that is needed was said."""
        try:
            court_note.require_name(self.name.text().strip())
        except errors.NameUnusable:
            return False
        return bool(self.addresses) if self.is_sealed else self.sure.isChecked()

    def take_file(self, path: Path) -> None:
        """Read the addresses in a file; one that holds none says so."""
        try:
            self.addresses = court_writing.read_addresses(path)
        except errors.IntakeError as error:
            self.addresses = ()
            spoken = of_error(error)
            self.told.say(f"{spoken.text} {spoken.hint}")
        else:
            count = len(self.addresses)
            self.told.say(
                ngettext("{n} address was taken in.", "{n} addresses were taken in.", count)
            )
        self.changed.emit()

    def _show(self) -> None:
        self.sealed.setVisible(self.is_sealed)
        self.plain.setVisible(not self.is_sealed)
        self.changed.emit()


def _words(asked: Asked) -> QWidget:
    if asked.topic == "LIMIT_UNREAD":
        return data_label(asked.words, "words")
    made = Label(asked_sentence(asked.topic, asked.words))
    if asked.topic == "CONTACT_WORDS":
        mark_data(made)
    return made


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().space(3))
    for part in parts:
        column.addWidget(part)
    return made

"""Parts of the reading page: who reads, how far it is, the paragraph, the button words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.correction_pair import CorrectionPair
from intake_app.gui.widgets.passage_view import PassageView
from intake_app.gui.widgets.reading_list import heard_word, name_of
from intake_app.gui.widgets.segments import Segments
from intake_app.gui.widgets.text import Label, mark_data, restyle
from intake_app.localization.catalogs import gettext as _
from intake_app.services.reading_course import READERS, Heard, Stop

# The same keys on the Persian layout: C is ز, R is ق, B is ذ.
KEYS: Mapping[int, str] = {
    Qt.Key.Key_Space: "go_on",
    Qt.Key.Key_C: "change",
    ord("ز"): "change",
    Qt.Key.Key_R: "remove",
    ord("ق"): "remove",
    Qt.Key.Key_B: "back",
    ord("ذ"): "back",
}
_TONES: Mapping[Heard, str] = {
    "unread": "",
    "agreed": "done",
    "read": "done",
    "changed": "",
    "removed": "warning",
}


def reader_word(how: str) -> str:
    """Return who read the statement to the witness."""
    return {
        "interviewer": _("The interviewer"),
        "interpreter": _("The interpreter"),
        "witness_alone": _("The witness, alone"),
        "played_aloud": _("Played aloud"),
    }.get(how, _("Not said"))


class ReadingHead(QWidget):
    """How far the reading is, and who reads."""

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(3))
        row = QHBoxLayout()
        row.setSpacing(now.space(3))
        self.progress = QLabel()
        self.progress.setProperty("kind", "label")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far the reading is"))
        self.reader = button("", self.ask, kind="quiet", name="reader")
        row.addWidget(self.progress)
        row.addWidget(self.bar, 1)
        row.addWidget(self.reader)
        column.addLayout(row)
        self.question = Label(_("Who reads the text to the witness?"), "label")
        column.addWidget(self.question)
        choices = [(code, reader_word(code)) for code in READERS]
        self.who = Segments(_("Who reads the text to the witness?"), choices, name="who_reads")
        self.who.chosen.connect(self.show_reader)
        column.addWidget(self.who)

    def show_reader(self, how: str) -> None:
        """Show who reads in a word where it is known, else the question."""
        self.who.choose(how)
        said = _("Read by: {who}", who=reader_word(how))
        self.reader.setText(said)
        self.reader.setAccessibleName(said)
        self.reader.setVisible(bool(how))
        for part in (self.question, self.who):
            part.setVisible(not how)

    def show_progress(self, at: int, total: int) -> None:
        """Show «3 of 12»; at the end the whole bar."""
        shown = min(at + 1, total)
        text = _("{at} of {total}", at=shown, total=total) if at < total else _("The end")
        self.progress.setText(text)
        self.progress.setAccessibleName(text)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(at if at < total else max(1, total))

    def ask(self) -> None:
        """Bring the question to the eye and the keyboard."""
        self.reader.hide()
        for part in (self.question, self.who):
            part.show()
        next(iter(self.who.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)


class StopPage(QWidget):
    """One thing that is read, with its name, where it stands, and the keys."""

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(3))
        row = QHBoxLayout()
        row.setSpacing(now.space(3))
        self.name = Label("", "heading")
        self.state = QLabel()
        self.state.setProperty("kind", "state")
        row.addWidget(self.name, 1)
        row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.pair = CorrectionPair()
        column.addWidget(self.pair)
        self._passage = Card()
        column.addWidget(self._passage)
        self.keys = Label("", "small")
        column.addWidget(self.keys)
        self.kept_words = ""

    def show_stop(self, stop: Stop, at: int) -> None:
        """Show a stop as it stands."""
        self.name.say(name_of(stop, at))
        self.name.setProperty("data", stop.passage is not None)
        self._show_state(heard_word(stop.heard), _TONES[stop.heard])
        self._passage.setVisible(stop.passage is not None)
        self.pair.setVisible(stop.passage is None)
        if stop.passage is not None:
            self._show_passage(stop)
            self.keys.say(_("Space: read, go on. C: change it. B: one back."))
            return
        self.keys.say(_("Space: go on. C: change. R: remove. B: one back."))
        if stop.heard == "changed":
            self.pair.show_changed(stop.text, stop.now, stop.direction)
        else:
            removed = stop.heard == "removed"
            self.pair.show_plain(stop.text, stop.direction, removed=removed)

    def start_change(self, stop: Stop) -> None:
        """Open the field for the new words."""
        self.kept_words = stop.now
        self._show_state(_("Being changed"), "")
        self.keys.say(_("What is typed is kept at once. The first words stay beside it."))
        self.pair.start_typing(stop.text, stop.now, stop.direction)

    def _show_state(self, word: str, tone: str) -> None:
        self.state.setText(word)
        self.state.setAccessibleName(word)
        self.state.setProperty("tone", tone)
        restyle(self.state)

    def _show_passage(self, stop: Stop) -> None:
        while self._passage.column.count():
            taken = self._passage.column.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if stop.passage is not None:
            shown = PassageView(stop.passage, large=True, heading=False)
            mark_data(shown)
            self._passage.add(shown)


@dataclass(frozen=True)
class ButtonWords:
    """What the footer's buttons say; an empty text hides one."""

    primary: str
    change: str = ""
    remove: str = ""
    keep: str = ""


def labels(stage: str, stop: Stop | None, *, agreed: bool) -> ButtonWords:
    """Return the button words for where the reading stands."""
    if stage == "changing":
        return ButtonWords(_("This is right now"), keep=_("Leave it as it was"))
    if stop is None:
        done = _("Go on to sealing") if agreed else _("The witness agrees to this text")
        return ButtonWords(done)
    if not stop.is_paragraph:
        return ButtonWords(_("Read, go on"), change=_("Change it where it stands"))
    if stop.heard == "removed":
        return ButtonWords(_("Next"), keep=_("Keep it after all"))
    if stop.heard == "changed":
        return ButtonWords(
            _("Next"), change=_("Change again"), keep=_("Keep the first words after all")
        )
    primary = _("Right as it is") if stop.heard == "unread" else _("Next")
    return ButtonWords(primary, change=_("Change"), remove=_("Remove"))

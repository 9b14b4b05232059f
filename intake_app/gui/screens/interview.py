"""C3: the interview room: the guide on the start side, the witness's words in the middle."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from intake_app.domain.narrative import text_of
from intake_app.domain.record import Record
from intake_app.domain.statement import Answer, Statement
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.guide_pane import GuidePane
from intake_app.gui.screens.narrative_pane import NarrativePane
from intake_app.gui.screens.saved_screen import SavedScreen
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.panes import Panes, padded
from intake_app.localization.catalogs import gettext as _
from intake_app.services import interviewing, noting
from intake_app.services.guiding import audience_of
from intake_app.services.wiring import Desk

_NARRATIVE = "narrative"
_LINES_WITH_TOOLS = 12  # of running text in the screen's height
_LINES_WITH_NAMES = 18  # likewise, before the ways to other pages are pictures alone
_PLACES = ("facts", "exhibits", "present", "identity", "consent")


class Said(Record, frozen=True, kw_only=True):
    """What was typed here: the words as they stand, and the answers that changed."""

    words: noting.Words | None = None
    answers: tuple[Answer, ...] = ()


class Interview(SavedScreen):
    """Everything typed is in the vault within a second, and the saved mark tells whether it is."""

    screen_id = "interview"
    measure: ClassVar = "wide"
    told_as: ClassVar = Said

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self._statement_id = ""
        self._pseudonym = ""
        self._ways: dict[str, QPushButton] = {}  # by what they say
        self.guide = GuidePane()
        self.notes = NarrativePane()
        self.panes = Panes(self.guide, self.notes)

    @property
    def narrative(self) -> NarrativePane:
        """The pane with the witness's words."""
        return self.notes

    def title(self) -> str:
        """Return whose interview it is, by pseudonym."""
        if self._pseudonym:
            return _("Interview with {pseudonym}", pseudonym=self._pseudonym)
        return _("Interview")

    def enter(self, params: Params) -> None:
        """Open the draft; nothing can be typed before it is there."""
        self._statement_id = params["statement_id"]
        self.stay(statement_id=self._statement_id)
        self._lay()
        self.notes.setEnabled(False)
        self.guide.setEnabled(False)
        self._foot_buttons()
        self.run(
            lambda: interviewing.load(self.desk.session, self._statement_id),
            partial(self._show, str(params.get("question", ""))),
        )

    def first_focus(self) -> QWidget | None:
        """Return the witness's words."""
        return self.notes.editor

    def lock_up(self) -> None:
        """Keep what can be kept, and forget what was deleted."""
        super().lock_up()
        self.notes.editor.document().clearUndoRedoStacks()

    # -- filling ----------------------------------------------------------------------------

    def _lay(self) -> None:
        self.switch = Answers(
            [("start", _("Guide")), ("main", _("The witness's words"))],
            name="pane",
            may_clear=False,
            rounds=False,
        )
        self.switch.setAccessibleName(_("What is shown"))
        self.switch.choose("main")
        self.switch.hide()
        self.switch.chosen.connect(self.panes.bring)
        self._switch_row = padded(self.switch)
        self.fill_with(self._switch_row, self.panes)
        self.panes.narrowed.connect(self._narrow)
        self._narrow(self.panes.is_narrow)
        self.guide.changed.connect(lambda question: self.saving.touch(f"answer:{question}"))
        self.guide.facts.connect(lambda section: self._go_to("facts", section=section))
        self.notes.editor.edited.connect(partial(self.saving.touch, _NARRATIVE))
        self.notes.alone.connect(self.panes.set_alone)
        for keys, act in (
            ("F6", self.change_pane),
            ("F11", self.notes.toggle_alone),
            ("Ctrl++", partial(self.notes.larger, 1)),
            ("Ctrl+=", partial(self.notes.larger, 1)),
            ("Ctrl+-", partial(self.notes.larger, -1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _foot_buttons(self) -> None:
        self.set_primary(_("Read back"), self._read_back, icon="forward")
        labels = (
            _("Facts"), _("Files"), _("Who is here"), _("Who the witness is"), _("Consent")
        )  # fmt: skip
        icons = ("people", "picture", "talk", "contact", "check")
        for screen, label, icon in zip(_PLACES, labels, icons, strict=True):
            self._ways[label] = self.add_secondary(
                label, partial(self._go_to, screen), name=f"go_{screen}", icon=icon
            )

    def _show(self, question: str, statement: Statement) -> None:
        self._pseudonym = statement.witness.pseudonym
        may_go_on = statement.may_be_kept
        self.notes.setEnabled(may_go_on)
        self.guide.setEnabled(may_go_on)
        said = self.again() or Said()
        directions = tuple(paragraph.direction for paragraph in statement.narrative)
        words = said.words or noting.Words(text_of(statement.narrative), directions)
        self.notes.editor.show_words(words.text, words.directions)
        self.notes.count()
        answers = {each.question: each for each in (*statement.answers, *said.answers)}
        self.guide.show_answers(tuple(answers.values()), audience_of(statement.witness.relation))
        waited = [f"answer:{each.question}" for each in said.answers]
        self.shown(*waited, *([_NARRATIVE] if said.words else []))
        self.changed.emit()
        if not may_go_on:
            self._say_refused()
        elif question:
            self.guide.ask(question)
            self.panes.bring("start")
            self.switch.choose("start")
            self.guide.focus()
        else:
            self.notes.editor.setFocus()

    def _say_refused(self) -> None:
        self.tell(
            "warning",
            _("The witness no longer agrees that this is kept."),
            _("Nothing can be added. Under «Consent» the draft can be deleted."),
        )
        for name in ("primary", "go_facts", "go_exhibits", "go_present", "go_identity"):
            made = self.footer.findChild(QWidget, name)
            if made is not None:
                made.setEnabled(False)

    # -- panes ------------------------------------------------------------------------------

    def change_pane(self) -> None:
        """Go from the guide to the words, or back."""
        inside = self.notes.editor.hasFocus() or self.notes.isAncestorOf(self.focusWidget())
        self.notes.set_alone(alone=False)
        if inside:
            self.panes.bring("start")
            self.guide.focus()
        else:
            self.panes.bring("main")
            self.notes.editor.setFocus()
        self.switch.choose(self.panes.front)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tools' row to the words in a low window of large letters."""
        super().resizeEvent(event)
        lines = event.size().height() // theme.current().size("body")
        self.notes.show_tools(lines >= _LINES_WITH_TOOLS)
        roomy = lines >= _LINES_WITH_NAMES
        for label, way in self._ways.items():
            # In a second row the buttons would take the last lines from the words.
            way.setText(label if roomy else "")
            way.setToolTip("" if roomy else label)
            way.setAccessibleName(label)

    def _narrow(self, narrow: bool) -> None:
        self.switch.setVisible(narrow)
        self._switch_row.setVisible(narrow)
        self.switch.choose(self.panes.front)
        self.notes.save_room(narrow)

    # -- keeping ----------------------------------------------------------------------------

    def read(self, parts: frozenset[str]) -> Said:
        """Read the words and answers that changed."""
        editor = self.notes.editor
        words = noting.Words(editor.words(), editor.directions()) if _NARRATIVE in parts else None
        asked = sorted(part.partition(":")[2] for part in parts if part != _NARRATIVE)
        return Said(words=words, answers=tuple(self.guide.answers[each] for each in asked))

    def keep(self, told: Said) -> object:
        """Keep them beside everything else that was said."""
        return noting.note(
            self.desk.session, self._statement_id, words=told.words, answers=told.answers
        )

    # -- going on ---------------------------------------------------------------------------

    def _go_to(self, screen: str, **params: str) -> None:
        self.go(screen, statement_id=self._statement_id, **params)

    def _read_back(self) -> None:
        if self.leave():
            self.run(
                lambda: noting.end(self.desk.session, self._statement_id),
                lambda _statement: self._go_to("read_back"),
            )

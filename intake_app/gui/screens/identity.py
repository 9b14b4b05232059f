"""Who the witness is: kept apart from what they said, for fewer people."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from intake_app.domain.statement import Identity as Who
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.saved_screen import SavedScreen
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.record_form import Entry, RecordForm
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.marking import N_
from intake_app.services import interviewing, planning
from intake_app.services.planning import SealPlan
from intake_app.services.wiring import Desk

_NAMES: tuple[Entry, ...] = (Entry("names", "", "names"),)
_REST: tuple[Entry, ...] = (
    Entry("birth_year", N_("Year of birth")),
    Entry("contact", N_("How to reach the witness"), "words"),
    Entry("contact_rule", N_("How and when to get in touch, and how never"), "words"),
    Entry("risk_notes", N_("What could put the witness in danger"), "words"),
)


class Identity(SavedScreen):
    """Every field may stay empty; then nothing of this is sealed at all."""

    screen_id = "identity"
    measure: ClassVar = "text"
    told_as: ClassVar = Who

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self._statement_id = ""
        self._who: Who | None = None
        self.names = RecordForm(_NAMES, name="identity")
        self.rest = RecordForm(_REST, name="identity")

    def title(self) -> str:
        """Return the place's name."""
        return _("Who the witness is")

    def enter(self, params: Params) -> None:
        """Open what is known of the witness."""
        self._statement_id = params["statement_id"]
        self.add_title(
            _("Who the witness is"),
            _("Nothing here has to be filled in. The statement itself carries the pseudonym only."),
        )
        self.opens = ToneLine(
            "info",
            _("This is sealed by itself, apart from what the witness said."),
            _("Only coordinators whom your organisation trusts with names can open it."),
            name="opens",
        )
        card = Card(kind="notice-info")
        card.add(self.opens)
        self.add(card, Card(self.names), Card(self.rest))
        self.body.addStretch(1)
        self.set_primary(_("Back to the interview"), self.back.emit)
        self.names.changed.connect(self._changed)
        self.rest.changed.connect(self._changed)
        self.setEnabled(False)
        self.run(
            lambda: interviewing.load_identity(self.desk.session, self._statement_id), self._show
        )
        self.run(lambda: planning.plan(self.desk.session, self._statement_id), self._show_openers)

    def first_focus(self) -> QWidget | None:
        """Return the first name."""
        return self.names.field("names")

    def read(self, parts: frozenset[str]) -> Who | None:
        """Read all of it: it is one record."""
        if self._who is None:
            return None
        return self.rest.applied_to(self.names.applied_to(self._who))

    def keep(self, told: Who | None) -> object:
        """Keep it apart from what the witness said."""
        if told is not None:
            interviewing.save_identity(self.desk.session, told)
        return None

    def _show(self, who: Who) -> None:
        self._who = who = self.again() or who
        self.names.show_record(who)
        self.rest.show_record(who)
        self.setEnabled(True)
        self.shown("")
        self.names.focus_first()

    def _show_openers(self, plan: SealPlan) -> None:
        if not plan.enrolled:
            return
        people = sum(each != planning.ARCHIVE for each in plan.identity_openers)
        says = ngettext(
            "{n} coordinator of {organisation} can open it, nobody else.",
            "{n} coordinators of {organisation} can open it, nobody else.",
            people,
            organisation=plan.organisation,
        )
        self.opens.hint.say(says)

    def _changed(self) -> None:
        self.saving.touch()

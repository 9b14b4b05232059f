"""Who is here, while the witness tells: people join and leave, each with the moment."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from intake_app.clock import rfc3339
from intake_app.domain.record import Record
from intake_app.domain.statement import Present, Statement
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.saved_screen import SavedScreen
from intake_app.gui.widgets.present_edit import PresentEdit
from intake_app.localization.catalogs import gettext as _
from intake_app.services import interviewing, presence
from intake_app.services.wiring import Desk


class Here(Record, frozen=True, kw_only=True):
    """Who is on the list, and when those came in who were added on this page."""

    people: tuple[Present, ...]
    slips: tuple[str, ...]


class WhoIsHere(SavedScreen):
    """Whoever was here once stays on the list; who has left is said to have left."""

    screen_id = "present"
    measure: ClassVar = "text"
    told_as: ClassVar = Here

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self._statement_id = ""
        self.people = PresentEdit(lambda: rfc3339(context.clock.now()))

    def title(self) -> str:
        """Return the place's name."""
        return _("Who is here")

    def enter(self, params: Params) -> None:
        """Show who is here now, and who has left."""
        self._statement_id = params["statement_id"]
        self.stay(statement_id=self._statement_id)
        self.add_title(
            _("Who is here now"),
            _("Note who comes in and who leaves. The time of each is kept with the statement."),
        )
        self.people.setEnabled(False)
        self.people.changed.connect(self.saving.touch)
        self.add(self.people)
        self.body.addStretch(1)
        self.set_primary(_("Back to the interview"), self.back.emit)
        self.run(lambda: interviewing.load(self.desk.session, self._statement_id), self._show)

    def first_focus(self) -> QWidget | None:
        """Return the button that notes somebody who comes in."""
        return self.people.findChild(QWidget, "add_support_person")

    def read(self, parts: frozenset[str]) -> Here:
        """Read who is here."""
        return Here(people=self.people.value(), slips=tuple(sorted(self.people.slips)))

    def keep(self, told: Here) -> object:
        """Keep who is here beside everything else that the setting tells."""
        return presence.keep(
            self.desk.session, self._statement_id, told.people, slips=frozenset(told.slips)
        )

    def _show(self, statement: Statement) -> None:
        here = self.again() or Here(people=statement.setting.present, slips=())
        self.people.slips.update(here.slips)
        self.people.set_value(here.people)
        self.people.setEnabled(True)
        self.shown("")

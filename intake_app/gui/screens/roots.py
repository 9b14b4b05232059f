"""Who may sign the trust list: the root keys in force, and the way to others."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.cards import ChoiceCard
from intake_app.gui.widgets.form import Section
from intake_app.gui.widgets.root_line import RootLine
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import rotating
from intake_app.services.rotating import SUFFIX, Change, RootRow
from intake_app.services.session import Session

_Seen = tuple[list[RootRow], int, Change | None]


class Roots(Screen):
    """The holders in force, what is under way, and two ways to begin a change."""

    screen_id = "roots"
    measure = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk

    def title(self) -> str:
        """Return the place's name."""
        return _("Root keys")

    def enter(self, params: Params) -> None:
        """Look the root keys up."""
        self.run(lambda: _look(self.desk.session), self._show)

    def _show(self, seen: _Seen) -> None:
        rows, threshold, change = seen
        self.add_title(
            _("Root keys"),
            _("They sign the list of who belongs to the organisation, and nothing else."),
        )
        if change is not None:
            self._show_change(change)
        if rows[0].here and len(rows) == 1:
            self.add(
                ToneLine(
                    "warning",
                    _("The only root key is on this computer."),
                    _("If it is lost, nobody can change the list. Share it among several people."),
                )
            )
        needed = ngettext(
            "{n} of these root keys has to sign each new list.",
            "{n} of these root keys have to sign each new list.",
            threshold,
        )
        section = Section(_("These count now"), needed)
        for row in rows:
            section.add(RootLine(row))
        self.add(section)
        self.add(
            ChoiceCard(
                _("Prepare a change"),
                _("A holder leaves or comes, a drive was lost, or more people should sign."),
                icon="edit",
                on_click=partial(self.go, "rotate"),
                name="begin_change",
            ),
            ChoiceCard(
                _("Take in a change that was prepared elsewhere"),
                _("Another coordinator gave you its file, or a holder signed a copy of yours."),
                icon="folder",
                on_click=lambda: self.ask_path("file", self.take_in, suffixes=(SUFFIX,)),
                name="take_change",
            ),
        )
        self.body.addStretch(1)

    def _show_change(self, change: Change) -> None:
        detail = (
            _("The list has changed since. It has to be prepared once more.")
            if change.overtaken
            else _("Look who has signed, and go on with it.")
        )
        self.add(
            ChoiceCard(
                _("A change is under way"),
                detail,
                icon="people",
                on_click=partial(self.go, "root_change"),
                name="go_on",
            )
        )

    def take_in(self, paths: list[Path]) -> None:
        """Take in the file of a change."""
        self.run(
            lambda: rotating.take_in(self.desk.session, paths[0]),
            lambda _change: self.go("root_change"),
        )


def _look(session: Session) -> _Seen:
    return (*rotating.roots(session), rotating.under_way(session))

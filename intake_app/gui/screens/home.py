"""C0: where an interviewer begins: a new interview, the drafts, and what waits to go."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from intake_app.errors import VaultError
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.home_parts import (
    alarm_strip,
    no_drafts,
    nobody_yet,
    older_strip,
    organisation_strip,
    overdue_strip,
)
from intake_app.gui.screens.screen import Screen
from intake_app.gui.statement_words import kind_word, purpose_word, to_do
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import ChoiceCard
from intake_app.gui.widgets.columns import Column, Columns
from intake_app.gui.widgets.text import at_start, heading, mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.times import moment
from intake_app.services import resuming
from intake_app.services.beginning import Beginning
from intake_app.services.interviewing import DraftRow
from intake_app.services.overview import Overview, overview
from intake_app.services.wiring import Desk

_SHOWN = 12  # drafts at first; the others are one button away


class Home(Screen):
    """Everything that is under way, by pseudonym; nothing of what was said."""

    screen_id = "home"
    measure: ClassVar = "wide"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.cards: list[ChoiceCard] = []
        self._shown: list[QWidget] = []
        self._overview: Overview | None = None

    def title(self) -> str:
        """Return the place's name."""
        return _("Interviews")

    def enter(self, params: Params) -> None:
        """Ask the vault how things stand."""
        self.set_primary(_("New interview"), self._new, icon="plus")
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self._new)
        self.run(self._look, self._show)

    def first_focus(self) -> QWidget | None:
        """Return the primary button: most who come here have somebody before them."""
        return self.primary_button

    def cancel(self) -> None:
        """Do nothing: there is nothing before this page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a card with its digit, go from card to card with the arrows."""
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(self.cards) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.cards[at].click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.cards:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    # -- filling ----------------------------------------------------------------------------

    def _look(self) -> Overview:
        with suppress(VaultError):  # a disk that takes nothing can still be read
            resuming.go_home(self.desk.session)
        return overview(self.desk.session)

    def _show(self, now: Overview) -> None:
        self._overview = now
        self.cards = []
        for made in (alarm_strip, older_strip, organisation_strip, overdue_strip):
            strip = made(now, self.go)
            if strip is not None:
                self.add(strip)
        columns = Columns()
        self._drafts(columns.start, now)
        self._others(columns.end, now)
        self.add(columns)
        self.body.addStretch(1)

    def _drafts(self, column: Column, now: Overview) -> None:
        if not now.drafts:
            column.add(nobody_yet() if now.is_empty else no_drafts())
            return
        column.add(
            heading(
                ngettext("{n} interview under way", "{n} interviews under way", len(now.drafts))
            )
        )
        for row in now.drafts[:_SHOWN]:
            self._draft(column, row)
        rest = now.drafts[_SHOWN:]
        if rest:
            more = button(
                ngettext("Show {n} more", "Show {n} more", len(rest)), kind="quiet", name="more"
            )
            more.clicked.connect(partial(self._show_rest, column, more, rest))
            column.add(more)

    def _show_rest(
        self, column: Column, more: QWidget, rest: tuple[DraftRow, ...], _checked: bool = False
    ) -> None:
        more.hide()
        more.deleteLater()
        before = len(self.cards)
        for row in rest:
            self._draft(column, row)
        self.cards[before].setFocus()

    def _draft(self, column: Column, row: DraftRow) -> None:
        what = purpose_word(row.purpose) or kind_word(row.kind)
        last = _("{what}, last worked on {when}", what=what, when=moment(row.updated_at))
        card = ChoiceCard(
            at_start(row.pseudonym),
            f"{last}\n{to_do(row.missing)}",
            icon="edit",
            on_click=partial(self.go, "interview", statement_id=row.statement_id),
            name=f"draft_{len(self.cards) + 1}",
        )
        mark_data(card.heading)
        card.setAccessibleName(_("Go on with {pseudonym}", pseudonym=row.pseudonym))
        self._card(column, card)

    def _others(self, column: Column, now: Overview) -> None:
        column.add(heading(_("After the interview")))
        waiting = (
            ngettext(
                "{n} sealed, not handed over yet", "{n} sealed, not handed over yet", now.waiting
            )
            if now.waiting
            else _("Nothing waits to be handed over.")
        )
        gone = (
            _(
                "{count} handed over, {received} with a receipt",
                count=now.handed_over,
                received=now.received,
            )
            if now.handed_over
            else _("Nothing was handed over yet.")
        )
        receipt = _("A coordinator gave you a file that says what arrived.")
        for name, says, detail, icon, screen in (
            ("outbox", _("Hand over"), waiting, "sealed", "hand_over" if now.waiting else "outbox"),
            ("handed_over", _("Sealed statements"), gone, "archive", "outbox"),
            ("receipts", _("Take in a receipt"), receipt, "receipt", "receipts"),
        ):
            card = ChoiceCard(
                says, detail, icon=icon, on_click=partial(self.go, screen), name=f"card_{name}"
            )
            self._card(column, card)

    def _card(self, column: Column, card: ChoiceCard) -> None:
        self.cards.append(card)
        column.add(card)

    def _step(self, by: int) -> None:
        focused = self.focusWidget()
        at = self.cards.index(focused) if isinstance(focused, ChoiceCard) else -1 if by > 0 else 0
        self.cards[(at + by) % len(self.cards)].setFocus(Qt.FocusReason.TabFocusReason)

    def _new(self) -> None:
        self.go("consent", beginning=Beginning())

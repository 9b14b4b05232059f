"""F1: what arrived. Sealed files are dropped here, checked one by one, and listed by verdict."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from intake_app.errors import IntakeError
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.import_queue import queue_of
from intake_app.gui.screens.screen import Screen
from intake_app.gui.tables.inbox_table import inbox_table
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.drop_area import DropArea
from intake_app.gui.widgets.file_chooser import FileChooser, Mode
from intake_app.gui.widgets.import_card import ImportCard
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import custody, giving_receipts, importing, organising, rollback_claims
from intake_app.services.inbox_list import Listed, found, listed
from intake_app.services.wiring import Desk

_RELOAD_MS = 1500  # thousands of rows are not read anew after every file
_SEARCH_MS = 120
_LEAST_TABLE = 200  # px


class Inbox(Screen):
    """The coordinator's first screen."""

    screen_id = "inbox"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "wide"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.queue = queue_of(context)
        self.rows: list[Listed] = []
        self._founded = False
        self._reload_timer = QTimer(self, singleShot=True, interval=_RELOAD_MS)
        self._reload_timer.timeout.connect(self.reload)
        self._search_timer = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._search_timer.timeout.connect(self.show_found)

    def title(self) -> str:
        """Return the place's name."""
        return _("Inbox")

    def enter(self, params: Params) -> None:
        """Build the page and list what is there."""
        self.older, self.claimed = _older_strip(), _claimed_strip()
        self.strip = self._found_strip()
        self.drop = DropArea(
            _("Drop sealed files or a folder here"), tall=False, name="drop_bundles"
        )
        self.big_drop = DropArea(
            _("Nothing has arrived yet"),
            _("Drop sealed files or a folder here, or choose them below."),
            tall=True,
            name="drop_first",
        )
        self.card = ImportCard(self.queue)
        self.search = LineEdit(placeholder=_("Search by sender, date or verdict"))
        self.search.setObjectName("search")
        self.search.setAccessibleName(_("Search"))
        self.search.textChanged.connect(self._search_timer.start)
        self.count = Label("", "soft")
        self.filter = _row(self.search, self.count)
        self.table = inbox_table()
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._allow)
        for part in (
            self.older,
            self.claimed,
            self.strip,
            self.card,
            self.drop,
            self.big_drop,
            self.filter,
            self.table,
        ):
            part.hide()
        self.add(self.older, self.claimed, self.strip, self.card, self.drop, self.filter)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.big_drop, 1)
        self.body.addStretch(0)
        for area in (self.drop, self.big_drop):
            area.dropped.connect(self._take)
        self._make_buttons()
        self.queue.came.connect(self._came)
        self.queue.ended.connect(self._ended)
        self.queue.failed.connect(self._stopped)
        self.run(lambda: organising.trust(self.desk.session), self._show_founded)
        self.run(lambda: custody.is_older(self.desk.session), self.older.setVisible)
        self.run(self._has_claims, self.claimed.setVisible)
        self.reload()

    def first_focus(self) -> QWidget | None:
        """Return the table where there is one, else the button that begins."""
        return self.table if self.rows else self.primary_button

    def _has_claims(self) -> bool:
        return bool(rollback_claims.waiting(self.desk.session))

    # -- the list -----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the inbox anew; words are made off the window's thread."""
        self.run(lambda: listed(importing.inbox(self.desk.session)), self._show)

    def show_found(self) -> None:
        """Show the rows that fit what was searched for; the chosen row stays chosen."""
        kept = {each.row.item_id for each in self.table.selected()}
        shown = found(self.rows, self.search.text())
        self.table.rows_model.set_rows(shown)
        at = next((at for at, row in enumerate(shown) if row.row.item_id in kept), 0)
        self.table.select(at)
        self.count.say(self._count_words(len(shown)))

    def _show(self, rows: Sequence[Listed]) -> None:
        was_empty = not self.rows
        self.rows = list(rows)
        self.show_found()
        some = bool(self.rows)
        for part in (self.drop, self.filter, self.table):
            part.setVisible(some and (self._founded or part is not self.drop))
        self.big_drop.setVisible(not some and self._founded)
        self.card.show_now()
        if some and was_empty and self._founded and not self.search.hasFocus():
            self.table.setFocus()
        self._allow()

    def _count_words(self, shown: int) -> str:
        if shown != len(self.rows):
            return _("{shown} of {all} shown", shown=shown, all=len(self.rows))
        waits = sum(row.row.waits for row in self.rows)
        if waits:
            return ngettext("{n} waits for a decision", "{n} wait for a decision", waits)
        return ngettext("{n} arrival", "{n} arrivals", shown)

    def _open(self, listed_row: Listed) -> None:
        self.go("report", item_id=listed_row.row.item_id)

    # -- before there is an organisation ------------------------------------------------------

    def _found_strip(self) -> Card:
        line = ToneLine(
            "info",
            _("No organisation is founded in this vault yet."),
            _("Found it first: then interviewers can join and seal for you."),
        )
        return Card(line)

    def _show_founded(self, trust: object) -> None:
        self._founded = trust is not None
        self.strip.setVisible(not self._founded)
        if self.primary_button is not None and not self._founded:
            self.primary_button.setText(_("Found the organisation"))
            self.primary_button.setAccessibleName(_("Found the organisation"))
        for made in (
            self.folder_button,
            self.receipts_button,
            self.report_button,
            self.court_button,
        ):
            made.setVisible(self._founded)

    # -- taking in ----------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.set_primary(_("Bring in files"), self._primary, icon="inbox")
        self.folder_button = self.add_secondary(
            _("Bring in a whole folder"), partial(self._choose, "folder"), name="folder"
        )
        self.report_button: QPushButton = self.add_secondary(
            _("Open the report"), self._open_chosen, name="open_report"
        )
        self.receipts_button = self.add_secondary(
            _("Write receipts to a drive"), self._choose_for_receipts, name="receipts"
        )
        self.court_button = self.add_secondary(
            _("Hand over to a court"), partial(self.go, "court"), name="court"
        )
        self.people_button = self.add_secondary(
            _("People and computers"), partial(self.go, "people"), name="people", kind="quiet"
        )
        shortcut = QShortcut(QKeySequence("Ctrl+O"), self)
        shortcut.activated.connect(self.press_primary)

    def _primary(self) -> None:
        if self._founded:
            self._choose("files")
        else:
            self.go("people")

    def _choose(self, mode: Mode) -> None:
        chooser = FileChooser(self, mode=mode, drives=self.desk.drives, suffixes=(".age",))
        chooser.chosen.connect(self._take)
        chooser.open()

    def _take(self, paths: Sequence[Path]) -> None:
        if self._founded:
            self.say_nothing()
            self.queue.take(paths)
            self.card.show_now()

    def _came(self, _outcome: object) -> None:
        if not self._reload_timer.isActive():
            self._reload_timer.start()

    def _ended(self) -> None:
        self._reload_timer.stop()
        self.reload()
        if self.queue.counts.alarms:
            self.tell(
                "fault",
                _("Something alarming arrived: see the first rows."),
                _("Nothing was opened. Read the report, and speak with the sender face to face."),
            )
        elif not self.queue.counts.total and not self.queue.missing:
            self.tell("info", _("No sealed files were found there."))

    def _stopped(self, error: IntakeError) -> None:
        self.tell_error(error)

    def say_nothing(self) -> None:
        """Take an old message away."""
        self.notice.emit(None)

    # -- what is done with a row --------------------------------------------------------------

    def _allow(self) -> None:
        self.report_button.setEnabled(len(self.table.selected()) == 1)
        some = any(row.taken_in for row in self.rows)
        self.receipts_button.setEnabled(some)
        self.court_button.setEnabled(some)

    def _open_chosen(self) -> None:
        chosen = self.table.selected()
        if chosen:
            self._open(chosen[0])

    def _choose_for_receipts(self) -> None:
        chooser = FileChooser(self, mode="folder", drives=self.desk.drives)
        chooser.chosen.connect(self._write_receipts)
        chooser.open()

    def _write_receipts(self, folders: Sequence[Path]) -> None:
        folder = folders[0]
        self.run(
            lambda: giving_receipts.write_receipts(self.desk.session, folder),
            lambda paths: self.tell(
                "success",
                ngettext("{n} receipt was written.", "{n} receipts were written.", len(paths)),
                _("Give them to the interviewers: with enough of them they can delete."),
            ),
        )


def _older_strip() -> Card:
    return Card(
        ToneLine(
            "fault",
            _("This vault is older than it was: bundles and decisions may be missing."),
            _("An older copy may have been put back. Take the bundles in again; tell your team."),
            name="older",
        ),
        kind="notice-fault",
    )


def _claimed_strip() -> Card:
    return Card(
        ToneLine(
            "warning",
            _("Somebody says that this vault has lost lines of its custody log."),
            _("Ask for your receipt, which would prove it, or decide in the custody log."),
            name="claimed",
        ),
        kind="notice-warning",
    )


def _row(search: QWidget, count: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(3))
    search.setMaximumWidth(theme.current().measure("narrow"))
    row.addWidget(search, 3)
    row.addWidget(count, 2)
    return holder

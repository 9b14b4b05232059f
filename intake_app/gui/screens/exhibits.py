"""Files of a statement: dropped or chosen, streamed into the vault, described, taken out again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

import msgspec
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from intake_app.domain.exhibits import SHOWABLE, Exhibit
from intake_app.domain.statement import Statement
from intake_app.errors import IntakeError
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.exhibit_words import shown_name
from intake_app.gui.jobs import FILE
from intake_app.gui.pictures import decode
from intake_app.gui.screens.saved_screen import SavedScreen
from intake_app.gui.taking import Taking
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.drop_area import DropArea
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.exhibit_row import ExhibitRow
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.gui.widgets.undo_bar import UndoBar
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.messages import sentence
from intake_app.localization.numbers import size
from intake_app.services import exhibits, interviewing
from intake_app.services.wiring import Desk

_LARGE_SIDE = 1600  # px of a picture shown large


class Exhibits(SavedScreen):
    """The original stays where it is; what is taken in is sealed and never altered."""

    screen_id = "exhibits"
    measure: ClassVar = "form"
    told_as: ClassVar = dict[str, dict[str, str]]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self._statement_id = ""
        self.rows: dict[str, ExhibitRow] = {}
        self.taking = Taking.of(context)
        self._leaving: set[str] = set()  # ids of files that were taken out but can be put back

    def title(self) -> str:
        """Return the place's name."""
        return _("Files")

    def enter(self, params: Params) -> None:
        """Show the draft's files, and one that is on its way."""
        self._statement_id = params["statement_id"]
        self.stay(statement_id=self._statement_id)
        self.add_title(
            _("Papers, photographs and recordings"),
            _("The original stays with the witness. The copy here is kept exactly as it is."),
        )
        self.drop = DropArea(_("Drop files here"), tall=False, name="drop_files")
        self.drop.add(button(_("Choose files…"), self._choose, icon="folder", name="choose_files"))
        self.drop.dropped.connect(self._take)
        self.progress = _TakingBar(self.taking)
        self._faults = QVBoxLayout()
        self.undo = UndoBar()
        self.empty = Label(_("No file was taken in yet."), "soft")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.current().space(3))
        self.add(self.drop, self.progress, self._faults, self.undo, self.empty, self._rows)
        self.body.addStretch(1)
        self.set_primary(_("Back to the interview"), self.back.emit)
        self.taking.kept.connect(self._kept)
        self.taking.failed.connect(self._failed)
        self.run(lambda: interviewing.load(self.desk.session, self._statement_id), self._show)

    def first_focus(self) -> QWidget | None:
        """Return the button that does the same as dropping."""
        return self.findChild(QWidget, "choose_files")

    def leave(self) -> bool:
        """Let what was taken out be gone, once everything else is kept."""
        if not super().leave():
            return False
        self.undo.settle()
        return True

    def lock_up(self) -> None:
        """Keep what was typed; files taken out go too."""
        super().lock_up()
        self.undo.settle()

    # -- filling ----------------------------------------------------------------------------

    def _show(self, statement: Statement) -> None:
        told: dict[str, dict[str, str]] = self.again() or {}
        for exhibit in statement.exhibits:
            words = told.get(exhibit.id, {})
            now = msgspec.structs.replace(exhibit, **words)
            self._put(now, len(self.rows), opened=bool(words))
        self.shown(*told)
        self._count()

    def _put(self, exhibit: Exhibit, at: int, *, opened: bool = False) -> ExhibitRow:
        row = ExhibitRow(exhibit, at + 1, opened=opened)
        row.changed.connect(self.saving.touch)
        row.removed.connect(self._remove)
        row.large_wanted.connect(self._enlarge)
        self.rows[exhibit.id] = row
        self._rows.insertWidget(at, row)
        if exhibit.media_type in SHOWABLE:
            self._picture(exhibit, row.side * 2, row.show_picture)
        return row

    def _picture(self, exhibit: Exhibit, side: int, show: Callable[[QImage | None], None]) -> None:
        def decoded(data: bytes | None) -> None:
            if data is None:
                show(None)
            else:
                self.run(lambda: decode(data, exhibit.media_type, side), show, lane=FILE)

        self.run(
            lambda: exhibits.picture(self.desk.session, exhibit),
            decoded,
            failed=lambda _error: show(None),
        )

    def _count(self) -> None:
        shown = [each for each in self.rows if each not in self._leaving]
        self.empty.setVisible(not shown)
        self.changed.emit()

    # -- taking in --------------------------------------------------------------------------

    def _choose(self) -> None:
        self.ask_path("files", self._take)

    def _take(self, paths: list[Path]) -> None:
        self.taking.take(self._statement_id, paths)

    def _kept(self, statement_id: str, exhibit: Exhibit) -> None:
        if statement_id != self._statement_id or exhibit.id in self.rows:
            return
        twice = any(row.exhibit.sha256 == exhibit.sha256 for row in self.rows.values())
        row = self._put(exhibit, len(self.rows), opened=True)
        self.saving.show_kept()
        self._count()
        row.form.focus_first()
        if twice:
            self.tell(
                "info",
                _("This file was here already; now it is here twice."),
                _("Take one of them out if that was not meant."),
            )

    def _failed(self, statement_id: str, name: str, error: IntakeError) -> None:
        if statement_id != self._statement_id:
            return
        spoken = sentence(error)
        line = ToneLine("fault", spoken.what, spoken.hint)
        card = Card(kind="notice-fault")
        edge = theme.current().space(3)
        card.column.setContentsMargins(edge, edge, edge, edge)
        shown = Elided(shown_name(name), "label")
        mark_data(shown)
        card.add(shown)
        card.add(line)
        self._faults.addWidget(card)

    # -- changing ---------------------------------------------------------------------------

    def read(self, parts: frozenset[str]) -> dict[str, dict[str, str]]:
        """Read what is told of the files that changed."""
        return {each: self.rows[each].told() for each in sorted(parts) if each in self.rows}

    def keep(self, told: dict[str, dict[str, str]]) -> object:
        """Keep it beside each file."""
        for exhibit_id, words in told.items():
            exhibits.describe(self.desk.session, self._statement_id, exhibit_id, **words)
        return None

    def _enlarge(self, exhibit_id: str) -> None:
        row = self.rows[exhibit_id]
        self._picture(row.exhibit, _LARGE_SIDE, row.show_large)

    def _remove(self, exhibit_id: str) -> None:
        row = self.rows[exhibit_id]
        if not self.saving.settle():
            return
        # The bar first: it settles what was taken out before.
        self.undo.offer(
            _("{name} was taken out.", name=shown_name(row.exhibit.name)),
            partial(self._put_back, exhibit_id),
            partial(self._remove_for_good, exhibit_id),
        )
        self._leaving.add(exhibit_id)
        row.hide()
        self._count()
        self.scroll_area.ensureWidgetVisible(self.undo)
        self.undo.undo_button.setFocus()

    def _put_back(self, exhibit_id: str) -> None:
        self._leaving.discard(exhibit_id)
        self.rows[exhibit_id].show()
        self._count()
        self.rows[exhibit_id].remove_button.setFocus()

    def _remove_for_good(self, exhibit_id: str) -> None:
        self._leaving.discard(exhibit_id)
        row = self.rows.pop(exhibit_id)
        row.deleteLater()
        desk, statement_id = self.desk, self._statement_id
        # Nobody owns this: it goes on when the screen is gone. Should it fail, the file is still
        # there when somebody looks again.
        self.context.jobs.run(
            lambda: exhibits.remove(desk.session, statement_id, exhibit_id),
            lambda _statement: None,
            failed=lambda _error: None,
        )


class _TakingBar(QWidget):
    """How far the file under way is, and a way to stop it."""

    def __init__(self, taking: Taking) -> None:
        super().__init__()
        now = theme.current()
        self._taking = taking
        self.name = Elided("", "label")
        mark_data(self.name)
        self.said = Label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far it is"))
        column = QVBoxLayout()
        column.setSpacing(now.space(1))
        column.addWidget(self.name)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.space(4))
        row.addLayout(column, 1)
        row.addWidget(button(_("Stop"), taking.stop, name="stop_taking"))
        taking.moved.connect(self._show)
        self._show()

    def _show(self) -> None:
        under_way = self._taking.now
        if under_way is None:
            self.hide()
            return
        done, total = self._taking.progress.done, self._taking.progress.total
        self.name.say(shown_name(under_way.path.name))
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(round(1000 * done / total) if total else 0)
        said = _("{done} of {total} taken in", done=size(done), total=size(total)) if total else ""
        waiting = self._taking.waiting
        if waiting:
            more = ngettext("{n} more file waits.", "{n} more files wait.", waiting)
            said = f"{said} · {more}" if said else more
        self.said.say(said)
        if self.parentWidget() is not None:
            self.show()

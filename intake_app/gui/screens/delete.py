"""D4: sealed bundles leave this computer: what is received, and nothing else by a slip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from intake_app.errors import IntakeError
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.form import Field
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.tick_line import TickLine
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.bundle_words import kind_word, receipts_word
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.numbers import fold_digits, size
from intake_app.localization.times import moment
from intake_app.services import handing_over, receipting
from intake_app.services.handing_over import OutboxRow
from intake_app.services.wiring import Desk


class Delete(Screen):
    """Ticked at first is what enough coordinators have; the rest asks twice and for a reason."""

    screen_id = "delete"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.rows: tuple[OutboxRow, ...] = ()
        self.ticks: list[TickLine] = []
        self._asked: frozenset[str] = frozenset()

    def title(self) -> str:
        """Return the place's name."""
        return _("Delete from this computer")

    def enter(self, params: Params) -> None:
        """List what can go."""
        self._asked = frozenset(params.get("bundle_ids", ()))
        self.add_title(
            _("Delete from this computer"),
            _("The sealed files go for good. That they existed stays in the custody log."),
        )
        self.list = Card()
        self.add(self.list)
        self.honest = Card(
            ToneLine(
                "info",
                _("Scrambled remains may stay on the disk for a while."),
                _("Only the coordinators could open them; this computer cannot."),
            ),
            kind="sunk",
        )
        self.without = self._without_card()
        self.add(self.without)
        self.number = LineEdit()
        self.number_field = Field("", self.number, name="how_many")
        self.number.textChanged.connect(lambda _text: self.number_field.set_error(""))
        self.add(self.number_field, self.honest)
        self.body.addStretch(1)
        self.delete_button = self.set_primary(_("Delete"), self._delete, icon="trash")
        self.add_secondary(_("Keep everything"), self.back.emit, name="keep")
        for part in (self.list, self.honest, self.without, self.number_field):
            part.hide()
        self.run(lambda: handing_over.outbox(self.desk.session), self._show)

    def first_focus(self) -> QWidget | None:
        """Return the first tick."""
        return self.ticks[0].box if self.ticks else None

    def _show(self, rows: Sequence[OutboxRow]) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: not row.deletable))
        for at, row in enumerate(self.rows):
            tick = TickLine(_row_words(row), name=f"tick_{at}")
            tick.box.setChecked(row.deletable and row.bundle_id in self._asked)
            tick.toggled.connect(lambda _on: self._count())
            self.ticks.append(tick)
            self.list.add(tick)
        if not self.rows:
            self.list.add(ToneLine("info", _("Nothing sealed lies on this computer.")))
            self.delete_button.hide()
        self.list.show()
        self.honest.setVisible(bool(self.rows))
        self._count()
        if self.ticks:
            self.ticks[0].box.setFocus()

    def _chosen(self) -> list[OutboxRow]:
        return [row for row, tick in zip(self.rows, self.ticks, strict=True) if tick.isChecked()]

    def _count(self) -> None:
        chosen = self._chosen()
        lacking = [row for row in chosen if not row.deletable]
        self.without.setVisible(bool(lacking))
        self.lacking.say(
            ngettext(
                "{n} of the chosen lacks receipts. This may be the only copy in the world.",
                "{n} of the chosen lack receipts. These may be the only copies in the world.",
                len(lacking),
            )
        )
        self.number_field.setVisible(bool(chosen))
        says = ngettext(
            "Type {n} to confirm that {n} file is deleted",
            "Type {n} to confirm that {n} files are deleted",
            len(chosen),
        )
        self.number_field.label.say(says)
        self.number.setAccessibleName(says)
        self.delete_button.setEnabled(bool(chosen))

    # -- without receipts ---------------------------------------------------------------------

    def _without_card(self) -> Card:
        self.lacking = Label("", "label")
        self.sure = TickLine(_("I know that nobody may have a copy"), name="sure")
        self.reason = Answers(
            [(code, word) for code, word in _reasons().items()], name="reason", may_clear=False
        )
        self.reason.setAccessibleName(_("Why it must go now"))
        return Card(self.lacking, self.sure, Label(_("Why it must go now"), "label"), self.reason)

    def _delete(self) -> None:
        chosen = self._chosen()
        lacking = any(not row.deletable for row in chosen)
        if lacking and not (self.sure.isChecked() and self.reason.value):
            self.tell(
                "warning",
                _("Nothing was deleted: something chosen lacks receipts."),
                _("Confirm it and choose a reason, or take away the tick."),
            )
            self.sure.box.setFocus()
            self._bring_up(self.without)
            return
        if fold_digits(self.number.text()).strip() != str(len(chosen)):
            said = _("Type the number {n} here. Nothing was deleted.", n=len(chosen))
            self.number_field.set_error(said)
            self.number.setFocus()
            self._bring_up(self.number_field)
            return
        ids = [row.bundle_id for row in chosen]
        reason = self.reason.value if lacking else ""
        self.delete_button.setEnabled(False)
        self.run(
            partial(self._delete_them, ids, reason),
            self._deleted,
            failed=self._failed,
        )

    def _failed(self, error: IntakeError) -> None:
        self.tell_error(error)
        self._count()

    def _bring_up(self, part: QWidget) -> None:
        QTimer.singleShot(0, self, lambda: self.scroll_area.ensureWidgetVisible(part))

    def _delete_them(self, ids: list[str], reason: str) -> int:
        return receipting.delete(self.desk.session, ids, without_receipt_reason=reason)

    def _deleted(self, count: int) -> None:
        self.go("outbox", _replace=True)
        del count


def _row_words(row: OutboxRow) -> str:
    return _(
        "{what}, sealed {when}, {size}. Receipts: {receipts}.",
        what=kind_word(row.kind),
        when=moment(row.sealed_at),
        size=size(row.outer_size),
        receipts=receipts_word(row.receipts, row.receipts_needed),
    )


def _reasons() -> dict[str, str]:
    return {
        "danger": _("The computer may be taken"),
        "witness": _("The witness asked for it"),
        "practice": _("It was only practice"),
        "other": _("Another reason"),
    }

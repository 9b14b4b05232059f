"""A date as it was said, and what the program understands by it, for the witness to agree to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from intake_app.domain.record import DateEntry
from intake_app.gui import icons, theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.localization import dates
from intake_app.localization.calendars import GREGORIAN, PERSIAN
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.services import dating
from intake_app.services.dating import Understanding


class DateEntryEdit(QWidget):
    """The words are kept always; days only where they follow from the words and were not refused.

    Persian or English, any calendar: «اواخر تابستان ۶۷», «8 Mehr 1401», «before July 1988».
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self._entry = DateEntry()
        self.edit = LineEdit(script="free")
        mark_data(self.edit)
        self.setFocusProxy(self.edit)
        self._icon = QLabel()
        self._icon.setPixmap(icons.pixmap("calendar", "text_soft"))
        self.reading = Label("", "small")
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.space(2))
        row.addWidget(self._icon)
        row.addWidget(self.reading, 1)
        self._choices = QWidget()
        holder = QVBoxLayout(self._choices)
        holder.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(1))
        for part in (self.edit, self._line, self._choices):
            column.addWidget(part)
        self.edit.textEdited.connect(self._understand)
        self._show(Understanding(DateEntry()))

    def value(self) -> DateEntry:
        """Return the words with the days that were agreed to."""
        return self._entry

    def set_value(self, entry: DateEntry) -> None:
        """Show a date that was kept, with the days that were kept, without telling anybody."""
        self._entry = entry
        self.edit.setText(entry.said)
        found = dating.understand(entry.said)
        self._show(found, keeps_only_words=found.is_understood and not dating.has_days(entry))

    def setObjectName(self, name: str) -> None:
        """Name the field and its line."""
        super().setObjectName(name)
        self.edit.setObjectName(f"{name}_said")

    def setAccessibleName(self, name: str) -> None:
        """Say what date is asked for."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:
        """Say more about it."""
        super().setAccessibleDescription(text)
        self.edit.setAccessibleDescription(text)

    def _understand(self, said: str) -> None:
        found = dating.understand(said)
        self._entry = found.entry
        self._show(found)
        self.changed.emit()

    def _show(self, found: Understanding, *, keeps_only_words: bool = False) -> None:
        entry = self._entry
        said = bool(entry.said.strip())
        self._line.setVisible(said)
        self.reading.say(self._sentence(found, keeps_only_words) if said else "")
        buttons = []
        if keeps_only_words:
            buttons.append((_("Understand it as a date"), found.entry))
        elif dating.has_days(entry):
            buttons.append((_("This is not what was meant"), dating.only_words(entry.said)))
        else:
            buttons += [
                (_("It means {days}", days=both_calendars(each)), each) for each in found.choices
            ]
        self._offer(buttons)

    def _sentence(self, found: Understanding, keeps_only_words: bool) -> str:
        entry = self._entry
        if dating.has_days(entry):
            said = _("Understood as {days}.", days=both_calendars(entry))
            if found.weekday_disagrees:
                note = _("The day of the week does not fit this date; the words are kept as said.")
                return f"{said} {note}"
            return said
        if keeps_only_words:
            return _("Only the words are kept, without a date.")
        if found.choices:
            return _("This can mean two things. Ask the witness; until then the words are kept.")
        return _("Kept as said. The program does not make a date of it.")

    def _offer(self, buttons: list[tuple[str, DateEntry]]) -> None:
        layout = self._choices.layout()
        while layout is not None and layout.count():
            taken = layout.takeAt(0)
            old = taken.widget() if taken else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self._choices.setVisible(bool(buttons))
        if not buttons or layout is None:
            return
        row = FlowRow(gap=theme.current().space(1))
        for at, (says, entry) in enumerate(buttons):
            made = button(says, partial(self._agree, entry), kind="quiet")
            made.setObjectName(f"{self.objectName()}_meaning_{at}")
            made.setAccessibleName(f"{self.edit.accessibleName()}: {says}")
            row.add(made)
        layout.addWidget(row)

    def _agree(self, entry: DateEntry) -> None:
        self._entry = entry
        found = dating.understand(entry.said)
        self._show(found, keeps_only_words=found.is_understood and not dating.has_days(entry))
        self.edit.setFocus()
        self.changed.emit()


def both_calendars(entry: DateEntry) -> str:
    """Return the days of an entry in the interface's calendar and then in the other one."""
    own, other = (PERSIAN, GREGORIAN) if active().is_rtl else (GREGORIAN, PERSIAN)
    first, second = (dates.describe(entry, calendar=each) for each in (own, other))
    if first == second or not second:
        return first
    return _("{days} ({other_days})", days=first, other_days=second)

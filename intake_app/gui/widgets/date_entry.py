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
from intake_app.gui.widgets.row_button import RowButton
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.localization import dates
from intake_app.localization.calendars import GREGORIAN, PERSIAN
from intake_app.localization.catalogs import active, compose
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
        self._icon.setPixmap(icons.pixmap("info", "text_soft"))
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
        holder.setSpacing(now.space(1))
        self._other_entry = DateEntry()
        self._other_button = button("", self._agree_other, kind="quiet")
        self._other = FlowRow(self._other_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(1))
        for part in (self.edit, self._line, self._choices, self._other):
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
        self._other_button.setObjectName(f"{name}_other")

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
        self._offer([] if keeps_only_words or dating.has_days(entry) else list(found.choices))
        self._other.setVisible(keeps_only_words or dating.has_days(entry))
        if keeps_only_words:
            self._say_other(_("Understand it as a date"), found.entry)
        elif dating.has_days(entry):
            self._say_other(_("This is not what was meant"), dating.only_words(entry.said))

    def _say_other(self, says: str, entry: DateEntry) -> None:
        self._other_entry = entry
        self._other_button.setText(says)
        self._other_button.setAccessibleName(
            _("{question}: {answer}", question=self.edit.accessibleName(), answer=says)
        )

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

    def _offer(self, meanings: list[DateEntry]) -> None:
        layout = self._choices.layout()
        while layout is not None and layout.count():
            taken = layout.takeAt(0)
            old = taken.widget() if taken else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self._choices.setVisible(bool(meanings))
        if not meanings or layout is None:
            return
        for at, entry in enumerate(meanings):
            says = _("It means {days}", days=both_calendars(entry))
            made = RowButton(says, name=f"{self.objectName()}_meaning_{at}", icon="calendar")
            made.setCheckable(False)
            made.setProperty("tone", "link")
            made.setAccessibleName(
                _("{question}: {answer}", question=self.edit.accessibleName(), answer=says)
            )
            made.clicked.connect(partial(self._agree, entry))
            layout.addWidget(made)

    def _agree_other(self) -> None:
        self._agree(self._other_entry)

    def _agree(self, entry: DateEntry, _checked: bool = False) -> None:
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
    # Not isolated inside: the whole is isolated by whoever says it.
    return compose("{days} ({other_days})", days=first, other_days=second)

"""How an import goes: which file, how fast, and the counters by verdict."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar

from intake_app.gui import theme
from intake_app.gui.import_queue import ImportQueue
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.text import Label, restyle
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.numbers import size

_FINE = 1000
_TONES = {"accepted": "done", "held": "warning", "refused": "fault", "missing": "fault"}


class ImportCard(Card):
    """Follows the queue; stays with the result until it is closed or a new import begins."""

    def __init__(self, queue: ImportQueue) -> None:
        super().__init__()
        now = theme.current()
        self._queue = queue
        top = QHBoxLayout()
        top.setSpacing(now.space(3))
        self.headline = Label("", "label")
        top.addWidget(self.headline, 1)
        self.cancel_button = button(_("Stop"), queue.cancel, name="stop_import")
        top.addWidget(self.cancel_button)
        self.column.addLayout(top)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _FINE)
        self.bar.setAccessibleName(_("How far the import is"))
        self.add(self.bar)
        self.counters: dict[str, QLabel] = {}
        row = FlowRow(gap=now.space(2))
        for code in ("accepted", "held", "refused", "duplicate", "missing"):
            made = QLabel()
            made.setProperty("kind", "state")
            self.counters[code] = made
            row.add(made)
        self.add(row)
        queue.moved.connect(self.show_now)

    def show_now(self) -> None:
        """Show the queue as it stands."""
        queue = self._queue
        done = queue.counts.total + queue.missing
        self.setVisible(queue.running or done > 0)
        self.cancel_button.setVisible(queue.running)
        self.bar.setVisible(queue.running)
        self.headline.say(self._headline(done))
        portion = queue.done_bytes * _FINE // queue.total_bytes if queue.total_bytes else 0
        self.bar.setValue(min(_FINE, portion))
        for code, text in _words(queue).items():
            made = self.counters[code]
            made.setText(text)
            made.setAccessibleName(text)
            tone = _TONES.get(code, "") if _count(queue, code) else ""
            if made.property("tone") != tone:
                made.setProperty("tone", tone)
                restyle(made)
            made.setVisible(code != "missing" or queue.missing > 0)

    def _headline(self, done: int) -> str:
        queue = self._queue
        if not queue.running:
            return ngettext("{n} file was looked at.", "{n} files were looked at.", done)
        if not queue.files:
            return _("Looking for sealed files…")
        at = min(done + 1, queue.files)
        speed = size(queue.bytes_per_s)
        return _(
            "Checking file {at} of {total}, {speed} a second",
            at=at,
            total=queue.files,
            speed=speed,
        )


def _count(queue: ImportQueue, code: str) -> int:
    return queue.missing if code == "missing" else int(getattr(queue.counts, code))


def _words(queue: ImportQueue) -> dict[str, str]:
    counts = queue.counts
    return {
        "accepted": ngettext("{n} checked", "{n} checked", counts.accepted),
        "held": ngettext("{n} needs a look", "{n} need a look", counts.held),
        "refused": ngettext("{n} refused", "{n} refused", counts.refused),
        "duplicate": ngettext("{n} already here", "{n} already here", counts.duplicate),
        "missing": ngettext("{n} could not be read", "{n} could not be read", queue.missing),
    }

"""Taking a member off the trust list: why, and until when it was surely in the right hands."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from intake_app.clock import rfc3339
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.signing import Given, Signing, needed
from intake_app.gui.widgets.form import Field, Section
from intake_app.gui.widgets.member_line import name_of, reason_word, received_words
from intake_app.gui.widgets.text import Label, data_label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization import times
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import deliveries, organising
from intake_app.services.deliveries import Deliveries
from intake_app.services.organising import MemberRow

_DAYS = (0, 1, 3, 7, 14, 30, 90)
_SHOWN = 8


class Revoke(Screen):
    """One member, a reason, a time; nothing is ticked beforehand."""

    screen_id = "revoke"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.signing = Signing(self)
        self.reason = QComboBox()
        self.until = QComboBox()
        self._principal = ""
        self._came = Deliveries()
        self._since = Label("", "body")
        self._lines = QVBoxLayout()

    def title(self) -> str:
        """Return the place's name."""
        return _("Take off the list")

    def enter(self, params: Params) -> None:
        """Look the member up."""
        self._principal = str(params["principal"])
        self.run(
            lambda: (
                organising.members(self.desk.session),
                needed(self.desk.session),
                deliveries.of(self.desk.session, self._principal),
            ),
            self._show,
        )

    def leave(self) -> bool:
        """Forget what was typed."""
        self.signing.wipe()
        return True

    def _show(self, seen: tuple[list[MemberRow], int, Deliveries]) -> None:
        self._came = seen[2]
        found = next(each for each in seen[0] if each.principal == self._principal)
        self.add_title(_("Take off the list"))
        self.add(data_label(name_of(found), "heading"))
        self.add(
            Label(
                _(
                    "What it sealed before stays valid."
                    " What it seals afterwards is kept aside and not taken in by itself."
                )
            )
        )
        for code in organising.REASONS:
            self.reason.addItem(reason_word(code), code)
        self.reason.setCurrentIndex(-1)
        self.reason.setPlaceholderText(_("Choose a reason"))
        self.add(Field(_("Why"), self.reason, name="reason"))
        for days in _DAYS:
            words = (
                ngettext("{n} day ago", "{n} days ago", days) if days else _("Now, at this moment")
            )
            self.until.addItem(words, days)
        self.add(
            Field(
                _("When it was last surely in the right hands"),
                self.until,
                name="until",
                hint=_("If it was seized or stolen, choose a time before that."),
            )
        )
        if found.role == "device":
            self.add(self._received(found))
        self.signing.show(seen[1])
        self.add(
            ToneLine(
                "warning",
                _("This cannot be undone."),
                _("To come back, the computer has to ask anew with a new vault."),
            )
        )
        self.body.addStretch(1)
        self.set_primary(_("Take off the list"), self._revoke).setEnabled(False)
        self.reason.currentIndexChanged.connect(self._allow)

    def _received(self, member: MemberRow) -> QWidget:
        """Show what came in under this key, and what of it after the time that is chosen."""
        made = Section(_("What came in from it"), received_words(member))
        if self._came.rows:
            made.add(self._since)
            made.column.addLayout(self._lines)
            self.until.currentIndexChanged.connect(lambda _at: self._tell_since())
            self._tell_since()
        return made

    def _tell_since(self) -> None:
        late = self._came.since(self._trusted())
        while self._lines.count():
            taken = self._lines.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not late:
            self._since.say(_("All of it came in before the time that you choose."))
            return
        self._since.say(
            ngettext(
                "{n} of it came in after that time. It stays in the archive: look at it again.",
                "{n} of them came in after that time. They stay in the archive: look again.",
                len(late),
            )
        )
        for row in late[:_SHOWN]:
            told = _(
                "Sealed {sealed}, came in {received}.",
                sealed=times.moment(row.sealed_at),
                received=times.moment(row.received_at),
            )
            self._lines.addWidget(Label(told, "soft"))
        if len(late) > _SHOWN:
            more = ngettext("And {n} more.", "And {n} more.", len(late) - _SHOWN)
            self._lines.addWidget(Label(more, "soft"))

    def _trusted(self) -> datetime:
        return self.context.clock.now() - timedelta(days=int(self.until.currentData() or 0))

    def _allow(self, at: int) -> None:
        if self.primary_button is not None:
            self.primary_button.setEnabled(at >= 0)

    def _revoke(self) -> None:
        reason = str(self.reason.currentData())
        days = int(self.until.currentData())
        trusted = rfc3339(self._trusted()) if days else ""

        def revoke(roots: Given) -> object:
            return organising.revoke(
                self.desk.session,
                self._principal,
                reason=reason,
                last_trusted_at=trusted,
                roots=roots,
            )

        self.signing.sign(revoke, lambda _trust: self._revoked())

    def _revoked(self) -> None:
        self.back.emit()
        self.tell(
            "success",
            _("Taken off. The trust list has a new version."),
            _("Bring the new list to every interviewer and coordinator soon."),
        )

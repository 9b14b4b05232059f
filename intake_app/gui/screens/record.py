"""F6: an open record: what was said, what belongs to it, and what the witness allows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app.domain.statement import Identity
from intake_app.gui.context import Context, Params
from intake_app.gui.jobs import VAULT, Control
from intake_app.gui.record.files_page import FilesPage
from intake_app.gui.record.identity_page import IdentityPage
from intake_app.gui.record.pages import consent_page, facts_page, history_page, links_card
from intake_app.gui.record.statement_page import statement_page
from intake_app.gui.screens.frame import put_above
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.consent_chips import ConsentChips
from intake_app.gui.widgets.file_chooser import FileChooser
from intake_app.gui.widgets.segments import Segments
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.localization.bundle_words import kind_word
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.times import moment
from intake_app.services import archive_reading
from intake_app.services.archive_reading import Record as Opened
from intake_app.services.wiring import Desk

TABS = ("statement", "facts", "files", "consent", "history", "identity")


class Record(Screen):
    """Tabs are made when they are first opened; opening the record was already logged."""

    screen_id = "record"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.record: Opened | None = None
        self._id = ""
        self._tab = ""
        self.pages: dict[str, QWidget] = {}

    def title(self) -> str:
        """Return the place's name."""
        return _("Record")

    def state_word(self) -> str:
        """Return whether consent still holds."""
        if self.record is None:
            return ""
        return _("Consent taken back") if self.record.withdrawn_by else _("Checked")

    def enter(self, params: Params) -> None:
        """Open the record."""
        self._id = str(params["bundle_id"])
        self._tab = str(params.get("tab", ""))
        self.run(lambda: archive_reading.open_record(self.desk.session, self._id), self._show)

    def open_tab(self, tab: str) -> None:
        """Show one tab."""
        if self.record is None:
            return
        self.tabs.choose(tab)
        if tab not in self.pages:
            page = self._page(tab, self.record)
            page.hide()
            self.pages[tab] = page
            self.body.insertWidget(self.body.count() - 1, page)
        for each, page in self.pages.items():
            page.setVisible(each == tab)
        self.scroll_area.verticalScrollBar().setValue(0)

    def _show(self, record: Opened) -> None:
        self.record = record
        withdrawn = bool(record.withdrawn_by)
        if record.statement is not None:
            waits = record.withdrawal_waits
            chips = ConsentChips(record.consent_now, withdrawn=withdrawn, waits=waits)
            put_above(self, chips)
        name = record.statement.witness.pseudonym if record.statement else ""
        heading = Label(_("{kind}: {name}", kind=kind_word(record.kind), name=name), "title")
        if not name:
            heading = Label(kind_word(record.kind), "title")
        mark_data(heading)
        self.add(heading)
        bundle = record.bundle
        when, who = moment(bundle.sealed_at), bundle.interviewer
        sealed = (
            _("Sealed {when} by {who}.", when=when, who=who)
            if who
            else _("Sealed {when}.", when=when)
        )
        made = Label(sealed, "soft")
        mark_data(made)
        self.add(made)
        linked = links_card(record.links, lambda other: self.go("record", bundle_id=other))
        if linked is not None:
            self.add(linked)
        choices = [(code, _tab_word(code)) for code in TABS if self._has(code)]
        self.tabs = Segments(_("Parts of the record"), choices, name="tabs")
        self.tabs.chosen.connect(self.open_tab)
        self.add(self.tabs)
        self.body.addStretch(1)
        first = self._tab if self._has(self._tab) else choices[0][0]
        self.open_tab(first)
        self.set_primary(_("Back to the inbox"), partial(self.go, "inbox"))
        if record.statement is not None:
            self.add_secondary(
                _("Hand over to a court"),
                partial(self.go, "court", bundle_ids=(self._id,)),
                name="court",
            )
        self.tabs.buttons[first].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _has(self, tab: str) -> bool:
        if self.record is None or tab not in TABS:
            return False
        if self.record.statement is None:
            return tab in {"history", "identity"}
        return True

    def _page(self, tab: str, record: Opened) -> QWidget:
        statement = record.statement
        if statement is None or tab in {"history", "identity"}:
            return history_page(record) if tab == "history" else self._identity_page(record)
        if tab == "files":
            files = FilesPage(record.files, statement.exhibits)
            files.picture_wanted.connect(self._show_picture)
            files.copy_wanted.connect(self._choose_for_copy)
            return files
        if tab == "consent":
            withdrawn = bool(record.withdrawn_by)
            return consent_page(record.consent, record.consent_now, withdrawn=withdrawn)
        return facts_page(statement) if tab == "facts" else statement_page(statement)

    # -- files --------------------------------------------------------------------------------

    def _show_picture(self, path: str) -> None:
        page = self.pages["files"]
        if isinstance(page, FilesPage):
            self.run(
                lambda: archive_reading.picture(self.desk.session, self._id, path),
                partial(page.show_picture, path),
            )

    def _choose_for_copy(self, path: str) -> None:
        chooser = FileChooser(self, mode="folder", drives=self.desk.drives)
        chooser.chosen.connect(partial(self._save_copy, path))
        chooser.open()

    def _save_copy(self, path: str, folders: Sequence[Path]) -> None:
        folder = folders[0]

        def work(control: Control) -> Path:
            return archive_reading.save_copy(
                self.desk.session,
                self._id,
                path,
                folder,
                progress=control.report,
                cancelled=control.cancelled.is_set,
            )

        self.tell("info", _("Copying. The window can be used in the meantime."))
        self.context.jobs.run_long(
            work,
            self._copied,
            failed=self.tell_error,
            progress=lambda _now: None,
            owner=self,
            lane=VAULT,
        )

    def _copied(self, path: Path) -> None:
        self.tell(
            "success",
            _("The copy is there: {name}.", name=path.name),
            _("It lies outside the vault now. Delete it when it is no longer needed."),
        )

    # -- identity -----------------------------------------------------------------------------

    def _identity_page(self, record: Opened) -> QWidget:
        known = bool(record.identity_bundle_id) or record.identity is not None
        page = IdentityPage(known=known)
        page.wanted.connect(partial(self._open_identity, page))
        return page

    def _open_identity(self, page: IdentityPage) -> None:
        if self.record is not None and self.record.identity is not None:
            page.show_identity(self.record.identity)
            return

        def work() -> Identity | None:
            return archive_reading.identity(self.desk.session, self._id)

        self.run(work, page.show_identity)


def _tab_word(tab: str) -> str:
    return {
        "statement": _("Statement"),
        "facts": _("Facts"),
        "files": _("Files"),
        "consent": _("Consent"),
        "history": _("History"),
        "identity": _("Identity"),
    }[tab]

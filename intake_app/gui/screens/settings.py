"""Settings, made from the table: a row there is a row here."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox

from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk, SettingsDesk
from intake_app.gui.screens.screen import Screen
from intake_app.gui.settings_table import PAGES, SETTINGS, Setting, choice_label, look_of, value
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field, Section
from intake_app.localization.catalogs import gettext as _


class Settings(Screen):
    """Each change is kept at once."""

    screen_id = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SettingsDesk = context.desk
        self._now: dict[str, str] = {}

    def title(self) -> str:
        """Return the place's name."""
        return _("Settings")

    def enter(self, params: Params) -> None:
        """Show what is set."""
        look = theme.current().look
        self._now = {
            "language": look.language,
            "theme": look.theme,
            "scale": str(look.scale),
        } | dict(self.desk.settings())
        self.add_title(_("Settings"), _("Every change is kept at once."))
        for page, label in PAGES:
            rows = [row for row in SETTINGS if row.page == page]
            self.add(Section(_(label), "", *(self._row(row) for row in rows)))
        self.add(self._elsewhere())
        self.body.addStretch(1)
        self.set_primary(_("Done"), self.back.emit)

    def _elsewhere(self) -> Section:
        """What is done rarely and has a page of its own."""
        opened: SessionDesk = self.context.desk
        role = opened.session.role
        ways = [
            ("change_passphrase", _("Change the passphrase")),
            ("check_vault", _("Check the vault")),
            ("custody_log", _("Custody log")),
            ("safety", _("Safety check of this computer")),
        ]
        people = ("people", _("People")) if role == "coordinator" else None
        if role == "coordinator":
            ways.insert(3, ("time_proofs", _("Proof of time")))
        ways.insert(0, people or ("organisation", _("Your organisation")))
        return Section(
            _("More"),
            "",
            FlowRow(
                *(
                    button(label, partial(self.go, screen_id), name=f"to_{screen_id}")
                    for screen_id, label in ways
                )
            ),
        )

    def _row(self, setting: Setting) -> Field:
        box = QComboBox()
        for choice in setting.choices:
            box.addItem(choice_label(setting, choice), choice)
        box.setCurrentIndex(setting.choices.index(value(self._now, setting.key)))
        box.activated.connect(partial(self._change, setting, box))
        return Field(_(setting.label), box, name=setting.key, hint=_(setting.detail))

    def _change(self, setting: Setting, box: QComboBox, _index: int) -> None:
        chosen = str(box.currentData())
        if chosen == self._now.get(setting.key):
            return
        self._now[setting.key] = chosen
        self.run(
            partial(self.desk.change_setting, setting.key, chosen), lambda _: self._kept(setting)
        )

    def _kept(self, setting: Setting) -> None:
        if setting.redraws:
            self.go("look", look=look_of(self._now, theme.current().look))
        else:
            self.go("idle", settings=dict(self._now))

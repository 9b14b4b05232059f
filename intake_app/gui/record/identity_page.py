"""Who the witness is: closed until somebody opens it on purpose."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.statement import Identity
from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.passage_view import PassageView
from intake_app.gui.widgets.text import mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import coded_list
from intake_app.services.telling import Passage
from intake_app.services.telling_parts import Line


class IdentityPage(QWidget):
    """`wanted` tells that it should be opened; what was shown can be hidden again."""

    wanted = Signal()

    def __init__(self, *, known: bool) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(4))
        if not known:
            self._column.addWidget(
                ToneLine("info", _("No identity that you can open has arrived for this witness."))
            )
            return
        self.open_button = button(
            _("Show who the witness is"), self.wanted.emit, name="show_identity"
        )
        self.closed = Card(
            ToneLine(
                "warning",
                _("Look around first: nobody else should see this screen."),
                _("That you looked is noted in the custody log."),
            ),
            FlowRow(self.open_button),
        )
        self._column.addWidget(self.closed)
        self._shown: QWidget | None = None

    def show_identity(self, identity: Identity | None) -> None:
        """Show names, contact and risks."""
        self.closed.hide()
        if identity is None:
            self._shown = ToneLine("warning", _("The identity could not be opened."))
            self._column.addWidget(self._shown)
            return
        facts = PassageView(Passage("", "document", "", _lines(identity)), heading=False)
        mark_data(facts)
        hide = button(_("Hide it again"), self._hide, name="hide_identity")
        self._shown = Card(facts, FlowRow(hide))
        self._column.addWidget(self._shown)
        hide.setFocus()

    def _hide(self) -> None:
        if self._shown is not None:
            self._shown.hide()
            self._shown.setParent(None)
            self._shown.deleteLater()
            self._shown = None
        self.closed.show()
        self.open_button.setFocus()


def _lines(identity: Identity) -> tuple[Line, ...]:
    kinds, language = coded_list("name_kinds"), active().code
    lines = [Line(_("Pseudonym"), identity.pseudonym, words=True)]
    for name in identity.names:
        if name.text:
            lines.append(Line(kinds.label(name.kind, language), name.text, words=True))
        if name.father:
            lines.append(Line(_("Father's name"), name.father, words=True))
    told = (
        (_("Year of birth"), identity.birth_year),
        (_("Contact"), identity.contact),
        (_("How they may be reached"), identity.contact_rule),
        (_("Risks"), identity.risk_notes),
    )
    lines += [Line(label, text, words=True) for label, text in told if text.strip()]
    return tuple(lines)

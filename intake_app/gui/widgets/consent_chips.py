"""What the witness allowed and did not, always in view: a word and a mark for each use."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from intake_app.domain.consent import USES, Consent
from intake_app.gui import theme
from intake_app.gui.widgets.flow import FlowRow
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.consent_words import answer_word, short_use
from intake_app.localization.direction import held


class ConsentChips(QWidget):
    """Yes has a tick and no a cross: colour alone would not tell."""

    def __init__(
        self, consent: Consent | None, *, withdrawn: bool = False, waits: bool = False
    ) -> None:
        super().__init__()
        now = theme.current()
        self.chips: list[QLabel] = []
        row = FlowRow(gap=now.space(2))
        if withdrawn:
            row.add(self._chip(_("Consent taken back"), "fault"))
        if waits:
            row.add(self._chip(_("A withdrawal waits for your decision"), "warning"))
        if consent is None:
            row.add(self._chip(_("No consent is recorded in this bundle"), "warning"))
        elif not any(consent.answer(use) == "yes" for use in USES):
            text = _("No use is allowed")
            row.add(self._chip(f"✕ {text}", "", text))
        else:
            for use in USES:
                answer = consent.answer(use)
                mark = "✓" if answer == "yes" else "✕"
                text = _("{use}: {answer}", use=short_use(use), answer=answer_word(answer))
                row.add(self._chip(f"{mark} {text}", "done" if answer == "yes" else "", text))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)

    def _chip(self, text: str, tone: str, says: str = "") -> QLabel:
        made = QLabel(held(text))
        made.setProperty("kind", "state")
        made.setProperty("tone", tone)
        made.setAccessibleName(says or text)
        self.chips.append(made)
        return made

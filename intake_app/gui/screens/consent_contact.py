"""How the witness may be reached: a choice that many may read, and words that few may read."""

from __future__ import annotations

from collections.abc import Callable

from intake_app.domain.consent import NEVER, RULES_WITH_WORDS
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.form import Field, Section
from intake_app.gui.widgets.words_edit import WordsEdit
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import coded_list
from intake_app.services.consenting import ConsentSheet


class ContactRule(Section):
    """Shown where the witness agreed to be contacted; the words go to who the witness is."""

    def __init__(self, sheet: ConsentSheet, changed: Callable[[], None]) -> None:
        super().__init__(
            _("How may you get in touch?"),
            _("Whoever may read the statement sees this choice, and nothing more about it."),
        )
        self._sheet = sheet
        self._changed = changed
        rules = coded_list("contact_rules").items
        self.rule = Answers(
            [(each.code, each.label(active().code)) for each in rules if each.code != NEVER]
        )
        self.rule.choose(sheet.contact_rule)
        self.rule.chosen.connect(self._choose)
        self.add(Field(_("The witness may be reached"), self.rule, name="contact_rule"))
        self.words = WordsEdit(rows=1, most_rows=5)
        self.words.set_words(sheet.contact_words)
        self.words.edited.connect(self._type)
        self.words_field = Field(
            _("Through whom, when, by which means, and how never"),
            self.words,
            name="contact_words",
            hint=_("Kept apart, with who the witness is: only those who may see the name see it."),
        )
        self.add(self.words_field)
        self.refresh()

    def refresh(self) -> None:
        """Show what belongs to the answers."""
        told = bool(self._sheet.contact_words.strip())
        self.words_field.setVisible(told or self._sheet.contact_rule in RULES_WITH_WORDS)

    def _choose(self, code: str) -> None:
        self._sheet.contact_rule = code
        self.refresh()
        if code in RULES_WITH_WORDS:
            self.words.setFocus()
        self._changed()

    def _type(self) -> None:
        self._sheet.contact_words = self.words.words()
        self._changed()

"""Parts of the consent page: the text that is read out, how consent was given, what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from intake_app.domain.statement import Kind
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.form import Field, Section
from intake_app.gui.widgets.paragraph_view import ParagraphView
from intake_app.gui.widgets.text import Label, heading
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization import languages
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import ConsentForm, coded_list
from intake_app.services.beginning import Beginning
from intake_app.services.consenting import ConsentSheet

Mode = Literal["new", "change", "withdraw"]


class ReadOut(Card):
    """The introduction in large type, in the language of the witness."""

    spoken = Signal(str)  # a language code

    def __init__(self, form: ConsentForm) -> None:
        super().__init__()
        self.setObjectName("read_out")
        self._form = form
        choices = [(code, each.endonym) for code, each in sorted(languages.registry().items())]
        self.languages = Answers(choices[::-1], may_clear=False)
        self.add(Field(_("Language in which you read it aloud"), self.languages, name="read_in"))
        self.paragraphs = [ParagraphView() for _paragraph in form.introduction_en]
        for each in self.paragraphs:
            self.add(each)
        self.languages.chosen.connect(self.spoken)

    def speak(self, language: str) -> None:
        """Show the text in a language."""
        self.languages.choose(language)
        for view, text in zip(self.paragraphs, self._form.introduction(language), strict=True):
            view.say(text)


class HowGiven(Section):
    """How consent was given, and what makes special care necessary."""

    def __init__(self, sheet: ConsentSheet, changed: Callable[[], None]) -> None:
        super().__init__(_("How consent was given"))
        self._sheet = sheet
        self._changed = changed
        self.given_as = _list("consent_forms", may_clear=False)
        self.given_as.choose(sheet.given_as)
        self.given_as.chosen.connect(self._put("given_as"))
        self.add(Field(_("The witness answered"), self.given_as, name="given_as"))
        self.under_18 = _tick(_("The witness is under 18"), "under_18", sheet.under_18)
        self.at_risk = _tick(
            _("The witness, or relatives in Iran, could be in danger"), "at_risk", sheet.at_risk
        )
        self.young = ToneLine(
            "warning",
            _("Do not go on alone with somebody under 18."),
            _("It takes a person trained for it, and an adult whom the witness trusts."),
        )
        self.danger = ToneLine(
            "warning",
            _("Speak first about what could happen and what would help."),
            _("Leave out what would show who it is. You may note the risk later, under «Facts»."),
        )
        for widget in (self.under_18, self.young, self.at_risk, self.danger):
            self.add(widget)
        self.under_18.toggled.connect(self._put("under_18"))
        self.at_risk.toggled.connect(self._put("at_risk"))
        self.refresh()

    def refresh(self) -> None:
        """Show the guidance that belongs to the answers."""
        self.young.setVisible(self._sheet.under_18)
        self.danger.setVisible(self._sheet.at_risk)

    def _put(self, key: str) -> Callable[[object], None]:
        def put(value: object) -> None:
            setattr(self._sheet, key, value)
            self.refresh()
            self._changed()

        return put


class AboutInterview(Section):
    """Face to face or from afar, with an interpreter or not, and how much is asked."""

    def __init__(self, beginning: Beginning) -> None:
        super().__init__(_("About this interview"))
        self.spoken_as = _list("given_as", may_clear=False)
        self.spoken_as.choose(beginning.spoken_as)
        self.spoken_as.chosen.connect(lambda code: setattr(beginning, "spoken_as", code))
        self.add(Field(_("The statement is given"), self.spoken_as, name="spoken_as"))
        self.interpreted = _tick(
            _("An interpreter is helping"), "interpreted", beginning.interpreted
        )
        self.interpreted.toggled.connect(lambda on: setattr(beginning, "interpreted", on))
        self.add(self.interpreted)
        self.kinds = _list("statement_types", may_clear=False)
        self.kinds.choose(beginning.kind)
        self.add(Field(_("What kind of statement is it?"), self.kinds, name="statement_kind"))
        self.kind_text = Label("", "soft")
        self.add(self.kind_text)
        self.add(
            ToneLine(
                "info",
                _(
                    "Telling it again and again hurts, and small differences can be turned"
                    " against the witness."
                ),
                _(
                    "Will investigators hear this witness? Then a first account or a referral"
                    " is kinder."
                ),
            )
        )
        self._beginning = beginning
        self.kinds.chosen.connect(self._choose)
        self._choose(beginning.kind)

    def _choose(self, kind: str) -> None:
        self._beginning.kind = cast("Kind", kind)
        self.kind_text.say(
            {
                "first_account": _("In short, what the witness knows; the details come later."),
                "full": _("Everything the witness wants to tell, in their own words."),
                "referral": _("Only that somebody knows something, and how to reach them."),
            }[kind]
        )


def _list(name: str, *, may_clear: bool) -> Answers:
    choices = [(item.code, item.label(active().code)) for item in coded_list(name).items]
    return Answers(choices, may_clear=may_clear)


def _tick(text: str, name: str, on: bool) -> QCheckBox:
    made = QCheckBox(text)
    made.setObjectName(name)
    made.setChecked(on)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


class DeleteDraft(Card):
    """Asks once, on the page itself, before a draft is destroyed."""

    def __init__(self, delete: Callable[[], None], left: Callable[[], None]) -> None:
        super().__init__(kind="notice-warning")
        self.setObjectName("deleting")
        self._left = left
        self.add(heading(_("Delete this draft?")))
        self.add(
            Label(
                _(
                    "Words, answers and files of this draft are destroyed."
                    " Nobody can bring them back."
                )
            )
        )
        self.leave_button = button(_("Leave it as it is"), self._leave, name="leave_draft")
        yes = button(_("Delete it for good"), delete, kind="danger", name="delete_draft")
        self.add(FlowRow(yes, self.leave_button))

    def _leave(self) -> None:
        self.setParent(None)
        self.deleteLater()
        self._left()


def lead_words(mode: Mode) -> tuple[str, str]:
    """Return the page's title and the sentences under it."""
    return {
        "withdraw": (
            _("What does the witness take back?"),
            _(
                "Leave «yes» only where the witness still allows it."
                " What was already given away cannot be taken back."
            ),
        ),
        "change": (
            _("What the witness allows"),
            _("The witness may change every answer. Nothing changes before you keep them."),
        ),
        "new": (
            _("Consent comes first"),
            _(
                "Read the text aloud and ask each question by itself."
                " Nothing is stored before you press «Consent recorded, continue»."
            ),
        ),
    }[mode]

"""C1: consent before anything else. Nothing is stored until every question has its answer."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from intake_app.clock import rfc3339
from intake_app.domain.statement import Identity, Statement
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.consent_contact import ContactRule
from intake_app.gui.screens.consent_parts import (
    AboutInterview,
    DeleteDraft,
    HowGiven,
    Mode,
    ReadOut,
    lead_words,
)
from intake_app.gui.screens.consent_question import QuestionCard
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.paragraph_view import ParagraphView
from intake_app.gui.widgets.text import Label, heading
from intake_app.localization.catalogs import active, ngettext
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.reference import consent_form
from intake_app.services import beginning as beginnings
from intake_app.services import consenting, interviewing
from intake_app.services.beginning import Beginning
from intake_app.services.consenting import ConsentSheet
from intake_app.services.wiring import Desk


class Consent(Screen):
    """For a new interview, for changing the answers of a draft, and for withdrawing consent.

    Params: `beginning`, or `statement_id` of a draft, or `correction_of` (a bundle's id) with
    `purpose` (`correction`, `addition`, `withdrawal`).
    """

    screen_id = "consent"
    measure: ClassVar = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.beginning = Beginning()
        self.questions: list[QuestionCard] = []
        self._statement_id = ""
        self._before: Statement | None = None
        self._words_before = ""
        self._completed = False  # the newest answer was the last one missing
        self._asked_rule = False
        self._warned = False
        self._form = consent_form()

    @property
    def sheet(self) -> ConsentSheet:
        """What was answered so far."""
        return self.beginning.sheet

    @property
    def is_withdrawal(self) -> bool:
        """True where an earlier, sealed statement is being withdrawn."""
        return self.beginning.purpose == "withdrawal"

    @property
    def _mode(self) -> Mode:
        if self.is_withdrawal:
            return "withdraw"
        return "change" if self._statement_id else "new"

    def title(self) -> str:
        """Return the place's name."""
        return _("Withdrawing consent") if self.is_withdrawal else _("Consent")

    def state_word(self) -> str:
        """Return how far the questions are."""
        done = len(self._form.uses) - len(self.sheet.missing)
        return _("{done} of {total} answered", done=done, total=len(self._form.uses))

    def enter(self, params: Params) -> None:
        """Ask, or show what was answered."""
        self._statement_id = params.get("statement_id", "")
        if self._statement_id:
            self.run(self._look_up, self._change)
            return
        self.beginning = params.get("beginning") or _correcting(params)
        if not self.sheet.form:
            self.sheet.form = self._form.version
            self.sheet.language = active().code
        self._fill()

    def stores_nothing(self) -> bool:
        """Say that answers for a new interview are only carried on."""
        return not self._statement_id

    def first_focus(self) -> QWidget | None:
        """Return the first question that has no answer."""
        if not self.questions:
            return None
        return self.questions[0].answers if self._statement_id else None

    def leave(self) -> bool:
        """Ask once before changed answers are left behind."""
        changed = self._before is not None and self._changed(self._before)
        if not changed or self._warned:
            return True
        self._warned = True
        self.tell(
            "warning",
            _("The changed answers are not kept yet."),
            _("Press «Keep these answers», or leave once more to let them be as before."),
        )
        return False

    def lock_up(self) -> None:
        """Leave the answers as they were: consent is only recorded on purpose."""

    def cancel(self) -> None:
        """Go back; in the middle of the questions only when asked twice."""
        if self._statement_id or self._warned or not self.sheet.answers:
            self.back.emit()
            return
        self._warned = True
        self.tell(
            "info",
            _("Nothing is stored yet, and going back forgets these answers."),
            _("Press Esc once more to go back."),
        )

    # -- filling ----------------------------------------------------------------------------

    def _look_up(self) -> tuple[Statement, Identity]:
        session = self.desk.session
        statement = interviewing.load(session, self._statement_id)
        return statement, interviewing.load_identity(session, self._statement_id)

    def _change(self, found: tuple[Statement, Identity]) -> None:
        statement, who = found
        self._before, self._words_before = statement, who.contact_rule
        self.beginning = Beginning(
            sheet=ConsentSheet.of(statement.consent, who.contact_rule), purpose=statement.purpose
        )
        self._fill()
        self.changed.emit()
        self.questions[0].answers.setFocus()

    def _fill(self) -> None:
        self.add_title(*lead_words(self._mode))
        if not self.is_withdrawal and not self._statement_id:
            self.read_out = ReadOut(self._form)
            self.read_out.spoken.connect(self._speak)
            self.add(self.read_out)
            self.add(heading(_("One question for each use")))
        self.add(
            Label(
                _("Arrow keys go from question to question. Y is yes, N is no, L is not now."),
                "soft",
            )
        )
        total = len(self._form.uses)
        for number, use in enumerate(self._form.uses, 1):
            card = QuestionCard(use, number, total, may_limit=use.code != "keep")
            card.show_answer(
                self.sheet.answers.get(use.code, ""), self.sheet.limits.get(use.code, "")
            )
            card.answered.connect(self._answer)
            card.limited.connect(self.sheet.limits.__setitem__)
            card.by_letter.connect(partial(self._go_on, card))
            card.moved.connect(partial(self._step, card))
            self.questions.append(card)
            self.add(card)
        self._closing = ParagraphView()
        self.contact = ContactRule(self.sheet, self.changed.emit)
        self._contact_card = Card(self.contact)
        self.how = HowGiven(self.sheet, self.changed.emit)
        self.add(self._contact_card, Card(self._closing), Card(self.how))
        if not self._statement_id and not self.is_withdrawal:
            self.about = AboutInterview(self.beginning)
            self.add(Card(self.about))
        self.body.addStretch(1)
        self._foot_buttons()
        if not self._statement_id:
            self.set_saved(None)
        self._speak(self.sheet.language)
        self._refresh()

    def _foot_buttons(self) -> None:
        if self._statement_id:
            self.set_primary(_("Keep these answers"), self._keep)
            self.add_secondary(
                _("Delete this draft…"), self._ask_delete, name="ask_delete", kind="quiet"
            )
        elif self.is_withdrawal:
            self.set_primary(_("Go on to sealing it"), self._go_on_recorded)
        else:
            self.set_primary(_("Consent recorded, continue"), self._go_on_recorded)
            self.add_secondary(_("Stop here, keep nothing"), self._stop, name="stop")

    # -- answering --------------------------------------------------------------------------

    def _speak(self, language: str) -> None:
        self.sheet.language = language
        if not self._statement_id and not self.is_withdrawal:
            self.read_out.speak(language)
        for card in self.questions:
            card.speak(language)
        self._closing.say(self._form.closing(language))

    def _answer(self, use: str, answer: str) -> None:
        self._completed = self.sheet.missing == (use,)
        self.sheet.answers[use] = answer  # type: ignore[assignment]
        self._warned = False
        self._refresh()

    def _refresh(self) -> None:
        refused = self.sheet.refuses and not self.is_withdrawal
        self.questions[0].show_refused(refused)
        self.how.refresh()
        self._contact_card.setVisible(self.sheet.may_be_reached)
        if self.primary_button is not None:
            # A draft's answers can always be kept: a no has to reach the vault too.
            self.primary_button.setEnabled(not refused or bool(self._statement_id))
        self.changed.emit()

    def _step(self, card: QuestionCard, by: int) -> None:
        at = self.questions.index(card) + by
        if 0 <= at < len(self.questions):
            self._show_question(self.questions[at])

    def _go_on(self, card: QuestionCard) -> None:
        at = self.questions.index(card)
        after = [*self.questions[at + 1 :], *self.questions[:at]]
        waiting = next((each for each in after if not each.answers.value), None)
        if waiting is not None:
            self._show_question(waiting)
        elif self._completed or at == len(self.questions) - 1:
            reached = self.sheet.may_be_reached
            (self.contact.rule if reached else self.how.given_as).setFocus()
            self.scroll_area.ensureWidgetVisible(self.contact if reached else self.how)

    def _show_question(self, card: QuestionCard) -> None:
        card.answers.setFocus()
        self.scroll_area.ensureWidgetVisible(card, 0, 24)

    # -- going on ---------------------------------------------------------------------------

    def _go_on_recorded(self) -> None:
        if self._is_incomplete():
            return
        self.sheet.recorded_at = rfc3339(self.context.clock.now())
        if not self.is_withdrawal:
            self.go("setting", beginning=self.beginning)
            return
        self.run(
            lambda: beginnings.begin(self.desk.session, self.beginning),
            lambda begun: self.go("seal", statement_id=begun.statement_id, _replace=True),
        )

    def _is_incomplete(self) -> bool:
        missing = self.sheet.missing
        if not missing:
            return self._has_no_rule()
        self.tell(
            "warning",
            ngettext(
                "{n} question is not answered yet.",
                "{n} questions are not answered yet.",
                len(missing),
            ),
            _("«Not now» is an answer too."),
        )
        first = next(card for card in self.questions if card.use.code == missing[0])
        self._show_question(first)
        return True

    def _has_no_rule(self) -> bool:
        """Ask once how the witness may be reached; without an answer there is a safe one."""
        needed = self.sheet.may_be_reached and not self.is_withdrawal
        if not needed or self.sheet.contact_rule or self._asked_rule:
            return False
        self._asked_rule = True
        self.tell(
            "warning",
            _("How may the witness be reached?"),
            _("Choose it here, or go on: then the interviewer has to be asked first."),
        )
        self.contact.rule.setFocus()
        self.scroll_area.ensureWidgetVisible(self._contact_card)
        return True

    def _stop(self) -> None:
        self.sheet.answers.clear()
        self.go("home", _replace=True)

    def _changed(self, before: Statement) -> bool:
        at = before.consent.recorded_at
        words = self.sheet.contact_words
        was = ConsentSheet.of(before.consent).consent(at)
        return self.sheet.consent(at) != was or words != self._words_before

    def _keep(self) -> None:
        if self._before is None or self._is_incomplete():
            return
        if not self._changed(self._before):
            self.back.emit()
            return
        consent = self.sheet.consent(rfc3339(self.context.clock.now()))
        words = self.sheet.contact_words
        self.run(
            lambda: consenting.keep(self.desk.session, self._statement_id, consent, words),
            self._kept,
        )

    def _kept(self, statement: Statement) -> None:
        self._before, self._words_before = statement, self.sheet.contact_words
        if self.sheet.refuses and not self.is_withdrawal:
            self._ask_delete()
            self.tell(
                "warning",
                _("The witness no longer agrees that this is kept."),
                _("It cannot be sealed. You can delete the draft now."),
            )
        else:
            self.back.emit()

    # -- deleting a draft -------------------------------------------------------------------

    def _ask_delete(self) -> None:
        if self.findChild(DeleteDraft) is None:
            card = DeleteDraft(self._delete, self.questions[0].answers.setFocus)
            self.body.insertWidget(1, card)
            self.scroll_area.verticalScrollBar().setValue(0)
            card.leave_button.setFocus()

    def _delete(self) -> None:
        self.run(
            lambda: interviewing.discard(self.desk.session, self._statement_id),
            lambda _none: self._deleted(),
        )

    def _deleted(self) -> None:
        self._before = None
        self.go("home", _replace=True)


def _correcting(params: Params) -> Beginning:
    beginning = Beginning(
        purpose=params.get("purpose", "testimony"), corrects=params.get("correction_of", "")
    )
    if beginning.purpose == "withdrawal":
        beginning.sheet.refuse_all()
    return beginning

"""Asking for consent: a sheet that stays in memory until the witness has answered everything."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake_app.domain.consent import KEEP, USES, AnswerWord, Consent, UseAnswer
from intake_app.localization import reference


@dataclass
class ConsentSheet:
    """What was answered so far. Nothing of it is stored before it becomes a `Consent`.

    `given_as` is a code of the list consent_forms, `form` the version of the text read out.
    """

    form: str = ""
    language: str = "fa"
    given_as: str = "spoken"
    answers: dict[str, AnswerWord] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    under_18: bool = False
    at_risk: bool = False
    contact_rule: str = ""
    recorded_at: str = ""

    @classmethod
    def of(cls, consent: Consent) -> ConsentSheet:
        """Return the sheet that a recorded consent was, for changing it."""
        return cls(
            form=consent.form,
            language=consent.language,
            given_as=consent.given_as,
            answers={each.use: each.answer for each in consent.uses},
            limits={each.use: each.limit for each in consent.uses if each.limit},
            under_18=consent.under_18,
            at_risk=consent.at_risk,
            contact_rule=consent.contact_rule,
            recorded_at=consent.recorded_at,
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The uses that nobody answered yet, in the form's order."""
        return tuple(use for use in USES if use not in self.answers)

    @property
    def refuses(self) -> bool:
        """True where the witness does not want the statement to be kept."""
        return self.answers.get(KEEP, "yes") != "yes"

    @property
    def may_go_on(self) -> bool:
        """True where every question has an answer and the statement may be kept."""
        return not self.missing and not self.refuses

    def refuse_all(self) -> None:
        """Answer every use with no, as where a witness withdraws everything."""
        self.answers = dict.fromkeys(USES, "no")

    def consent(self, recorded_at: str) -> Consent:
        """Return the record of these answers, given at `recorded_at`.

        A limit counts only where the answer is yes.
        """
        uses = tuple(
            UseAnswer(use=use, answer=self.answers[use], limit=self._limit(use))
            for use in USES
            if use in self.answers
        )
        return Consent(
            form=self.form or reference.consent_form().version,
            language=self.language,
            given_as=self.given_as,
            recorded_at=recorded_at,
            uses=uses,
            under_18=self.under_18,
            at_risk=self.at_risk,
            contact_rule=self.contact_rule.strip(),
        )

    def _limit(self, use: str) -> str:
        return self.limits.get(use, "").strip() if self.answers[use] == "yes" else ""

"""Asking for consent: a sheet that stays in memory until the witness has answered everything."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from intake_app.domain.consent import KEEP, NEVER, USES, AnswerWord, Consent, UseAnswer
from intake_app.domain.statement import Statement
from intake_app.localization import reference
from intake_app.services import interviewing
from intake_app.services.session import Session


@dataclass
class ConsentSheet:
    """What was answered so far. Nothing of it is stored before it becomes a `Consent`.

    `given_as` is a code of the list consent_forms, `form` the version of the text read out,
    `contact_rule` a code of the list contact_rules. `contact_words` are the witness's own about it
    and never become part of the consent: they stand with who the witness is.
    """

    form: str = ""
    language: str = "fa"
    given_as: str = "spoken"
    answers: dict[str, AnswerWord] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    under_18: bool = False
    at_risk: bool = False
    contact_rule: str = ""
    contact_words: str = ""
    recorded_at: str = ""

    @classmethod
    def of(cls, consent: Consent, contact_words: str = "") -> ConsentSheet:
        """Return the sheet that a recorded consent was, for changing it."""
        return cls(
            form=consent.form,
            language=consent.language,
            given_as=consent.given_as,
            answers={use: said for use in USES if (said := consent.answer(use))},
            limits={use: limit for use in USES if (limit := consent.limit(use))},
            under_18=consent.under_18,
            at_risk=consent.at_risk,
            contact_rule="" if consent.contact_rule == NEVER else consent.contact_rule,
            contact_words=contact_words,
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

        A limit counts only where the answer is yes, and so does a way to get in touch.
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
            contact_rule=self._rule(),
        )

    @property
    def may_be_reached(self) -> bool:
        """True where the witness may be contacted again."""
        return self.answers.get("contact_again") == "yes"

    def _rule(self) -> str:
        if "contact_again" not in self.answers:
            return ""
        return self.contact_rule if self.may_be_reached else NEVER

    def _limit(self, use: str) -> str:
        return self.limits.get(use, "").strip() if self.answers[use] == "yes" else ""


def keep(session: Session, statement_id: str, consent: Consent, contact_words: str) -> Statement:
    """Keep changed answers of a draft, and the words about contact with who the witness is.

    Raises:
        StatementMissing, VaultDiskFull, VaultReadOnly: nothing of it is kept.
    """
    with session.vault.transaction():
        statement = interviewing.revise(session, statement_id, consent=consent)
        identity = interviewing.load_identity(session, statement_id)
        reachable = statement.may_be_kept and consent.allows("contact_again")
        if reachable and identity.contact_rule != contact_words:
            interviewing.save_identity(
                session, msgspec.structs.replace(identity, contact_rule=contact_words)
            )
    return statement

"""Informed consent: one separate answer for each use (Berkeley Protocol, Murad Code)."""

from __future__ import annotations

from typing import Literal

from intake_app.domain.record import Record

KEEP = "keep"
USES = (
    KEEP,
    "record_voice",
    "record_picture",
    "share_un",
    "share_court",
    "share_organisations",
    "share_researchers",
    "publish_named",
    "publish_unnamed",
    "contact_again",
)

AnswerWord = Literal["yes", "no", "not_now"]


class UseAnswer(Record, frozen=True, kw_only=True):
    """The witness's answer for one use, with the limit they set to it, in their words."""

    use: str
    answer: AnswerWord
    limit: str = ""


class Consent(Record, frozen=True, kw_only=True):
    """What the witness allowed, how it was given and which text was read out to them."""

    form: str
    language: str
    given_as: str
    recorded_at: str
    uses: tuple[UseAnswer, ...]
    under_18: bool = False
    at_risk: bool = False
    contact_rule: str = ""

    def answer(self, use: str) -> AnswerWord | None:
        """Return the answer for `use`, or None where it was not asked."""
        return next((each.answer for each in self.uses if each.use == use), None)

    def allows(self, use: str) -> bool:
        """True only where the witness said yes: no and not now both mean no."""
        return self.answer(use) == "yes"

    @property
    def allowed(self) -> tuple[str, ...]:
        """The uses that were agreed to, in the form's order."""
        return tuple(use for use in USES if self.allows(use))

    @property
    def missing(self) -> tuple[str, ...]:
        """The uses that have no answer yet."""
        return tuple(use for use in USES if self.answer(use) is None)
